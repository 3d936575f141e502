package dev.portolan.routing.catalog.update;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that differs between two states of the catalog.
 *
 * @param kind what it is about
 * @param entry the model's canonical name, or the cloud and id of an offer with a slash between
 * @param what the fact that changed, such as {@code input} or {@code retires}; empty when the whole entry came or went
 * @param from how it was before, or {@code null} when it was not known or not there
 * @param to how it is now, or {@code null} when it is not known or not there any more
 * @param percent of a price or a limit: by how much it rose, negative when it fell; {@code null} where that cannot be said
 */
public record CatalogChange(
        Kind kind,
        String entry,
        String what,
        @Nullable String from,
        @Nullable String to,
        @Nullable BigDecimal percent) {

    /** What a change is about. In the order in which changes are told. */
    public enum Kind {
        /** A model came. */
        MODEL_ADDED,
        /** A model went. */
        MODEL_REMOVED,
        /** An offer came. */
        OFFER_ADDED,
        /** An offer went. Its model may be offered elsewhere still. */
        OFFER_REMOVED,
        /** An offer's state or one of its dates moved. */
        LIFECYCLE,
        /** A rate changed. */
        PRICE,
        /** A limit of tokens changed. */
        LIMIT,
        /** What an offer can be asked for changed. */
        CAPABILITY,
        /** Where an offer's processing can be kept changed. */
        SCOPE,
        /** Something else that decides about the choice: the model behind an id, a tier, a behaviour. */
        OTHER;

        /**
         * The name in files.
         *
         * @return lower-case letters and hyphens, such as {@code model-added}
         */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Checks the components.
     *
     * @param kind as above
     * @param entry as above
     * @param what as above
     * @param from as above
     * @param to as above
     * @param percent as above
     */
    public CatalogChange {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(entry, "entry");
        Objects.requireNonNull(what, "what");
    }

    /** The change in one line, such as {@code azure/gpt-4o-mini: input 0.15 -> 0.12 (-20 %)}. */
    @Override
    public String toString() {
        return switch (kind) {
            case MODEL_ADDED, MODEL_REMOVED, OFFER_ADDED, OFFER_REMOVED -> entry + detail();
            default ->
                entry + ": " + what + " " + shown(from) + " -> " + shown(to)
                        + (percent == null ? "" : " (" + signed(percent) + ")")
                        + direction();
        };
    }

    private String detail() {
        String known = to == null ? from : to;
        return known == null ? "" : " (" + known + ")";
    }

    /** Whether a day moved towards us or away. */
    private String direction() {
        if (kind != Kind.LIFECYCLE || from == null || to == null || !what.startsWith("retires")) {
            return "";
        }
        return to.compareTo(from) < 0 ? " (earlier)" : " (later)";
    }

    static String signed(BigDecimal percent) {
        return (percent.signum() > 0 ? "+" : "") + percent.stripTrailingZeros().toPlainString() + " %";
    }

    private static String shown(@Nullable String value) {
        return value == null ? "unknown" : value;
    }
}
