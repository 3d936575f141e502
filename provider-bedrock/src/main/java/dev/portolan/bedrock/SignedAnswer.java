package dev.portolan.bedrock;

import dev.portolan.error.LlmException;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.SlicedAnswer;
import dev.portolan.spi.support.WireExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpResponse;

/** An answer of the OpenAI-compatible endpoint, its body handed over in slices. */
final class SignedAnswer extends SlicedAnswer {

    private final SdkHttpResponse head;
    private final EventQueue<ByteBuffer> body;
    private final CallGuard guard;
    private final String host;
    private boolean ended;

    SignedAnswer(
            SdkHttpResponse head,
            EventQueue<ByteBuffer> body,
            CallGuard guard,
            WireExchange exchange,
            String host,
            long maxBytes) {
        super(guard, exchange, maxBytes);
        this.head = head;
        this.body = body;
        this.guard = guard;
        this.host = host;
    }

    /** Other names than OpenAI's for the same thing. */
    @Override
    public @Nullable String header(String name) {
        String value = head.firstMatchingHeader(name).orElse(null);
        return value == null && name.equalsIgnoreCase("x-request-id")
                ? head.firstMatchingHeader("x-amzn-requestid").orElse(null)
                : value;
    }

    @Override
    protected @Nullable ByteBuffer next() throws IOException {
        ByteBuffer slice = body.next();
        ended = slice == null;
        return slice;
    }

    @Override
    protected LlmException broken(IOException cause) {
        LlmException stopped = guard.failure(cause);
        return stopped != null ? stopped : ErrorMapper.map(cause, host);
    }

    @Override
    protected void release() {
        if (!ended) {
            body.close();
        }
    }
}
