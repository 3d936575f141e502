package dev.portolan.routing.catalog;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What to know before a {@link Candidate} is taken. All of it comes from the catalog.
 *
 * @param code for programs
 * @param text for people
 * @param figures of it, by name, such as {@code output=1.32}; sorted and unmodifiable
 */
public record MatchWarning(Code code, String text, Map<String, String> figures) {

    /** What can speak against a candidate. */
    public enum Code {
        /** It costs more: {@code input}, {@code output}, {@code blended} ratio; list prices, by the text and not by the token. */
        PRICE_HIGHER,
        /** What it costs is not known. */
        PRICE_UNKNOWN,
        /** What the source costs is not known, so that the two cannot be compared. */
        SOURCE_PRICE_UNKNOWN,
        /** It is not paid by tokens but by {@code unit}. */
        NOT_PER_TOKEN,
        /** Sources disagree about its price. */
        PRICE_DISPUTED,
        /** One source alone has its price. */
        PRICE_SINGLE_SOURCE,
        /** Its price is announced to change {@code from} a day on. */
        PRICE_CHANGES,
        /** Requests {@code above} a length cost more. */
        LONG_REQUESTS_DEARER,
        /** It costs more at certain hours. */
        DEARER_AT_HOURS,
        /** Less fits in it: {@code here} against {@code source}. */
        CONTEXT_SMALLER,
        /** How much fits in it is not known. */
        CONTEXT_UNKNOWN,
        /** Its answers end sooner: {@code here} against {@code source}. */
        OUTPUT_LIMIT_SMALLER,
        /** It fails on settings of sampling: {@code settings}. */
        SAMPLING_REJECTED,
        /** It reasons unless told not to; {@code multiplier} is what that is assumed to make of the output. */
        REASONS_BY_DEFAULT,
        /** Its reasoning cannot be switched off; {@code multiplier} as above. */
        REASONS_ALWAYS,
        /** The same text is more tokens: {@code factor}. */
        MORE_TOKENS,
        /** It ends on {@code day}, as was read on {@code asOf}. */
        RETIRES,
        /** It has ended. */
        RETIRED,
        /** Its end is announced without a day, or it is there for present users alone. */
        ENDING,
        /** Where in its life it is, is a guess. */
        LIFECYCLE_ASSUMED,
        /** It may change or go at short notice. */
        PREVIEW,
        /** It has no tools on this cloud. */
        TOOLS_MISSING,
        /** Its tools fail in streams on this cloud. */
        TOOLS_NOT_STREAMED,
        /** Its tools need the Responses interface unless reasoning is off. */
        TOOLS_NEED_RESPONSES,
        /** It has no structured output on this cloud. */
        STRUCTURED_OUTPUT_MISSING,
        /** Whether it has structured output on this cloud is not known. */
        STRUCTURED_OUTPUT_UNKNOWN,
        /** Whether it has a needed capability is not known: {@code capability}. */
        CAPABILITY_UNKNOWN,
        /** It is not known to keep processing anywhere. */
        RESIDENCY_NONE,
        /** Its weights are quantised; published scores are of full precision. */
        QUANTISED,
        /** It needs so much memory of one's own: {@code bytes}. */
        MEMORY,
        /** How much memory it needs is not known. */
        MEMORY_UNKNOWN,
        /** Somebody else than the cloud runs it: {@code by}. */
        HOSTED_BY,
        /** Its id is not verified. */
        ID_UNVERIFIED,
        /** Its vectors cannot be compared with those of the source: everything must be indexed anew. */
        INDEX_ANEW,
        /** Its vectors have another length: {@code here} against {@code source}. */
        DIMENSIONS,
        /** Something else that it does otherwise; {@code key} names the {@link Behaviour}. */
        BEHAVIOUR
    }

    /**
     * Checks the components.
     *
     * @param code as above
     * @param text as above
     * @param figures as above; copied
     */
    public MatchWarning {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(text, "text");
        figures = Collections.unmodifiableMap(new TreeMap<>(figures));
    }
}
