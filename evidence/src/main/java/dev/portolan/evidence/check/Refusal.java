package dev.portolan.evidence.check;

import java.util.Objects;

/**
 * Whether an answer declines, and what tells so.
 *
 * @param type what the model made of the request
 * @param evidence what tells so
 * @param reason in words; may quote the phrase that was found
 */
public record Refusal(RefusalClass type, Evidence evidence, String reason) {

    /** What tells whether an answer declines. */
    public enum Evidence {
        /** The vendor says so: a blocked prompt, a finish reason, a refusal part. */
        PROVIDER,
        /** A phrase in the answer. */
        PHRASE,
        /** A judge. */
        JUDGE,
        /** Nothing tells of a refusal. */
        NONE
    }

    /**
     * Checks the components.
     *
     * @param type as above
     * @param evidence as above
     * @param reason as above
     */
    public Refusal {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(evidence, "evidence");
        Objects.requireNonNull(reason, "reason");
    }

    @Override
    public String toString() {
        return "Refusal[" + type + ", " + evidence + "]";
    }
}
