package dev.portolan.routing.catalog;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where in its life an offer is. Vendors move these dates in both directions, so each says when it was read.
 *
 * @param state where it is
 * @param deprecated the day from which no new use is welcome, or {@code null}
 * @param retires the day from which calls fail or are answered by another model, or {@code null} when none is announced
 * @param notBefore the day before which it will not end, where the vendor promises only that, or {@code null}
 * @param replacement the id on the same cloud that the vendor recommends, or {@code null}
 * @param knownFrom who says so
 * @param source the document, or {@code null}
 * @param asOf the day the document was read, or {@code null}
 * @param note what else there is to know, or {@code null}
 */
public record Lifecycle(
        State state,
        @Nullable LocalDate deprecated,
        @Nullable LocalDate retires,
        @Nullable LocalDate notBefore,
        @Nullable String replacement,
        KnownFrom knownFrom,
        @Nullable String source,
        @Nullable LocalDate asOf,
        @Nullable String note) {

    /** Nothing is known. */
    public static final Lifecycle UNKNOWN =
            new Lifecycle(State.UNKNOWN, null, null, null, null, KnownFrom.ASSUMED, null, null, null);

    /** The words of all vendors in one set. */
    public enum State {
        /** May change or go at short notice. */
        PREVIEW,
        /** In general use. */
        GA,
        /** Still there for those who use it; AWS's word. New customers may be refused and the price may rise. */
        LEGACY,
        /** Its end is announced. */
        DEPRECATED,
        /** Gone; a call fails or is answered by another model. */
        RETIRED,
        /** Not known. */
        UNKNOWN;

        /**
         * The name in files.
         *
         * @return such as {@code ga}
         */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Who says so. */
    public enum KnownFrom {
        /** A document of the vendor or the cloud. */
        STATED,
        /** It is missing from the vendor's present list. */
        INFERRED,
        /** Nobody says anything. */
        ASSUMED;

        /**
         * The name in files.
         *
         * @return such as {@code stated}
         */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Checks the components.
     *
     * @param state as above
     * @param deprecated as above
     * @param retires as above
     * @param notBefore as above
     * @param replacement as above
     * @param knownFrom as above
     * @param source as above
     * @param asOf as above
     * @param note as above
     */
    public Lifecycle {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(knownFrom, "knownFrom");
    }

    /**
     * An offer in a state, as stated, without dates.
     *
     * @param state where it is
     * @return the lifecycle
     */
    public static Lifecycle of(State state) {
        return new Lifecycle(state, null, null, null, null, KnownFrom.STATED, null, null, null);
    }

    /**
     * The same with an announced end.
     *
     * @param day the day from which calls fail
     * @return the lifecycle
     */
    public Lifecycle retiring(LocalDate day) {
        return new Lifecycle(state, deprecated, day, notBefore, replacement, knownFrom, source, asOf, note);
    }

    /**
     * Whether calls are answered by this model on a day.
     *
     * @param day the day
     * @return false when it is retired, or its announced end has come
     */
    public boolean liveOn(LocalDate day) {
        return state != State.RETIRED && (retires == null || day.isBefore(retires));
    }
}
