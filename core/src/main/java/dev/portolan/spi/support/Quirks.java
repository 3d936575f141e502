package dev.portolan.spi.support;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What sets a model apart on its wire, by name, as a provider's file of capabilities says it. Providers extend it with the names
 * that they know and what follows from them. Immutable.
 */
public abstract class Quirks {

    private final Map<String, String> quirks;

    /**
     * The quirks of a model.
     *
     * @param quirks values by name
     */
    protected Quirks(Map<String, String> quirks) {
        this.quirks = Map.copyOf(quirks);
    }

    /**
     * The value of a quirk.
     *
     * @param quirk its name
     * @return the value, or {@code null} when nothing is said
     */
    public final @Nullable String get(String quirk) {
        return quirks.get(quirk);
    }

    /**
     * The value of a quirk where something holds without it.
     *
     * @param quirk its name
     * @param otherwise what holds when nothing is said
     * @return the value
     */
    public final String get(String quirk, String otherwise) {
        return quirks.getOrDefault(quirk, otherwise);
    }

    /**
     * Whether a quirk has a value.
     *
     * @param quirk its name
     * @param value the value
     * @return true when it is said and is this
     */
    public final boolean is(String quirk, String value) {
        return value.equals(quirks.get(quirk));
    }

    /**
     * The number that a quirk says.
     *
     * @param quirk its name
     * @param otherwise what holds when nothing is said
     * @return the number
     */
    public final int number(String quirk, int otherwise) {
        String value = quirks.get(quirk);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + quirks;
    }
}
