package dev.portolan.vertex;

import com.google.protobuf.Message;
import dev.portolan.chat.WireListener;
import dev.portolan.spi.support.MessageSource;
import dev.portolan.spi.support.WireExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts the bytes of a stream's messages, and shows the messages to who listens. */
final class WatchedMessages<R extends Message> implements MessageSource<R> {

    private final MessageSource<R> messages;
    private final WireExchange exchange;
    private final long maxResponseSize;
    private boolean begun;
    private long read;

    WatchedMessages(MessageSource<R> messages, WireExchange exchange, long maxResponseSize) {
        this.messages = messages;
        this.exchange = exchange;
        this.maxResponseSize = maxResponseSize;
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

    static byte[] json(Message message) {
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
