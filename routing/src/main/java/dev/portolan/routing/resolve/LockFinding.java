package dev.portolan.routing.resolve;

import java.util.Objects;

/**
 * Why a locked answer should be looked at. Never changes what is sent.
 *
 * @param kind what is the matter, for programs
 * @param answer the locked answer
 * @param text the same for people
 */
public record LockFinding(Kind kind, Resolution answer, String text) {

    /** What can be the matter with a locked answer. */
    public enum Kind {
        /** The catalog of today would answer another model. */
        ANSWERS_OTHERWISE,
        /** Calls of it fail, or are answered by another model. */
        RETIRED,
        /** Its end is near. */
        RETIRES_SOON,
        /** The catalog does not know the locked model on that cloud, or knows it as another. */
        UNKNOWN
    }

    /**
     * Checks the components.
     *
     * @param kind as above
     * @param answer as above
     * @param text as above
     */
    public LockFinding {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(text, "text");
    }
}
