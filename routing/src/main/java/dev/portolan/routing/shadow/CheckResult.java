package dev.portolan.routing.shadow;

import dev.portolan.evidence.check.Score;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a check found in an answer. Why it found so is left out, since that may quote the answer.
 *
 * @param check its name
 * @param kind whether there is a number
 * @param value from 0 to 1, or {@code null} when there is none
 * @param hardBreak whether it is one that nothing makes up for
 */
public record CheckResult(
        String check, Score.Kind kind, @Nullable Double value, boolean hardBreak) {

    /**
     * Checks the components.
     *
     * @param check as above
     * @param kind as above
     * @param value as above
     * @param hardBreak as above
     */
    public CheckResult {
        Objects.requireNonNull(check, "check");
        if ((kind == Score.Kind.SCORED) != (value != null)) {
            throw new IllegalArgumentException("value: is there exactly when the answer was scored");
        }
    }

    static CheckResult of(String check, Score score) {
        return new CheckResult(check, score.kind(), score.value(), score.isHardBreak());
    }
}
