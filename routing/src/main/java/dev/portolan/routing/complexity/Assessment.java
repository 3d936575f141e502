package dev.portolan.routing.complexity;

import java.util.Objects;

/**
 * What a scorer tells of a request.
 *
 * @param gain by how much the strong model's score is expected to be above the cheap one's, both scores being from 0 to 1; from -1
 *     to 1, by the shipped model mostly 0 to 0.4. Its order means more than its value
 * @param evidence how much of the request the scorer knows anything of, from 0 to 1
 * @param kind whether there is something to weigh at all
 */
public record Assessment(double gain, double evidence, RequestKind kind) {

    /** From this much {@link #evidence()} on, the gain says something. */
    public static final double ENOUGH = 0.25;

    /**
     * Checks the components.
     *
     * @param gain as above
     * @param evidence as above
     * @param kind as above
     */
    public Assessment {
        if (!(gain >= -1 && gain <= 1)) {
            throw new IllegalArgumentException("gain: must be from -1 to 1");
        }
        if (!(evidence >= 0 && evidence <= 1)) {
            throw new IllegalArgumentException("evidence: must be from 0 to 1");
        }
        Objects.requireNonNull(kind, "kind");
    }

    /**
     * Whether the gain rests on anything. Where it does not, a router takes its default tier: that nothing is known of a request
     * does not make it easy.
     *
     * @return false for words of a language or a field that the scorer never met, and for no words at all
     */
    public boolean hasEvidence() {
        return evidence >= ENOUGH;
    }
}
