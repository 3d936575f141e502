package dev.portolan.vertex;

import com.google.api.HttpBody;
import com.google.cloud.aiplatform.v1.RawPredictRequest;
import com.google.cloud.aiplatform.v1.StreamRawPredictRequest;
import com.google.protobuf.Message;
import dev.portolan.chat.WireListener;
import dev.portolan.spi.support.MessageQueue;
import dev.portolan.spi.support.MessageSource;
import dev.portolan.spi.support.WireExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Counts the bytes of a stream's messages, and shows the messages to who listens. */
final class WatchedMessages<R extends Message> implements MessageSource<R> {

    private final MessageQueue<R> messages;
    private final WireExchange exchange;
    private final long maxResponseSize;
    private boolean begun;
    private long read;

    /**
     * @param window how many messages may wait for their reader
     * @param errors what to throw for what the transport told
     */
    WatchedMessages(int window, Function<Throwable, Exception> errors, WireExchange exchange, long maxResponseSize) {
        this.messages = new MessageQueue<>(window, thrown -> {
            refused(thrown);
            return errors.apply(thrown);
        });
        this.exchange = exchange;
        this.maxResponseSize = maxResponseSize;
    }

    /** Where the transport leaves them. */
    MessageQueue<R> queue() {
        return messages;
    }

    private void refused(Throwable thrown) {
        if (!begun) {
            begun = true;
            refused(exchange, thrown);
        }
    }

    /** The service has told an error: its code is the answer. */
    static void refused(WireExchange exchange, Throwable thrown) {
        if (exchange.isObserved() && !ErrorMapper.isBroken(thrown)) {
            exchange.answered(ErrorMapper.code(thrown), List.of());
        }
    }

    /** The service has taken the call: gRPC tells it with the first message or the end. */
    static void answered(WireExchange exchange) {
        if (exchange.isObserved()) {
            exchange.answered(0, List.of());
        }
    }

    static void show(WireExchange exchange, Message message) {
        if (exchange.isObserved()) {
            byte[] json = json(message);
            exchange.received(json, 0, json.length);
        }
    }

    /** As JSON; what only carries a partner's own format is that format, as it is sent. */
    static byte[] json(Message message) {
        if (message instanceof HttpBody body) {
            return body.getData().toByteArray();
        }
        if (message instanceof RawPredictRequest raw) {
            return raw.getHttpBody().getData().toByteArray();
        }
        if (message instanceof StreamRawPredictRequest raw) {
            return raw.getHttpBody().getData().toByteArray();
        }
        return ProtoJson.print(message).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable R next() throws IOException {
        R message;
        try {
            message = messages.next();
        } catch (IOException | RuntimeException e) {
            exchange.ended(WireListener.End.BROKEN, null);
            throw e;
        }
        if (!begun) {
            begun = true;
            answered(exchange);
        }
        if (message == null) {
            exchange.ended(WireListener.End.COMPLETE, null);
            return null;
        }
        show(exchange, message);
        read += message.getSerializedSize();
        if (read > maxResponseSize) {
            throw ErrorMapper.tooLarge(maxResponseSize);
        }
        return message;
    }

    @Override
    public void close() {
        messages.close();
        exchange.ended(WireListener.End.LEFT, null);
    }
}
