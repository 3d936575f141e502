package dev.portolan.routing.catalog;

import java.util.Objects;

/**
 * Why an offer is no candidate.
 *
 * @param code for programs
 * @param text for people
 */
public record Exclusion(Code code, String text) {

    /** What can exclude an offer. */
    public enum Code {
        /** It is asked for something else: an embedding model for chat. */
        OTHER_KIND,
        /** It serves another tier, and nobody has written the pairing down. */
        OTHER_TIER,
        /** It has ended. */
        RETIRED,
        /** It ends within the margin. */
        RETIRES_SOON,
        /** It is a preview, and those are not wanted. */
        PREVIEW,
        /** The vendor may put another model behind the id at any time. */
        MOVING,
        /** It is not known to keep processing where it must stay. */
        RESIDENCY,
        /** It is known to lack a needed capability. */
        CAPABILITY,
        /** Its tools fail in streams. */
        TOOLS_NOT_STREAMED,
        /** The workload's long requests do not fit. */
        CONTEXT,
        /** The workload's long answers do not fit. */
        OUTPUT_LIMIT,
        /** Its weights are not known to be open. */
        NOT_OPEN,
        /** It is not known to be under a licence that will do. */
        LICENCE,
        /** It needs more memory than there is. */
        MEMORY
    }

    /**
     * Checks the components.
     *
     * @param code as above
     * @param text as above
     */
    public Exclusion {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(text, "text");
    }
}
