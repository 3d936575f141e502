package dev.portolan.evidence.check;

import java.util.Objects;

/**
 * A tool call that the right answer makes.
 *
 * @param tool the tool's name
 * @param arguments its arguments, a JSON object as text; {@code {}} for none
 */
public record ExpectedCall(String tool, String arguments) {

    /**
     * Checks the components.
     *
     * @param tool as above
     * @param arguments as above
     * @throws IllegalArgumentException when the arguments are no JSON object
     */
    public ExpectedCall {
        Objects.requireNonNull(tool, "tool");
        if (tool.isBlank()) {
            throw new IllegalArgumentException("tool: must not be blank");
        }
        if (!Json.isObject(arguments)) {
            throw new IllegalArgumentException("arguments: must be a JSON object");
        }
    }

    @Override
    public String toString() {
        return "ExpectedCall[" + tool + "]";
    }
}
