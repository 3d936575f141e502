package dev.portolan.routing.shadow;

import dev.portolan.routing.internal.RecordJson;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a model makes of being compared with itself: an A/A run. Models do not answer alike twice, so some pairs are flagged though nothing
 * changed; a real shadow says something only where it flags more. Immutable.
 *
 * @param model the name of the model on both sides
 * @param pairs how many pairs were compared
 * @param flagged how many of them at least one check flagged: every one a false alarm
 * @param disagreements in how many one side answered and the other did not
 * @param latencyRatio the second side's median latency over the first one's, or {@code null} when there is none
 * @param checks each check's noise by its name; sorted
 */
public record NoiseFloor(
        String model,
        long pairs,
        long flagged,
        long disagreements,
        @Nullable Double latencyRatio,
        Map<String, CheckNoise> checks) {

    /**
     * The noise of one check.
     *
     * @param pairs in how many pairs both answers have a score
     * @param flagged in how many the second side was flagged
     * @param difference the mean difference of the scores, or {@code null} without pairs
     * @param deviation how much it varies from pair to pair, or {@code null} below two pairs
     * @param evidence the level of the e-process for a drop of 10 %: 1 says nothing, 20 were an alarm at 5 %
     */
    public record CheckNoise(
            long pairs,
            long flagged,
            @Nullable Double difference,
            @Nullable Double deviation,
            double evidence) {

        /**
         * The share of pairs that the check flagged though nothing changed.
         *
         * @return from 0 to 1, or {@code null} without pairs
         */
        public @Nullable Double falseAlarmRate() {
            return pairs == 0 ? null : Double.valueOf((double) flagged / pairs);
        }
    }

    /**
     * Checks the components.
     *
     * @param model as above
     * @param pairs as above
     * @param flagged as above
     * @param disagreements as above
     * @param latencyRatio as above
     * @param checks as above; copied
     */
    public NoiseFloor {
        Objects.requireNonNull(model, "model");
        if (pairs < 0 || flagged < 0 || flagged > pairs || disagreements < 0 || disagreements > pairs) {
            throw new IllegalArgumentException("pairs: must be at least those flagged, those that disagree and 0");
        }
        checks = Collections.unmodifiableMap(new TreeMap<>(checks));
    }

    /**
     * The noise floor of an A/A run.
     *
     * @param statistics of a shadow whose target is its source
     * @return the noise floor
     * @throws IllegalArgumentException when target and source differ
     */
    public static NoiseFloor of(ShadowStatistics statistics) {
        if (!statistics.aa()) {
            throw new IllegalArgumentException("target: a noise floor needs a shadow whose target is its source");
        }
        Map<String, CheckNoise> checks = new TreeMap<>();
        statistics
                .checks()
                .forEach((name, seen) -> checks.put(
                        name,
                        new CheckNoise(
                                seen.pairs(),
                                seen.flagged(),
                                seen.difference(),
                                seen.deviation(),
                                seen.evidence().value())));
        return new NoiseFloor(
                statistics.sourceName(),
                statistics.pairs(),
                statistics.flagged(),
                statistics.onlySourceOk() + statistics.onlyTargetOk(),
                statistics.latencyRatio(0.5),
                checks);
    }

    /**
     * The share of pairs that at least one check flagged though nothing changed.
     *
     * @return from 0 to 1, or {@code null} without pairs
     */
    public @Nullable Double falseAlarmRate() {
        return pairs == 0 ? null : Double.valueOf((double) flagged / pairs);
    }

    /**
     * The noise floor in a sentence, and a line for each check.
     *
     * @return to be read before any result of a real shadow
     */
    public String summary() {
        StringBuilder out = new StringBuilder("A/A of ").append(model).append(" with itself: ");
        Double rate = falseAlarmRate();
        if (rate == null) {
            return out.append("no pairs yet").toString();
        }
        out.append(String.format(
                Locale.ROOT,
                "%.1f %% of %,d pairs flagged though nothing changed, %.1f %% disagree in whether they were answered",
                100 * rate,
                pairs,
                100.0 * disagreements / pairs));
        if (latencyRatio != null) {
            out.append(String.format(Locale.ROOT, ", median latency x %.2f", latencyRatio));
        }
        checks.forEach((name, noise) -> {
            Double alarms = noise.falseAlarmRate();
            Double difference = noise.difference();
            if (alarms != null && difference != null) {
                out.append(String.format(
                        Locale.ROOT,
                        "%n  %s: %.1f %% of %,d flagged, mean difference %+.4f, e-process %.3g",
                        name,
                        100 * alarms,
                        noise.pairs(),
                        difference,
                        noise.evidence()));
            }
        });
        return out.toString();
    }

    /**
     * The noise floor as JSON, to be kept for real shadows.
     *
     * @return text that {@link #fromJson} reads
     */
    public String toJson() {
        return RecordJson.write(this);
    }

    /**
     * Reads a noise floor.
     *
     * @param json what {@link #toJson} gave
     * @return the noise floor
     * @throws IllegalArgumentException when the text is none
     */
    public static NoiseFloor fromJson(String json) {
        return RecordJson.read(json, NoiseFloor.class, "noise floor");
    }

    static @Nullable Double ratio(@Nullable Duration over, @Nullable Duration under) {
        return over == null || under == null || under.isZero()
                ? null
                : Double.valueOf((double) over.toNanos() / under.toNanos());
    }
}
