package dev.portolan.routing.catalog;

import java.util.Locale;

/** How urgently a call is served, as far as it has a price of its own. */
public enum ServiceClass {
    /** At once. */
    STANDARD,
    /** Within a day, from a file. */
    BATCH,
    /** When there is room. */
    FLEX,
    /** Before the others. */
    PRIORITY;

    /**
     * The name in files.
     *
     * @return such as {@code batch}
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
