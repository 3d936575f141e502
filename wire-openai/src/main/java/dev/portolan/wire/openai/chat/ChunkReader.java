package dev.portolan.wire.openai.chat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ChatEvent;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.ErrorMapper;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chunk of a stream, or a whole answer, which differ in {@code delta} and {@code message} only, and gives what it
 * finds to an {@link Answer}. One pass over the bytes, no tree but for rare things; fields it does not know are passed over or
 * kept as raw bytes.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/streaming">OpenAI: the chat completion chunk object</a>
 */
final class ChunkReader {

    private final Answer answer;
    private final ErrorMapper errors;
    private final String messageField;
    private final Delta delta = new Delta();
    private byte[] source = {};
    private int offset;

    ChunkReader(Answer answer, ErrorMapper errors, boolean stream) {
        this.answer = answer;
        this.errors = errors;
        this.messageField = stream ? "delta" : "message";
    }

    /** The JSON is not what this wire sends. */
    static final class WrongShape extends IOException {
        private static final long serialVersionUID = 1L;

        WrongShape(String where) {
            super(where);
        }
    }

    /**
     * Reads one JSON object.
     *
     * @throws LlmException when it holds an error
     * @throws IOException when it is broken or no answer; the message quotes nothing of it
     */
    void read(byte[] bytes, int from, int length, Consumer<ChatEvent> out) throws IOException {
        source = bytes;
        offset = from;
        boolean errorObject = false;
        try (JsonParser parser = WireJson.factory().createParser(bytes, from, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new WrongShape("it is no JSON object");
            }
            for (String name; (name = parser.nextFieldName()) != null; ) {
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "choices" -> choices(parser, value, out);
                    case "id" -> answer.id(parser, value);
                    case "model" -> answer.model(parser, value);
                    case "usage" -> {
                        if (value == JsonToken.START_OBJECT) {
                            answer.usage(parser, source, offset);
                        }
                        parser.skipChildren();
                    }
                    case "x_groq" -> groq(parser, value);
                    case "error" -> {
                        if (value != JsonToken.VALUE_NULL) {
                            throw errors.inAnswer(answer.modelName(), bytes, from, length);
                        }
                    }
                    case "object" -> errorObject = value == JsonToken.VALUE_STRING && isError(parser);
                    case "created", "obfuscation", "p" -> parser.skipChildren();
                    default -> answer.topFields().take(name, parser, source, offset);
                }
                parser.skipChildren();
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw new WrongShape("something follows the JSON object");
            }
        }
        if (errorObject) {
            throw errors.inAnswer(answer.modelName(), bytes, from, length);
        }
    }

    private static boolean isError(JsonParser parser) throws IOException {
        return parser.getTextLength() == 5
                && parser.getTextCharacters()[parser.getTextOffset()] == 'e'
                && parser.getText().equals("error");
    }

    /** Groq puts its id, and the usage of a stream, into an object of its own. */
    private void groq(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            return;
        }
        for (String name; (name = parser.nextFieldName()) != null; ) {
            JsonToken inner = parser.nextToken();
            if (name.equals("usage") && inner == JsonToken.START_OBJECT) {
                answer.usage(parser, source, offset);
            } else if (name.equals("error") && inner != JsonToken.VALUE_NULL) {
                answer.topFields().take("x_groq_error", parser, source, offset);
            }
            parser.skipChildren();
        }
    }

    private void choices(JsonParser parser, JsonToken value, Consumer<ChatEvent> out) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        if (value != JsonToken.START_ARRAY) {
            throw new WrongShape("choices is no array");
        }
        for (JsonToken each; (each = parser.nextToken()) != JsonToken.END_ARRAY; ) {
            if (each != JsonToken.START_OBJECT) {
                throw new WrongShape("a choice is no object");
            }
            choice(parser);
            answer.add(delta, out);
        }
    }

    private void choice(JsonParser parser) throws IOException {
        delta.clear();
        for (String name; (name = parser.nextFieldName()) != null; ) {
            JsonToken value = parser.nextToken();
            if (name.equals(messageField)) {
                if (value == JsonToken.START_OBJECT) {
                    message(parser);
                } else if (value != JsonToken.VALUE_NULL) {
                    throw new WrongShape(messageField + " is no object");
                }
                continue;
            }
            switch (name) {
                case "index" -> delta.index = value == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : 0;
                case "finish_reason" -> delta.finishReason = scalar(parser, value);
                case "logprobs" -> {
                    if (value == JsonToken.START_OBJECT) {
                        Logprobs.read(tree(parser), delta.logprobs);
                    }
                }
                case "error" -> {
                    if (value == JsonToken.START_OBJECT) {
                        byte[] json = WireJson.bytes(tree(parser));
                        throw errors.inAnswer(answer.modelName(), json, 0, json.length);
                    }
                }
                case "delta", "message", "text", "seed", "token_ids" -> parser.skipChildren();
                default -> {
                    if (delta.index == 0) {
                        answer.choiceFields().take(name, parser, source, offset);
                    }
                }
            }
            parser.skipChildren();
        }
    }

    private void message(JsonParser parser) throws IOException {
        for (String name; (name = parser.nextFieldName()) != null; ) {
            JsonToken value = parser.nextToken();
            switch (name) {
                case "content" -> content(parser, value);
                case "reasoning_content", "reasoning" -> reasoning(name, parser, value);
                case "refusal" -> delta.refusal = text(parser, value);
                case "tool_calls" -> toolCalls(parser, value);
                case "function_call" -> functionCall(parser, value);
                case "reasoning_details" -> {
                    if (value == JsonToken.START_ARRAY) {
                        while (parser.nextToken() != JsonToken.END_ARRAY) {
                            delta.reasoningDetails.add(tree(parser).toString());
                        }
                    }
                }
                case "annotations" -> items(parser, value, delta.annotations);
                case "images" -> items(parser, value, delta.images);
                case "audio" -> {
                    if (value == JsonToken.START_OBJECT) {
                        JsonNode piece = tree(parser);
                        AudioAssembler.check(piece);
                        delta.audio.add(piece);
                    }
                }
                case "extra_content" -> {
                    if (value == JsonToken.START_OBJECT) {
                        delta.extraContent = WireJson.slice(parser, source, offset);
                    }
                }
                case "role", "name", "padding", "token_id", "channel" -> parser.skipChildren();
                default -> answer.choiceFields().take(name, parser, source, offset);
            }
            parser.skipChildren();
        }
    }

    private void content(JsonParser parser, JsonToken value) throws IOException {
        switch (value) {
            case VALUE_STRING -> delta.text = parser.getText();
            case VALUE_NULL -> {}
            case START_ARRAY -> {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    piece(parser);
                }
            }
            // Cloudflare answers a JSON schema with the object itself.
            case START_OBJECT -> delta.text = WireJson.copy(parser);
            default -> throw new WrongShape("content is neither text nor parts");
        }
    }

    /** Mistral's content parts: {@code text}, {@code thinking} with parts of its own, {@code reference}. */
    private void piece(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            delta.pieces.add(new Delta.Piece(false, parser.getText()));
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new WrongShape("a content part is no object");
        }
        JsonNode part = tree(parser);
        String type = part.path("type").asText();
        if (type.equals("thinking")) {
            StringBuilder thoughts = new StringBuilder();
            JsonNode inner = part.path("thinking");
            if (inner.isTextual()) {
                thoughts.append(inner.asText());
            }
            inner.forEach(each -> thoughts.append(each.path("text").asText()));
            delta.pieces.add(new Delta.Piece(true, thoughts.toString()));
        } else if (part.path("text").isTextual()) {
            delta.pieces.add(new Delta.Piece(false, part.path("text").asText()));
        } else if (type.equals("image_url")) {
            delta.images.add(part);
        } else {
            delta.annotations.add(part);
        }
    }

    private void reasoning(String field, JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING && (delta.reasoning == null || delta.reasoning.isEmpty())) {
            delta.reasoning = parser.getText();
            delta.reasoningField = field;
        }
    }

    private void toolCalls(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        if (value != JsonToken.START_ARRAY) {
            throw new WrongShape("tool_calls is no array");
        }
        for (JsonToken each; (each = parser.nextToken()) != JsonToken.END_ARRAY; ) {
            if (each != JsonToken.START_OBJECT) {
                throw new WrongShape("a tool call is no object");
            }
            toolCall(parser, delta.addTool());
        }
    }

    private void toolCall(JsonParser parser, Delta.ToolDelta tool) throws IOException {
        for (String name; (name = parser.nextFieldName()) != null; ) {
            JsonToken value = parser.nextToken();
            switch (name) {
                case "index" ->
                    tool.index = value == JsonToken.VALUE_NUMBER_INT ? (Integer) parser.getIntValue() : null;
                case "id" -> tool.id = scalar(parser, value);
                case "type" ->
                    tool.custom |=
                            value == JsonToken.VALUE_STRING && parser.getText().equals("custom");
                case "function" -> function(parser, value, tool);
                case "custom" -> {
                    tool.custom = value == JsonToken.START_OBJECT;
                    function(parser, value, tool);
                }
                default -> {
                    if (tool.extra == null) {
                        tool.extra = new RawFields(answer.keepsSource());
                    }
                    tool.extra.take(name, parser, source, offset);
                }
            }
            parser.skipChildren();
        }
    }

    private void functionCall(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.START_OBJECT) {
            Delta.ToolDelta tool = delta.addTool();
            tool.legacy = true;
            function(parser, value, tool);
        }
    }

    private void function(JsonParser parser, JsonToken start, Delta.ToolDelta tool) throws IOException {
        if (start != JsonToken.START_OBJECT) {
            return;
        }
        for (String name; (name = parser.nextFieldName()) != null; ) {
            JsonToken value = parser.nextToken();
            switch (name) {
                case "name" -> tool.name = text(parser, value);
                case "arguments", "input" ->
                    tool.arguments = value.isStructStart() ? WireJson.copy(parser) : scalar(parser, value);
                default -> parser.skipChildren();
            }
        }
    }

    private static void items(JsonParser parser, JsonToken value, List<JsonNode> into) throws IOException {
        if (value == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                into.add(tree(parser));
            }
        }
    }

    private static @Nullable String text(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        if (value != JsonToken.VALUE_NULL) {
            throw new WrongShape(parser.currentName() + " is no text");
        }
        return null;
    }

    private static @Nullable String scalar(JsonParser parser, JsonToken value) throws IOException {
        return value.isScalarValue() && value != JsonToken.VALUE_NULL ? parser.getText() : null;
    }

    private static JsonNode tree(JsonParser parser) throws IOException {
        try {
            return WireJson.mapper().readTree(parser);
        } catch (NumberFormatException e) {
            // Its message quotes the number.
            throw new WrongShape("a number is beyond all bounds");
        }
    }
}
