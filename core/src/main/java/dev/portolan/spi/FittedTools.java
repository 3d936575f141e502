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
        schemas = Map.copyOf(schemas);
        gaps = List.copyOf(gaps);
    }

    /** Whether these are what a request asks for; without an iterator, since every call asks. */
    boolean areThose(List<Tool> tools, boolean enforces) {
        if (enforced != enforces || tools.size() != asked.size()) {
            return false;
        }
        for (int i = 0; i < tools.size(); i++) {
            if (!tools.get(i).equals(asked.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the wire takes them as they were asked for. */
    boolean unchanged() {
        return sent == asked;
    }
}
