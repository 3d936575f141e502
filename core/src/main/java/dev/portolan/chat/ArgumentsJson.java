package dev.portolan.chat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.portolan.schema.JsonBinding;
import dev.portolan.schema.JsonBindingException;
import java.io.IOException;

/** Looks at the arguments of tool calls and binds them; keeps Jackson out of {@link ToolCall}'s signatures. */
final class ArgumentsJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private ArgumentsJson() {}

    /** Whether a text is one JSON object and nothing else. Builds nothing of it. */
    static boolean isObject(String arguments) {
        try (JsonParser parser = FACTORY.createParser(arguments)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    static <T> T bind(ToolCall call, Class<T> type) {
        if (!isObject(call.arguments())) {
            throw new IllegalStateException("Arguments of tool " + call.name()
                    + " are no JSON object: check argumentsValid() and answer the call with ToolResult.error");
        }
        try {
            return JsonBinding.read(call.arguments(), type);
        } catch (JsonBindingException e) {
            throw new IllegalArgumentException("Arguments of tool " + call.name() + " do not fit "
                    + type.getSimpleName() + " at " + e.place() + ": answer the call with ToolResult.error");
        }
    }
}
