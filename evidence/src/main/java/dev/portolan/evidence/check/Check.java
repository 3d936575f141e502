package dev.portolan.evidence.check;

import dev.portolan.error.Cancelled;
import java.util.Set;
import java.util.function.Function;

/**
 * One question that can be asked of an answer. Checks are immutable and thread-safe; an application's own are made by {@link #of} or
 * implement {@link #name} and {@link #score}.
 *
 * <pre>{@code
 * Check polite = Check.of("polite", seen -> Score.of(seen.answer().text().contains("please"), "the word please"));
 * Check guard = JsonChecks.valid().hardBreak().onlyFor("extraction");
 * }</pre>
 */
public interface Check {

    /**
     * What the metric is called in reports. Two checks of one run have different names.
     *
     * @return a short name
     */
    String name();

    /**
     * Scores an answer. Never throws for what an answer holds; what cannot be found out is a missing score. Checks that ask a model
     * block until it answers.
     *
     * @param observation what was asked, what came, what is known of the right answer
     * @return the score
     * @throws Cancelled when the call of a model was cancelled meanwhile
     */
    Score score(Observation observation);

    /**
     * How much the score counts among those of other checks.
     *
     * @return above 0; 1 if nothing else is said
     */
    default double weight() {
        return 1;
    }

    /**
     * A check from a function. A function that throws gives a missing score which names the exception's class.
     *
     * @param name what the metric is called
     * @param scoring scores an observation
     * @return the check
     */
    static Check of(String name, Function<? super Observation, Score> scoring) {
        return new FunctionCheck(name, 1, scoring);
    }

    /**
     * The same check under another name.
     *
     * @param name what the metric is called
     * @return a check that scores alike
     */
    default Check named(String name) {
        return new FunctionCheck(name, weight(), this::score);
    }

    /**
     * The opposite: 1 less the score. What is missing or not applicable stays so. It is a hard break only if that is asked for
     * again.
     *
     * @return a check named {@code not ...}
     */
    default Check negate() {
        return new FunctionCheck("not " + name(), weight(), seen -> {
            Score score = score(seen);
            Double value = score.value();
            return value == null ? score : score.withValue(1 - value);
        });
    }

    /**
     * The same check with another weight.
     *
     * @param weight above 0
     * @return a check that scores alike
     * @throws IllegalArgumentException when the weight is not above 0, or no finite number
     */
    default Check weighted(double weight) {
        return new FunctionCheck(name(), weight, this::score);
    }

    /**
     * A pass mark: 1 where the score reaches it, else 0.
     *
     * @param mark above 0, at most 1
     * @return a check of the same name that knows only 0 and 1
     */
    default Check passingAt(double mark) {
        requireMark(mark);
        return new FunctionCheck(name(), weight(), seen -> {
            Score score = score(seen);
            Double value = score.value();
            if (value == null || score.isHardBreak()) {
                return score;
            }
            return Score.of(value >= mark, score.reason() + "; scored " + value + ", the pass mark is " + mark);
        });
    }

    /**
     * Makes every score below 1 a hard break.
     *
     * @return a check of the same name
     */
    default Check hardBreak() {
        return hardBreakBelow(1);
    }

    /**
     * Makes low scores hard breaks, which no other check can make up for. The number stays.
     *
     * @param mark above 0, at most 1; scores below it are hard breaks
     * @return a check of the same name
     */
    default Check hardBreakBelow(double mark) {
        requireMark(mark);
        return new FunctionCheck(name(), weight(), seen -> {
            Score score = score(seen);
            Double value = score.value();
            return value != null && value < mark ? score.broken() : score;
        });
    }

    /**
     * Limits the check to slices: for other examples it is not applicable, and nothing is computed or asked.
     *
     * @param tags an example with any of them is scored; at least one
     * @return a check of the same name
     */
    default Check onlyFor(String... tags) {
        Set<String> slices = Set.of(tags);
        if (slices.isEmpty()) {
            throw new IllegalArgumentException("tags: at least one is needed");
        }
        return new FunctionCheck(
                name(),
                weight(),
                seen -> seen.tags().stream().anyMatch(slices::contains)
                        ? score(seen)
                        : Score.notApplicable("the example has none of the tags " + String.join(", ", tags)));
    }

    private static void requireMark(double mark) {
        if (!(mark > 0 && mark <= 1)) {
            throw new IllegalArgumentException("mark: must be above 0 and at most 1, not " + mark);
        }
    }
}
