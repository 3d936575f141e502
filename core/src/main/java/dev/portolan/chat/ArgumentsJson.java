package dev.portolan.chat;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Parses and binds the arguments of tool calls; keeps Jackson out of {@link ToolCall}'s signatures. */
final class ArgumentsJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            // 10.00 is an amount; 1E+1 is not how anybody wrote it.
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .findAndAddModules()
            .build();

    private ArgumentsJson() {}

    static JsonNode parse(String arguments) throws JsonProcessingException {
        try {
            return MAPPER.readTree(arguments);
        } catch (NumberFormatException e) {
            // An exponent that no decimal can have; the message quotes it.
            throw new JsonParseException(null, "A number is beyond all bounds");
        }
    }

    static <T> T bind(ToolCall call, Class<T> type) {
        JsonNode node;
        try {
            node = parse(call.arguments());
        } catch (JsonProcessingException e) {
            throw unusable(call);
        }
        if (!node.isObject()) {
            throw unusable(call);
        }
        try {
            return MAPPER.treeToValue(node, type);
        } catch (JsonMappingException e) {
            // The cause is left out: Jackson's message quotes the value.
            throw new IllegalArgumentException("Arguments of tool " + call.name() + " do not fit "
                    + type.getSimpleName() + " at " + path(e) + ": answer the call with ToolResult.error");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "Arguments of tool " + call.name() + " do not fit " + type.getSimpleName());
        }
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder("$");
        for (JsonMappingException.Reference at : e.getPath()) {
            path.append(at.getFieldName() != null ? "." + at.getFieldName() : "[" + at.getIndex() + "]");
        }
        return path.toString();
    }

    private static IllegalStateException unusable(ToolCall call) {
        return new IllegalStateException("Arguments of tool " + call.name()
                + " are no JSON object: check argumentsValid() and answer the call with ToolResult.error");
    }
}
