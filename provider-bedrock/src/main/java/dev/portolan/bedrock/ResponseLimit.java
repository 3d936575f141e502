package dev.portolan.bedrock;

import dev.portolan.spi.support.SlicedAnswer;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Counts the bytes of an answer and ends it when they are too many, before the SDK keeps them. */
final class ResponseLimit implements ExecutionInterceptor {

    private final long maxBytes;

    ResponseLimit(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public Optional<Publisher<ByteBuffer>> modifyAsyncHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        return context.responsePublisher().map(this::limited);
    }

    private Publisher<ByteBuffer> limited(Publisher<ByteBuffer> body) {
        AtomicLong read = new AtomicLong();
        return SdkPublisher.adapt(body).map(piece -> {
            if (read.addAndGet(piece.remaining()) > maxBytes) {
                throw SlicedAnswer.tooLarge(maxBytes);
            }
            return piece;
        });
    }
}
