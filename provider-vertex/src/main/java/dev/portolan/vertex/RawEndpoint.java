package dev.portolan.vertex;

import com.google.api.HttpBody;
import com.google.cloud.aiplatform.v1.RawPredictRequest;
import com.google.cloud.aiplatform.v1.StreamRawPredictRequest;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.portolan.chat.CallContext;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.MessageSource;
import dev.portolan.spi.support.WireAnswer;
import dev.portolan.spi.support.WireEndpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Calls a partner's model in its own format: JSON through {@code RawPredict}, server-sent events through {@code StreamRawPredict},
 * whose messages split them anywhere.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/docs/reference/rpc/google.cloud.aiplatform.v1#predictionservice">Google:
 *     PredictionService</a>
 */
final class RawEndpoint implements WireEndpoint {

    private static final String JSON = "application/json";

    private final VertexClient client;
    private final String resource;
    private final String model;
    private final long maxResponseSize;

    /**
     * @param resource the model's resource
     * @param model what requests name as their model
     */
    RawEndpoint(VertexClient client, String resource, String model, long maxResponseSize) {
        this.client = client;
        this.resource = resource;
        this.model = model;
        this.maxResponseSize = maxResponseSize;
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public WireAnswer post(byte[] body, boolean stream, CallContext context, CallGuard guard) {
        HttpBody sent = HttpBody.newBuilder()
                .setContentType(JSON)
                .setData(UnsafeByteOperations.unsafeWrap(body))
                .build();
        if (!stream) {
            HttpBody answer = client.raw(
                    RawPredictRequest.newBuilder()
                            .setEndpoint(resource)
                            .setHttpBody(sent)
                            .build(),
                    context,
                    guard);
            return new Answer(new Once(answer), guard);
        }
        MessageSource<HttpBody> messages = client.rawStream(
                StreamRawPredictRequest.newBuilder()
                        .setEndpoint(resource)
                        .setHttpBody(sent)
                        .build(),
                context,
                guard);
        return new Answer(messages, guard);
    }

    /** A whole answer as the only message of a stream. */
    private static final class Once implements MessageSource<HttpBody> {
        private @Nullable HttpBody body;

        Once(HttpBody body) {
            this.body = body;
        }

        @Override
        public @Nullable HttpBody next() {
            HttpBody given = body;
            body = null;
            return given;
        }

        @Override
        public void close() {
            body = null;
        }
    }

    /** The bytes of the messages, without regard to where one ends. */
    private final class Answer implements WireAnswer {
        private final MessageSource<HttpBody> messages;
        private final CallGuard guard;

        Answer(MessageSource<HttpBody> messages, CallGuard guard) {
            this.messages = messages;
            this.guard = guard;
        }

        /** gRPC shows none that are of use to a wire. */
        @Override
        public @Nullable String header(String name) {
            return null;
        }

        @Override
        public boolean read(Sink sink) throws IOException {
            HttpBody message = messages.next();
            if (message == null) {
                return false;
            }
            ByteString data = message.getData();
            byte[] bytes = data.toByteArray();
            if (bytes.length > 0) {
                sink.take(bytes, 0, bytes.length);
            }
            return true;
        }

        @Override
        public byte[] bytes() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            try {
                while (read(all::write)) {
                    if (all.size() > maxResponseSize) {
                        throw ErrorMapper.tooLarge(maxResponseSize);
                    }
                }
            } catch (InterruptedIOException e) {
                throw LlmException.of(
                        ErrorKind.CANCELLED,
                        ErrorDetails.builder("the calling thread was interrupted")
                                .build(),
                        e);
            } catch (IOException e) {
                LlmException stopped = guard.failure(e);
                throw stopped != null
                        ? stopped
                        : ErrorDetails.builder("the connection broke before the answer was complete")
                                .toException(ErrorKind.NETWORK, e);
            }
            return all.toByteArray();
        }

        @Override
        public void close() {
            messages.close();
        }
    }
}
