package dev.portolan.bedrock;

import dev.portolan.chat.WireListener.End;
import dev.portolan.chat.WireListener.Header;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.WireExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpHeaders;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * One call of the SDK as it is shown to who listens: the request that is sent, the head of the answer, and its body as it comes. Of an
 * event stream, whose framing is binary, the events are shown in its place, each as a line of JSON.
 */
final class ShownCall {

    /** Shows calls that carry one; the others it leaves alone. */
    static final ExecutionInterceptor INTERCEPTOR = new Interceptor();

    private static final ExecutionAttribute<ShownCall> CALL = new ExecutionAttribute<>("PortolanShownCall");
    private static final String EVENT_STREAM = "application/vnd.amazon.eventstream";

    /** What comes is told on the event loop, and the end where the call is waited for. */
    private final ReentrantLock telling = new ReentrantLock();

    private final CallGuard guard;
    private volatile WireExchange exchange = WireExchange.NONE;
    private volatile boolean events;

    ShownCall(CallGuard guard) {
        this.guard = guard;
    }

    /** Goes with the call, if somebody listens. */
    void addTo(AwsRequestOverrideConfiguration.Builder call) {
        if (guard.isObserved()) {
            call.putExecutionAttribute(CALL, this);
        }
    }

    boolean isObserved() {
        return exchange.isObserved();
    }

    /** A piece of the body, or an event of the stream in JSON. */
    void received(byte[] bytes) {
        tell(() -> exchange.received(bytes, 0, bytes.length));
    }

    /** The call is over; a service that refused it has answered all the same. */
    void ended(@Nullable Throwable failure) {
        boolean answered = failure == null || failure instanceof SdkServiceException;
        ended(answered ? End.COMPLETE : End.BROKEN, answered ? null : failure);
    }

    void ended(End end, @Nullable Throwable failure) {
        tell(() -> exchange.ended(end, failure));
    }

    private void tell(Runnable what) {
        if (exchange.isObserved()) {
            telling.lock();
            try {
                what.run();
            } finally {
                telling.unlock();
            }
        }
    }

    static List<Header> headers(SdkHttpHeaders from) {
        List<Header> headers = new ArrayList<>();
        from.forEachHeader((name, values) -> values.forEach(value -> headers.add(new Header(name, value))));
        return headers;
    }

    private void sent(SdkHttpRequest request, byte[] body) {
        exchange = guard.exchange(request.method().name(), request.getUri().toString(), headers(request), body);
    }

    private ByteBuffer shown(ByteBuffer piece) {
        if (!events) {
            byte[] bytes = new byte[piece.remaining()];
            piece.duplicate().get(bytes);
            received(bytes);
        }
        return piece;
    }

    private static final class Interceptor implements ExecutionInterceptor {

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            ShownCall call = attributes.getAttribute(CALL);
            if (call != null) {
                call.sent(context.httpRequest(), body(context));
            }
        }

        private static byte[] body(Context.BeforeTransmission context) {
            if (context.requestBody().isPresent()) {
                return read(context.requestBody().get().contentStreamProvider().newStream());
            }
            return context.httpRequest() instanceof SdkHttpFullRequest full
                    ? full.contentStreamProvider()
                            .map(content -> read(content.newStream()))
                            .orElse(new byte[0])
                    : new byte[0];
        }

        private static byte[] read(InputStream content) {
            try (content) {
                return content.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
            ShownCall call = attributes.getAttribute(CALL);
            if (call != null) {
                call.events = context.httpResponse()
                        .firstMatchingHeader("content-type")
                        .filter(EVENT_STREAM::equals)
                        .isPresent();
                int status = context.httpResponse().statusCode();
                call.tell(() -> call.exchange.answered(status, headers(context.httpResponse())));
            }
        }

        @Override
        public Optional<Publisher<ByteBuffer>> modifyAsyncHttpResponseContent(
                Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
            ShownCall call = attributes.getAttribute(CALL);
            return call == null
                    ? context.responsePublisher()
                    : context.responsePublisher()
                            .map(body -> SdkPublisher.adapt(body).map(call::shown));
        }
    }
}
