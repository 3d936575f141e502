package dev.portolan.evidence.check;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What several checks found in one answer.
 *
 * @param entries in the order of the checks
 */
public record ScoreCard(List<Entry> entries) {

    /**
     * What one check found.
     *
     * @param check its name
     * @param weight its weight, above 0
     * @param score what it found
     */
    public record Entry(String check, double weight, Score score) {

        /**
         * Checks the components.
         *
         * @param check as above
         * @param weight as above
         * @param score as above
         */
        public Entry {
            Objects.requireNonNull(check, "check");
            Objects.requireNonNull(score, "score");
        }
    }

    /**
     * Checks the components.
     *
     * @param entries as above; copied
     */
    public ScoreCard {
        entries = List.copyOf(entries);
        if (entries.stream().map(Entry::check).distinct().count() < entries.size()) {
            throw new IllegalArgumentException("checks: each needs a name of its own");
        }
    }

    /**
     * Asks each check.
     *
     * @param checks with different names
     * @param observation the answer
     * @return the scores
     */
    public static ScoreCard of(List<? extends Check> checks, Observation observation) {
        return new ScoreCard(checks.stream()
                .map(check -> new Entry(check.name(), check.weight(), check.score(observation)))
                .toList());
    }

    /**
     * Whether any score is one that nothing makes up for.
     *
     * @return true with at least one hard break
     */
    public boolean hasHardBreak() {
        return entries.stream().anyMatch(entry -> entry.score().isHardBreak());
    }

    /**
     * All together: 0 with a hard break, else the weighted mean {@code sum(w s) / sum(w)} of the checks that apply.
     *
     * @return from 0 to 1, or {@code null} when a score is missing, so that the mean is not known, or no check applies
     */
    public @Nullable Double overall() {
        if (hasHardBreak()) {
            return 0.0;
        }
        double sum = 0;
        double weights = 0;
        for (Entry entry : entries) {
            Double value = entry.score().value();
            if (value != null) {
                sum += entry.weight() * value;
                weights += entry.weight();
            } else if (entry.score().kind() == Score.Kind.MISSING) {
                return null;
            }
        }
        return weights == 0 ? null : Math.min(1, sum / weights);
    }
}
