package dev.portolan.error;

import org.jspecify.annotations.Nullable;

/** A budget set by the application does not allow the call. Raise the budget or wait for its next period. */
public final class BudgetExceeded extends LlmException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure of kind {@link ErrorKind#BUDGET_EXCEEDED}.
     *
     * @param details what is known of it
     * @param cause what led to it, or {@code null}
     */
    public BudgetExceeded(ErrorDetails details, @Nullable Throwable cause) {
        super(ErrorKind.BUDGET_EXCEEDED, details, cause);
    }
}
