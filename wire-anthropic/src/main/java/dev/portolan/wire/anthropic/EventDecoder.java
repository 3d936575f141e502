package dev.portolan.wire.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Part;
import dev.portolan.chat.Usage;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.MessageDecoder;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the events of a streamed answer, whatever framed them. The stream ends with {@code message_stop}; one that ends in good
 * order after it told why the model stopped is whole too. Events of unknown types are passed over. Not thread-safe.
 *
 * <p>Deltas, nearly all that comes, are read with a streaming parser from the bytes fed, field by field.
 *
 * @see <a href="https://platform.claude.com/docs/en/build-with-claude/streaming">Anthropic: streaming messages</a>
 */
final class EventDecoder implements MessageDecoder<byte[]> {

    private final String provider;
    private final ResponseMapper responses;
    private final Map<Integer, StreamBlock> open = new HashMap<>();
    private final List<StreamBlock> blocks = new ArrayList<>(2);
    private final ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    private UsageMapper usage = new UsageMapper();
    private @Nullable String id;
    private @Nullable String model;
    private @Nullable String stopReason;
    private boolean ending;
    private boolean complete;

    EventDecoder(String provider, ResponseMapper responses) {
        this.provider = provider;
        this.responses = responses;
    }

    /** Whether the response was handed out. */
    boolean isComplete() {
        return complete;
    }

    /** What comes from now on may be cut off. */
    void ending() {
        ending = true;
    }

    @Override
    public void feed(byte[] message, Consumer<ChatEvent> out) {
        feed(message, 0, message.length, out);
    }

    /**
     * Takes the next event.
     *
     * @param data holds its JSON
     * @param offset where it starts
     * @param length how many bytes
     * @param out receives what it tells
     */
    void feed(byte[] data, int offset, int length, Consumer<ChatEvent> out) {
        if (complete) {
            return;
        }
        try (JsonParser parser = WireJson.factory().createParser(data, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw responses.invalid("The stream has data that is no JSON object", model);
            }
            read(parser, data, offset, length, out);
        } catch (IOException e) {
            if (!ending) {
                throw responses.invalid("The stream has data that is no JSON", model);
            }
            // The connection ended inside the last event: end() tells that.
        }
    }

    private void read(JsonParser parser, byte[] data, int offset, int length, Consumer<ChatEvent> out)
            throws IOException {
        String type = "";
        int index = 0;
        Delta delta = null;
        ContentBlock block = null;
        boolean error = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String member = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (member) {
                case "type" -> type = value == JsonToken.VALUE_STRING ? parser.getText() : type;
                case "index" -> index = value == JsonToken.VALUE_NUMBER_INT ? parser.getValueAsInt() : index;
                case "delta" -> delta = Delta.read(parser);
                case "content_block" -> {
                    if (value == JsonToken.START_OBJECT) {
                        block = ContentBlock.read(parser, data, offset);
                    }
                }
                case "message" -> message(parser, data, offset);
                case "usage" -> usage(WireJson.slice(parser, data, offset));
                case "error" -> error = value != JsonToken.VALUE_NULL;
                default -> other(member, parser);
            }
            parser.skipChildren();
        }
        if (error) {
            throw responses.error(model, data, offset, length);
        }
        event(type, index, block, delta, out);
    }

    private void event(
            String type, int index, @Nullable ContentBlock block, @Nullable Delta delta, Consumer<ChatEvent> out) {
        switch (type) {
            case "content_block_start" -> {
                if (block != null) {
                    begin(index, block).start(out);
                }
            }
            case "content_block_delta" -> {
                if (delta != null) {
                    block(index, delta.type).add(delta, out);
                }
            }
            case "content_block_stop" -> {
                StreamBlock done = open.remove(index);
                if (done != null) {
                    done.stop(out);
                }
            }
            case "message_delta" -> {
                if (delta != null) {
                    ended(delta);
                }
            }
            case "message_stop" -> complete(out);
            default -> {}
        }
    }

    private StreamBlock begin(int index, ContentBlock begun) {
        StreamBlock block = new StreamBlock(blocks.size(), begun);
        blocks.add(block);
        open.put(index, block);
        return block;
    }

    /** The block with this index; a piece without one begins a block of its kind. */
    private StreamBlock block(int index, String deltaType) {
        StreamBlock block = open.get(index);
        if (block != null) {
            return block;
        }
        ContentBlock begun = new ContentBlock();
        begun.type = switch (deltaType) {
            case "thinking_delta", "signature_delta" -> "thinking";
            case "input_json_delta" -> "tool_use";
            default -> "text";
        };
        begun.raw = "{\"type\":\"" + begun.type + "\"}";
        return begin(index, begun);
    }

    private void message(JsonParser parser, byte[] data, int offset) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        ResponseMapper.Read start = responses.read(parser, data, offset);
        id = start.id;
        model = start.model;
        usage = start.usage;
        if (start.rawUsage != null) {
            raw(start.rawUsage);
        }
        start.blocks.forEach(begun -> begin(-1 - blocks.size(), begun));
    }

    private void usage(String json) throws IOException {
        try (JsonParser parser = WireJson.factory().createParser(json)) {
            parser.nextToken();
            usage.read(parser);
        }
        raw(json);
    }

    /** The vendor's own words on usage, of which the nouns know a part. */
    private void raw(String json) {
        if (WireJson.isObject(json)) {
            ObjectNode all = metadata.withObjectProperty("usage");
            WireJson.tree(json).properties().forEach(member -> {
                if (!member.getValue().isNull()) {
                    all.set(member.getKey(), member.getValue());
                }
            });
        }
    }

    private void other(String member, JsonParser parser) throws IOException {
        if (!member.equals("p") && parser.currentToken() != JsonToken.VALUE_NULL) {
            metadata.set(member, WireJson.tree(WireJson.copy(parser)));
        }
    }

    private void ended(Delta delta) {
        ObjectNode told = delta.others();
        if (told.path("stop_reason").isTextual()) {
            stopReason = told.path("stop_reason").asText();
        }
        told.remove("stop_reason");
        metadata.setAll(told);
    }

    private void complete(Consumer<ChatEvent> out) {
        complete = true;
        for (StreamBlock block : blocks) {
            block.complete(out);
        }
        if (usage.isKnown()) {
            out.accept(new ChatEvent.UsageReported(usage.usage()));
        }
        List<Part> parts = new ArrayList<>(blocks.size());
        boolean calls = false;
        for (StreamBlock block : blocks) {
            block.addTo(parts);
            calls |= block.isCall();
        }
        out.accept(new ChatEvent.Completed(responses
                .response(id, model, parts, stopReason, calls, usage.usage())
                .vendorMetadata(metadata::toString)
                .build()));
    }

    @Override
    public void end(Consumer<ChatEvent> out) {
        if (complete) {
            return;
        }
        if (stopReason == null) {
            throw interrupted();
        }
        complete(out);
    }

    private LlmException interrupted() {
        return ErrorDetails.builder("The stream ended without message_stop")
                .provider(provider)
                .model(model)
                .toException(ErrorKind.STREAM_INTERRUPTED);
    }

    @Override
    public @Nullable ChatResponse partial() {
        List<Part> parts = new ArrayList<>(blocks.size());
        blocks.forEach(block -> block.addSoFar(parts));
        return parts.isEmpty()
                ? null
                : responses
                        .response(id, model, parts, null, false, usage.isKnown() ? usage.usage() : Usage.UNKNOWN)
                        .build();
    }
}
