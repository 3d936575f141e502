package dev.portolan.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.schema.JsonBindingException;
import dev.portolan.schema.SchemaViolation;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A call whose tool has been looked up and whose arguments have been coerced, validated and bound.
 *
 * @param open the call
 * @param definition the tool; null when the toolbox has none of the name
 * @param arguments the arguments as the tool gets them
 * @param bound the tool with its arguments; null when it cannot be run
 * @param problem what the model has to be told in place of a result; null when nothing is wrong
 */
record CheckedCall(
        OpenTurn.Call open,
        @Nullable ToolDefinition definition,
        String arguments,
        BoundTool.@Nullable Bound bound,
        @Nullable String problem) {

    private static final int MOST_VIOLATIONS = 20;
    private static final int LONGEST_NAME = 64;

    /**
     * Checks a call.
     *
     * @param declared names of tools that the request declares and somebody else runs
     */
    static CheckedCall of(OpenTurn.Call open, Toolbox toolbox, Set<String> declared) {
        String name = open.call().name();
        String given = open.call().arguments();
        BoundTool<?> tool = toolbox.find(name);
        if (tool == null) {
            return new CheckedCall(open, null, given, null, declared.contains(name) ? null : unknown(name, toolbox));
        }
        ToolDefinition definition = tool.definition();
        JsonNode tree = JsonTree.parse(given);
        if (tree == null || !tree.isObject()) {
            return new CheckedCall(
                    open,
                    definition,
                    given,
                    null,
                    "The arguments are not one whole JSON object, so the tool was not run. Make the call again.");
        }
        String arguments = ArgumentCoercion.coerce(definition.input(), tree).toString();
        List<SchemaViolation> violations = definition.input().violations(arguments);
        if (!violations.isEmpty()) {
            return new CheckedCall(open, definition, arguments, null, violated(violations));
        }
        try {
            return new CheckedCall(open, definition, arguments, tool.bind(arguments), null);
        } catch (JsonBindingException e) {
            return new CheckedCall(
                    open,
                    definition,
                    arguments,
                    null,
                    "The arguments cannot be used, so the tool was not run: " + e.getMessage()
                            + ". Make the call again.");
        }
    }

    private static String unknown(String name, Toolbox toolbox) {
        String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "..." : name;
        return "There is no tool " + shown + ". "
                + (toolbox.names().isEmpty()
                        ? "There are no tools."
                        : "There are: " + String.join(", ", toolbox.names()) + ".");
    }

    private static String violated(List<SchemaViolation> violations) {
        return violations.stream()
                .limit(MOST_VIOLATIONS)
                .map(one -> "- " + (one.place().isEmpty() ? "the object" : one.place()) + ": " + one.message())
                .collect(Collectors.joining(
                        "\n",
                        "The arguments do not fit the tool's schema, so it was not run. Make the call again with these mended:\n",
                        ""));
    }
}
