package dev.portolan.bedrock;

import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.WireAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpResponse;

/** An answer of the OpenAI-compatible endpoint, its body handed over in slices. */
final class SignedAnswer implements WireAnswer {

    private final SdkHttpResponse head;
    private final EventQueue<ByteBuffer> body;
    private final CallGuard guard;
    private final String host;
    private final long maxBytes;
    private long read;
    private boolean ended;

    SignedAnswer(SdkHttpResponse head, EventQueue<ByteBuffer> body, CallGuard guard, String host, long maxBytes) {
        this.head = head;
        this.body = body;
        this.guard = guard;
        this.host = host;
        this.maxBytes = maxBytes;
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
    public boolean read(Sink sink) throws IOException {
        ByteBuffer piece = body.next();
        if (piece == null) {
            ended = true;
            return false;
        }
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        read += bytes.length;
        if (read > maxBytes) {
            throw ErrorDetails.builder("the answer is larger than " + maxBytes + " bytes")
                    .remedy("Raise max-response-size if that is right")
                    .retryable(false)
                    .toException(ErrorKind.INVALID_RESPONSE);
        }
        if (bytes.length > 0) {
            sink.take(bytes, 0, bytes.length);
        }
        return true;
    }

    @Override
    public byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try {
            boolean more = true;
            while (more) {
                guard.waiting();
                more = read((bytes, offset, length) -> {
                    guard.received();
                    whole.write(bytes, offset, length);
                });
            }
        } catch (IOException e) {
            LlmException stopped = guard.failure(e);
            throw stopped != null ? stopped : ErrorMapper.map(e, host);
        }
        return whole.toByteArray();
    }

    @Override
    public void close() {
        if (!ended) {
            body.close();
        }
    }
}
