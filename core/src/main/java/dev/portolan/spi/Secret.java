package dev.portolan.spi;

import java.util.Objects;
import java.util.function.Supplier;

/** A value that is never printed. It is fetched anew each time it is revealed, so that it can be rotated while in use. */
public final class Secret {

    private final Supplier<String> value;

    private Secret(Supplier<String> value) {
        this.value = value;
    }

    /**
     * A secret that stays the same.
     *
     * @param value the value
     * @return the secret
     */
    public static Secret of(String value) {
        Objects.requireNonNull(value, "value");
        return new Secret(() -> value);
    }

    /**
     * A secret that may change.
     *
     * @param value gives the value of the moment; fast, thread-safe
     * @return the secret
     */
    public static Secret from(Supplier<String> value) {
        return new Secret(Objects.requireNonNull(value, "value"));
    }

    /**
     * The value of the moment. Keep it no longer than a call.
     *
     * @return the value
     */
    public String reveal() {
        return value.get();
    }

    @Override
    public String toString() {
        return "Secret[***]";
    }
}
