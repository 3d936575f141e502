package dev.portolan.config.internal;

import org.jspecify.annotations.Nullable;

/** A value that cannot be used. The message tells why and holds nothing that may be a secret. */
final class BadValue extends Exception {

    private static final long serialVersionUID = 1L;

    private final @Nullable String nearest;
    private final @Nullable String unset;

    BadValue(String message) {
        this(message, null);
    }

    BadValue(String message, @Nullable String nearest) {
        this(message, nearest, null);
    }

    private BadValue(String message, @Nullable String nearest, @Nullable String unset) {
        super(message, null, false, false);
        this.nearest = nearest;
        this.unset = unset;
    }

    /** A value that needs a variable which is not set. */
    static BadValue unset(String variable, String message) {
        return new BadValue(message, null, variable);
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    @Nullable
    String nearest() {
        return nearest;
    }

    @Nullable
    String unset() {
        return unset;
    }
}
