package dev.portolan.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a keyword demands, in words. Quotes the schema, never the value. */
final class ViolationText {

    private static final int LONGEST = 300;

    private ViolationText() {}

    static String of(String keyword, @Nullable JsonNode demanded, JsonNode value) {
        String said = demanded == null ? "" : shown(demanded);
        return switch (keyword) {
            case "type" -> "The value must be of type " + said;
            case "enum" -> "The value must be one of " + said;
            case "const" -> "The value must be " + said;
            case "required" -> "Required but missing: " + missing(demanded, value);
            case "minimum" -> "The number must be at least " + said;
            case "maximum" -> "The number must be at most " + said;
            case "exclusiveMinimum" -> "The number must be greater than " + said;
            case "exclusiveMaximum" -> "The number must be less than " + said;
            case "multipleOf" -> "The number must be a multiple of " + said;
            case "minLength" -> "The text must have at least " + said + " characters";
            case "maxLength" -> "The text must have at most " + said + " characters";
            case "pattern" -> "The text must match " + said;
            case "format" -> "The text must have the format " + said;
            case "minItems" -> "The list must have at least " + said + " items";
            case "maxItems" -> "The list must have at most " + said + " items";
            case "uniqueItems" -> "The items of the list must differ from each other";
            case "minProperties" -> "The object must have at least " + said + " members";
            case "maxProperties" -> "The object must have at most " + said + " members";
            case "anyOf" -> "The value must fit one of the alternatives";
            case "oneOf" -> "The value must fit exactly one of the alternatives";
            case "not" -> "The value must not fit what the schema excludes";
            case "$ref", "$dynamicRef" -> "The schema refers to something that cannot be found";
            default -> "The value does not meet the keyword " + keyword;
        };
    }

    private static String shown(JsonNode demanded) {
        String text = demanded.isTextual() ? demanded.textValue() : demanded.toString();
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    }

    private static String missing(@Nullable JsonNode required, JsonNode value) {
        List<String> names = new ArrayList<>();
        if (required != null) {
            for (JsonNode name : required) {
                if (!value.has(name.asText())) {
                    names.add(name.asText());
                }
            }
        }
        return String.join(", ", names);
    }
}
