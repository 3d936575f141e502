package dev.portolan.routing.catalog.update;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What came of a {@linkplain CatalogRefresh#refresh() refresh}. In all cases but {@link Updated} the catalog in force stays. */
public sealed interface RefreshOutcome {

    /**
     * Newer facts are in force.
     *
     * @param diff what changed
     * @param copyProblem why the copy on disk could not be written, or {@code null} when it was, or none is kept; the next start then
     *     begins with older facts
     */
    record Updated(CatalogDiff diff, @Nullable String copyProblem) implements RefreshOutcome {

        /**
         * Checks the components.
         *
         * @param diff as above
         * @param copyProblem as above
         */
        public Updated {
            Objects.requireNonNull(diff, "diff");
        }
    }

    /**
     * There is nothing newer.
     *
     * @param reason such as that the server says so
     */
    record Unchanged(String reason) implements RefreshOutcome {

        /**
         * Checks the component.
         *
         * @param reason as above
         */
        public Unchanged {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * What came was a catalog, and is not believed.
     *
     * @param reasons each gate that it did not pass, with the facts
     */
    record Refused(List<String> reasons) implements RefreshOutcome {

        /**
         * Checks the component.
         *
         * @param reasons as above; copied
         */
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * No catalog came.
     *
     * @param cause which kind of failure
     * @param message what happened and where, without secrets
     */
    record Failed(Cause cause, String message) implements RefreshOutcome {

        /**
         * Checks the components.
         *
         * @param cause as above
         * @param message as above
         */
        public Failed {
            Objects.requireNonNull(cause, "cause");
            Objects.requireNonNull(message, "message");
        }
    }

    /** Why no catalog came. */
    enum Cause {
        /** The address, or the one that it redirects to, is neither https nor on this machine. */
        FORBIDDEN_ADDRESS,
        /** No connection, or it broke. */
        NETWORK,
        /** It took longer than allowed. */
        TIMEOUT,
        /** The calling thread was interrupted; its flag is set again. */
        INTERRUPTED,
        /** The server answered with another status than 200 or 304. */
        STATUS,
        /** The answer is larger than allowed. */
        TOO_LARGE,
        /** The answer's SHA-256 is not the expected one. */
        DIGEST,
        /** The answer is no catalog, is damaged, or is of a later schema. */
        UNREADABLE;

        /**
         * The name in reports.
         *
         * @return such as {@code too-large}
         */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
