package dev.portolan.simulator.internal.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.OutputFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code response_format} and {@code text.format}. */
final class OutputRules {

    private static final String TYPES = "'json_object', 'json_schema', and 'text'";

    private OutputRules() {}

    static @Nullable OutputFormat readChat(Fields body) {
        Fields format = body.object("response_format");
        if (format == null) {
            return null;
        }
        return switch (format.requiredString("type")) {
            case "text" -> OutputFormat.TEXT;
            case "json_object" -> {
                requireWordJson(
                        body.get("messages"),
                        "messages",
                        "'messages' must contain the word 'json' in some form, to use 'response_format' of type"
                                + " 'json_object'.");
                yield OutputFormat.JSON;
            }
            case "json_schema" -> schema(format.requiredObject("json_schema"), "response_format");
            default -> throw OpenAiError.invalidValue("response_format.type", format.requiredString("type"), TYPES);
        };
    }

    static @Nullable OutputFormat readResponses(Fields body) {
        Fields text = body.object("text");
        Fields format = text == null ? null : text.object("format");
        if (format == null) {
            return null;
        }
        return switch (format.requiredString("type")) {
            case "text" -> OutputFormat.TEXT;
            case "json_object" -> {
                requireWordJson(
                        body.get("input"),
                        "input",
                        "Response input messages must contain the word 'json' in some form to use 'text.format' of type"
                                + " 'json_object'.");
                yield OutputFormat.JSON;
            }
            case "json_schema" -> schema(format, "text.format.schema");
            default -> throw OpenAiError.invalidValue("text.format.type", format.requiredString("type"), TYPES);
        };
    }

    private static OutputFormat schema(Fields format, String param) {
        String name = format.requiredString("name");
        Boolean strict = format.bool("strict");
        if (!format.has("schema")) {
            throw OpenAiError.missing(format.path("schema"));
        }
        return new OutputFormat.Schema(
                name,
                SchemaRules.ofOutput(name, param).read(format.get("schema"), Boolean.TRUE.equals(strict)),
                format.string("description"),
                strict);
    }

    private static void requireWordJson(JsonNode messages, String param, String complaint) {
        if (!messages.toString().toLowerCase(Locale.ROOT).contains("json")) {
            throw OpenAiError.invalid(null, param, complaint);
        }
    }
}
