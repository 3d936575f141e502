package dev.portolan.spi.support;

import dev.portolan.chat.Part;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolResult;
import java.util.ArrayList;
import java.util.List;

/**
 * How a tool that failed is told to a model where the wire has no member for it: the words say it.
 *
 * @see <a href="https://platform.openai.com/docs/guides/function-calling">OpenAI: function calling, which leaves the form of
 *     a result, errors included, to the application</a>
 */
public final class FailedResult {

    private static final String ERROR = "Error";

    private FailedResult() {}

    /**
     * The content to send for a result.
     *
     * @param result the result of a tool
     * @return its content; of a failed one text that begins with {@code Error: }, unless it begins with {@code error}, in
     *     whatever case, already
     */
    public static List<Part> content(ToolResult result) {
        List<Part> parts = result.content();
        if (!result.error()) {
            return parts;
        }
        List<Part> marked = new ArrayList<>(parts.size() + 1);
        if (!parts.isEmpty() && parts.get(0) instanceof TextPart text) {
            boolean said = text.text().regionMatches(true, 0, ERROR, 0, ERROR.length());
            marked.add(said ? text : new TextPart(ERROR + ": " + text.text(), text.vendorState()));
            marked.addAll(parts.subList(1, parts.size()));
        } else {
            marked.add(new TextPart(ERROR));
            marked.addAll(parts);
        }
        return marked;
    }
}
