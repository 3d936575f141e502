package dev.portolan.routing.catalog;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Why a {@link Candidate} is one, and what speaks for it.
 *
 * @param code for programs
 * @param text for people
 * @param figures of it, by name; sorted and unmodifiable
 */
public record MatchReason(Code code, String text, Map<String, String> figures) {

    /** What can speak for a candidate. */
    public enum Code {
        /** It is the model itself, on this cloud. */
        SAME_MODEL,
        /** People have written the pairing down. */
        DECLARED,
        /** It is of the source's tier. */
        SAME_TIER,
        /** One of the two serves the other's tier as well. */
        SECOND_TIER,
        /** It is of the same kind, where kinds have no tiers: embeddings, reranking. */
        SAME_KIND,
        /** Its price, by {@code input}, {@code output} and {@code blended} ratio to the source's. */
        PRICE,
        /** It keeps processing where it must stay. */
        RESIDENCY,
        /** As much fits in it, or more. */
        CONTEXT
    }

    /**
     * Checks the components.
     *
     * @param code as above
     * @param text as above
     * @param figures as above; copied
     */
    public MatchReason {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(text, "text");
        figures = Collections.unmodifiableMap(new TreeMap<>(figures));
    }
}
