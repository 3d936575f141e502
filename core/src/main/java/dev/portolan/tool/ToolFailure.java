package dev.portolan.tool;

import java.util.Objects;

/**
 * Thrown by a tool to tell the model what went wrong, in words it can act on: "There is no order 17; ask for the number again."
 * Its message goes to the model as it is; that of any other exception does not.
 */
public final class ToolFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean permanent;

    /**
     * A failure that another attempt may mend.
     *
     * @param message what the model is told
     */
    public ToolFailure(String message) {
        this(message, false);
    }

    private ToolFailure(String message, boolean permanent) {
        super(Objects.requireNonNull(message, "message"));
        this.permanent = permanent;
    }

    /**
     * A failure that stays the same however often the call is made.
     *
     * @param message what the model is told
     * @return the failure, not yet thrown
     */
    public static ToolFailure permanent(String message) {
        return new ToolFailure(message, true);
    }

    /**
     * Whether another attempt is useless.
     *
     * @return true when it is
     */
    public boolean isPermanent() {
        return permanent;
    }
}
