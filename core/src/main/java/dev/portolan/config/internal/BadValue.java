package dev.portolan.config.internal;

import org.jspecify.annotations.Nullable;

/** A value that cannot be used. The message tells why and holds nothing that may be a secret. */
final class BadValue extends Exception {

    private static final long serialVersionUID = 1L;

    private final @Nullable String nearest;

    BadValue(String message) {
        this(message, null);
    }

    BadValue(String message, @Nullable String nearest) {
        super(message, null, false, false);
        this.nearest = nearest;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    @Nullable
    String nearest() {
        return nearest;
    }
}
