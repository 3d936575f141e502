package dev.portolan.evidence.check;

import dev.portolan.evidence.stats.Agreement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far a check agrees with itself when it scores the same answers again: a judge that does not is no measure.
 *
 * @param answers how many answers were scored at least twice
 * @param unanimous the share of them that got the same score each time; {@link Double#NaN} without any
 * @param spread the mean over them of the largest less the smallest score; {@link Double#NaN} without any
 * @param alpha Krippendorff's alpha, each distinct score taken as a label without order; {@link Double#NaN} where it tells nothing
 * @param missing the share of all scores that were missing, from 0 to 1
 */
public record SelfAgreement(int answers, double unanimous, double spread, double alpha, double missing) {

    /**
     * Scores answers several times. Caches must be off in the judge's model, or it agrees with itself for nothing.
     *
     * @param check the judge
     * @param observations the answers; those to which the check does not apply are left out
     * @param repeats how often, at least 2
     * @return the agreement
     */
    public static SelfAgreement measure(Check check, Iterable<Observation> observations, int repeats) {
        if (repeats < 2) {
            throw new IllegalArgumentException("repeats: must be at least 2, not " + repeats);
        }
        List<List<Score>> scores = new ArrayList<>();
        for (Observation seen : observations) {
            scores.add(Stream.generate(() -> check.score(seen)).limit(repeats).toList());
        }
        return of(scores);
    }

    /**
     * The agreement of scores that are there already.
     *
     * @param scores for each answer those that it got; scores that are not applicable are left out
     * @return the agreement
     * @see Agreement#alpha
     */
    public static SelfAgreement of(List<? extends List<Score>> scores) {
        List<List<@Nullable String>> labels = new ArrayList<>();
        int answers = 0;
        int unanimous = 0;
        int missing = 0;
        int all = 0;
        double spread = 0;
        for (List<Score> ofOne : scores) {
            missing += (int) ofOne.stream()
                    .filter(score -> score.kind() == Score.Kind.MISSING)
                    .count();
            double[] values = ofOne.stream()
                    .map(Score::value)
                    .filter(Objects::nonNull)
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            all += (int) ofOne.stream()
                    .filter(score -> score.kind() != Score.Kind.NOT_APPLICABLE)
                    .count();
            if (values.length >= 2) {
                answers++;
                double range = values[values.length - 1] - values[0];
                spread += range;
                unanimous += range == 0 ? 1 : 0;
                List<@Nullable String> given = new ArrayList<>();
                Arrays.stream(values).forEach(value -> given.add(String.valueOf(value)));
                labels.add(given);
            }
        }
        return new SelfAgreement(
                answers,
                answers == 0 ? Double.NaN : (double) unanimous / answers,
                answers == 0 ? Double.NaN : spread / answers,
                Agreement.alpha(labels),
                all == 0 ? 0 : (double) missing / all);
    }
}
