package dev.portolan.ollama;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.TokenLogprob;
import dev.portolan.chat.Usage;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One object of an answer: the whole of it, or a line of a stream. Members in any order; absent and null are the same; what is not
 * known is kept as metadata.
 *
 * @see <a href="https://docs.ollama.com/api/chat">Ollama: chat</a>
 */
final class Chunk {

    /**
     * A call as it stands on the wire.
     *
     * @param id its id, empty on servers that give none
     * @param name the tool
     * @param arguments JSON text, byte for byte as it came
     */
    record Call(String id, String name, String arguments) {

        @Override
        public String toString() {
            return "Call[" + name + ", " + arguments.length() + " chars]";
        }
    }

    String model = "";
    boolean hasMessage;
    String content = "";
    String thinking = "";
    List<Call> calls = List.of();
    List<String> images = List.of();
    List<TokenLogprob> logprobs = List.of();
    boolean done;

    @Nullable
    String doneReason;

    Usage usage = Usage.UNKNOWN;

    @Nullable
    String error;

    @Nullable
    ObjectNode metadata;

    private final byte[] source;
    private final int offset;
    private final UsageMapper counts = new UsageMapper();

    private Chunk(byte[] source, int offset) {
        this.source = source;
        this.offset = offset;
    }

    /**
     * Reads the object at whose start the parser stands.
     *
     * @param source what the parser reads from {@code offset} on
     */
    static Chunk read(JsonParser parser, byte[] source, int offset) throws IOException {
        Chunk chunk = new Chunk(source, offset);
        for (String name; (name = parser.nextFieldName()) != null; ) {
            parser.nextToken();
            chunk.member(name, parser);
            parser.skipChildren();
        }
        chunk.usage = chunk.counts.usage();
        return chunk;
    }

    private void member(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "model" -> model = text(parser);
            case "message" -> message(parser);
            case "done" -> done = parser.currentToken() == JsonToken.VALUE_TRUE;
            case "done_reason" -> doneReason = parser.getValueAsString();
            case "error" -> error = error(parser);
            case "logprobs" -> logprobs = Logprobs.read(parser);
            default -> {
                if (!counts.take(name, parser) && !name.equals("created_at")) {
                    keep(name, parser);
                }
            }
        }
    }

    private void keep(String name, JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
            metadata = metadata == null ? JsonNodeFactory.instance.objectNode() : metadata;
            metadata.set(name, WireJson.tree(WireJson.copy(parser)));
        }
    }

    /** A text as a rule; servers between us and Ollama put an object there. */
    private static String error(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : WireJson.copy(parser);
    }

    private static String text(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
    }

    private void message(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        hasMessage = true;
        for (String name; (name = parser.nextFieldName()) != null; ) {
            JsonToken value = parser.nextToken();
            switch (name) {
                case "content" -> content = text(parser);
                case "thinking" -> thinking = text(parser);
                case "tool_calls" -> {
                    if (value == JsonToken.START_ARRAY) {
                        calls(parser);
                    }
                }
                case "images" -> {
                    if (value == JsonToken.START_ARRAY) {
                        images(parser);
                    }
                }
                default -> {}
            }
            parser.skipChildren();
        }
    }

    private void images(JsonParser parser) throws IOException {
        images = new ArrayList<>(1);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            images.add(text(parser));
        }
    }

    private void calls(JsonParser parser) throws IOException {
        calls = new ArrayList<>(2);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                call(parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void call(JsonParser parser) throws IOException {
        String id = "";
        Call function = new Call("", "", "{}");
        for (String name; (name = parser.nextFieldName()) != null; ) {
            JsonToken value = parser.nextToken();
            if (name.equals("id")) {
                id = text(parser);
            } else if (name.equals("function") && value == JsonToken.START_OBJECT) {
                function = function(parser);
            }
            parser.skipChildren();
        }
        calls.add(new Call(id, function.name(), function.arguments()));
    }

    private Call function(JsonParser parser) throws IOException {
        String called = "";
        String arguments = "{}";
        for (String name; (name = parser.nextFieldName()) != null; ) {
            JsonToken value = parser.nextToken();
            if (name.equals("name")) {
                called = text(parser);
            } else if (name.equals("arguments")) {
                // Servers that only look like Ollama send a text.
                arguments = value == JsonToken.VALUE_STRING ? parser.getText() : WireJson.slice(parser, source, offset);
            }
            parser.skipChildren();
        }
        return new Call("", called, arguments);
    }
}
