package dev.portolan.spi;

import dev.portolan.chat.Gap;
import dev.portolan.chat.Tool;
import dev.portolan.schema.CompiledSchema;
import java.util.List;
import java.util.Map;

/**
 * Tools with their schemas as a wire takes them. Applications send the same ones with every call, so a model keeps those it had
 * last. Immutable.
 *
 * @param asked the tools as they were asked for
 * @param enforced whether the model was known to enforce arguments
 * @param sent the tools for the wire; the very list that was asked for when nothing had to change
 * @param schemas their schemas by the tools' names
 * @param gaps what is lost
 */
record FittedTools(
        List<Tool> asked, boolean enforced, List<Tool> sent, Map<String, CompiledSchema> schemas, List<Gap> gaps) {

    FittedTools {
        sent = List.copyOf(sent);
        schemas = Map.copyOf(schemas);
        gaps = List.copyOf(gaps);
    }

    /** Whether these are what a request asks for. */
    boolean areThose(List<Tool> tools, boolean enforces) {
        return enforced == enforces && asked.equals(tools);
    }
}
