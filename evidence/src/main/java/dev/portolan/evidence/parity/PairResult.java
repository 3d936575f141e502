package dev.portolan.evidence.parity;

import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.check.ScoreCard;
import dev.portolan.evidence.dataset.Example;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What both models made of one example. {@link #toString} shows neither what was asked nor what came.
 *
 * @param example what was asked
 * @param source the calls of the source, one for each repeat
 * @param target the calls of the target, one for each repeat
 * @param control more calls of the source, which stand in for the target where the source is compared with itself; possibly empty
 */
public record PairResult(Example example, List<Trial> source, List<Trial> target, List<Trial> control) {

    /** Below this share of the source's score the target's counts as a regression. */
    public static final double TRIAGE = 0.95;

    /**
     * Checks the components.
     *
     * @param example as above
     * @param source as above; copied
     * @param target as above; copied
     * @param control as above; copied
     */
    public PairResult {
        Objects.requireNonNull(example, "example");
        source = List.copyOf(source);
        target = List.copyOf(target);
        control = List.copyOf(control);
    }

    /**
     * The calls of a side.
     *
     * @param side which
     * @return its calls
     */
    public List<Trial> trials(Side side) {
        return side == Side.SOURCE ? source : target;
    }

    /**
     * The score of a side: the mean over those of its answers that have one.
     *
     * @param side which
     * @param metric the check's name
     * @return from 0 to 1, or {@code null} when no answer has a score
     */
    public @Nullable Double score(Side side, String metric) {
        return mean(trials(side), metric);
    }

    static @Nullable Double mean(List<Trial> trials, String metric) {
        double sum = 0;
        int scored = 0;
        for (Trial trial : trials) {
            Score score = scoreOf(trial, metric);
            Double value = score == null ? null : score.value();
            if (value != null) {
                sum += value;
                scored++;
            }
        }
        return scored == 0 ? null : sum / scored;
    }

    static @Nullable Score scoreOf(Trial trial, String metric) {
        for (ScoreCard.Entry entry : trial.scores().entries()) {
            if (entry.check().equals(metric)) {
                return entry.score();
            }
        }
        return null;
    }

    /**
     * Whether an answer of a side is broken in a way that nothing makes up for: a check found a hard break, or the model rejected
     * the request.
     *
     * @param side which
     * @return true with at least one such answer
     */
    public boolean hardBreak(Side side) {
        return trials(side).stream()
                .anyMatch(trial -> trial.outcome() == CallOutcome.REJECTED
                        || trial.scores().hasHardBreak());
    }

    /**
     * Whether a check found a hard break in an answer of a side.
     *
     * @param side which
     * @param metric the check's name
     * @return true with at least one
     */
    public boolean hardBreak(Side side, String metric) {
        return trials(side).stream().anyMatch(trial -> {
            Score score = scoreOf(trial, metric);
            return score != null && score.isHardBreak();
        });
    }

    /**
     * Whether the target belongs on the list of what a person should look at: its score is below {@value #TRIAGE} of the source's.
     * A single example says little; the verdict never depends on it.
     *
     * @param metric the check's name
     * @return true when both have a score and the target's is that much lower
     */
    public boolean regressed(String metric) {
        return lower(score(Side.TARGET, metric), score(Side.SOURCE, metric));
    }

    /**
     * The metrics on which the target regressed, or broke where the source did not.
     *
     * @return in the order of the checks, possibly empty
     */
    public Set<String> regressions() {
        return worse(Side.TARGET, Side.SOURCE);
    }

    /**
     * The metrics on which the source is below {@value #TRIAGE} of the target, or broke where the target did not.
     *
     * @return in the order of the checks, possibly empty
     */
    public Set<String> improvements() {
        return worse(Side.SOURCE, Side.TARGET);
    }

    private Set<String> worse(Side one, Side other) {
        Set<String> metrics = new LinkedHashSet<>();
        for (Trial trial : trials(one)) {
            for (ScoreCard.Entry entry : trial.scores().entries()) {
                String metric = entry.check();
                boolean broken = hardBreak(one, metric) && !hardBreak(other, metric);
                if (broken || lower(score(one, metric), score(other, metric))) {
                    metrics.add(metric);
                }
            }
        }
        return metrics;
    }

    private static boolean lower(@Nullable Double value, @Nullable Double than) {
        return value != null && than != null && value < TRIAGE * than;
    }

    @Override
    public String toString() {
        return "PairResult[" + example.id() + ", source=" + source + ", target=" + target + "]";
    }
}
