package dev.portolan.routing.rollout.gonogo;

import java.time.Instant;
import java.util.Objects;

/**
 * What somebody vouches for. A word against counts more than any evidence for; a word for counts where evidence is silent, and nowhere else.
 *
 * @param question what was asked
 * @param holds whether the answer is yes
 * @param role in which role, such as {@code security}
 * @param actor who
 * @param at when
 * @param text what was looked at, in a sentence
 */
public record Statement(ClosingQuestion question, boolean holds, String role, String actor, Instant at, String text) {

    /**
     * Checks the components.
     *
     * @param question as above
     * @param holds as above
     * @param role as above
     * @param actor as above
     * @param at as above
     * @param text as above
     */
    public Statement {
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(at, "at");
        if (role.isBlank() || actor.isBlank() || text.isBlank()) {
            throw new IllegalArgumentException("role, actor, text: must say something");
        }
    }
}
