package dev.portolan.evidence.check;

import dev.portolan.error.Cancelled;
import java.util.Objects;
import java.util.function.Function;

/** A check from parts. */
record FunctionCheck(String name, double weight, Function<? super Observation, Score> scoring) implements Check {

    FunctionCheck {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name: must not be blank");
        }
        if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("weight: must be above 0 and finite, not " + weight);
        }
        Objects.requireNonNull(scoring, "scoring");
    }

    @Override
    public Score score(Observation observation) {
        try {
            return scoring.apply(observation);
        } catch (Cancelled e) {
            throw e;
        } catch (RuntimeException e) {
            // Its message may quote the answer, and nobody could act on it as a score.
            return Score.missing("the check itself failed: " + e.getClass().getSimpleName());
        }
    }

    @Override
    public String toString() {
        return "Check[" + name + "]";
    }
}
