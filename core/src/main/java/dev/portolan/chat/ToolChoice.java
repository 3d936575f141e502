package dev.portolan.chat;

import org.jspecify.annotations.Nullable;

/**
 * Whether the model may, must or must not call a tool.
 *
 * @param mode the rule
 * @param toolName the tool to call; set exactly when the mode is {@link Mode#NAMED}
 */
public record ToolChoice(Mode mode, @Nullable String toolName) {

    /** The model decides. The default of every vendor. */
    public static final ToolChoice AUTO = new ToolChoice(Mode.AUTO, null);

    /** The model must answer without calling a tool. */
    public static final ToolChoice NONE = new ToolChoice(Mode.NONE, null);

    /** The model must call at least one tool. */
    public static final ToolChoice REQUIRED = new ToolChoice(Mode.REQUIRED, null);

    /** The rules there are. */
    public enum Mode {
        /** The model decides. */
        AUTO,
        /** No call. */
        NONE,
        /** At least one call. */
        REQUIRED,
        /** A call of the named tool. */
        NAMED
    }

    /**
     * Checks the components.
     *
     * @param mode as above
     * @param toolName as above
     */
    public ToolChoice {
        if ((mode == Mode.NAMED) != (toolName != null && !toolName.isBlank())) {
            throw new IllegalArgumentException("toolChoice: a tool name goes with mode NAMED, and only with it");
        }
    }

    /**
     * The model must call this tool.
     *
     * @param toolName one of the request's tools
     * @return the choice
     */
    public static ToolChoice named(String toolName) {
        return new ToolChoice(Mode.NAMED, toolName);
    }
}
