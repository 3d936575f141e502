package dev.portolan.routing.state;

import org.jspecify.annotations.Nullable;

/** A store could not be asked, or what it holds is broken. */
public final class StateStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean mayHaveChanged;

    /**
     * An error.
     *
     * @param message what went wrong and what to do; holds no value
     * @param mayHaveChanged whether an update may have been made all the same, as when a connection breaks while it commits
     * @param cause what the store's own library says, or {@code null}
     */
    public StateStoreException(String message, boolean mayHaveChanged, @Nullable Throwable cause) {
        super(message, cause);
        this.mayHaveChanged = mayHaveChanged;
    }

    /**
     * Whether the update may have been made.
     *
     * @return false when nothing was changed for certain
     */
    public boolean mayHaveChanged() {
        return mayHaveChanged;
    }
}
