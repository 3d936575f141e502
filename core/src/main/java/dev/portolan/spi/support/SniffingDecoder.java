package dev.portolan.spi.support;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Part;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes what comes in place of a stream for what it is: one JSON object, an error or a whole answer, from servers that cannot
 * stream; or a page of a proxy. Anything else is a stream.
 */
final class SniffingDecoder implements StreamDecoder {

    private final ChatWire wire;
    private final ModelInfo info;
    private @Nullable StreamDecoder stream;
    private @Nullable ByteArrayOutputStream whole;

    SniffingDecoder(ChatWire wire, ModelInfo info) {
        this.wire = wire;
        this.info = info;
    }

    @Override
    public void feed(byte[] bytes, int offset, int length, Consumer<ChatEvent> out) {
        if (stream == null && whole == null) {
            sniff(bytes, offset, length);
        }
        if (stream != null) {
            stream.feed(bytes, offset, length, out);
        } else if (whole != null) {
            // Bounded by the transport's limit on answers.
            whole.write(bytes, offset, length);
        }
    }

    private void sniff(byte[] bytes, int offset, int length) {
        int first = offset;
        while (first < offset + length && Character.isWhitespace(bytes[first])) {
            first++;
        }
        if (first == offset + length) {
            // Blank lines may come before either, and say nothing in both.
            return;
        }
        if (bytes[first] == '{' || bytes[first] == '<') {
            whole = new ByteArrayOutputStream();
        } else {
            stream = wire.streamDecoder();
        }
    }

    @Override
    public void end(Consumer<ChatEvent> out) {
        if (whole == null) {
            (stream != null ? stream : wire.streamDecoder()).end(out);
            return;
        }
        ChatResponse response =
                wire.decode(whole.toByteArray()).provider(info.provider()).build();
        List<Part> parts = response.message().parts();
        for (int block = 0; block < parts.size(); block++) {
            if (parts.get(block) instanceof TextPart text && !text.text().isEmpty()) {
                out.accept(new ChatEvent.TextDelta(text.text(), block));
            } else if (parts.get(block) instanceof ToolCall call && call.argumentsValid() && !call.providerExecuted()) {
                out.accept(new ChatEvent.ToolCallCompleted(call, block));
            }
        }
        out.accept(new ChatEvent.UsageReported(response.usage()));
        out.accept(new ChatEvent.Completed(response));
    }

    @Override
    public @Nullable ChatResponse partial() {
        return stream == null ? null : stream.partial();
    }
}
