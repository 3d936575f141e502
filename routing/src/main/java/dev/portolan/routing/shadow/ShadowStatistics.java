package dev.portolan.routing.shadow;

import dev.portolan.evidence.stats.PairedOutcomes;
import dev.portolan.routing.internal.RecordJson;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a shadow has seen so far. Immutable; statistics of several instances {@linkplain #plus add up}, and survive a restart
 * {@linkplain #toJson as JSON}.
 *
 * <p>Only pairs whose both outcomes are known are compared. What was sampled and not compared is counted by its reason, since what is dropped
 * under load is not a random share: a shadow that drops much tells of quiet hours.
 *
 * @param name the name that is called
 * @param sourceName the model that answers users
 * @param targetName the model in its shadow
 * @param since when the first pair's call ended, or {@code null} without pairs
 * @param until when the last pair's call ended, or {@code null} without pairs
 * @param requests how many calls and streams users made
 * @param sampled how many of them were in the sample
 * @param notCompared how many sampled calls are not among the pairs, by the id of {@link NotCompared}; sorted
 * @param sent how many calls of the target were begun, those that were not compared in the end included
 * @param stuck how many calls hang at this moment that nobody could stop
 * @param wereStuck how many calls ever hung so
 * @param bothOk in how many pairs both answered
 * @param onlySourceOk in how many only the source answered
 * @param onlyTargetOk in how many only the target answered
 * @param neitherOk in how many neither answered
 * @param flagged in how many pairs at least one check flags the target
 * @param source how the source went in the pairs
 * @param target how the target went in the pairs
 * @param checks what each check found in the pairs, by its name; sorted
 * @param mishaps how often something around the shadow threw, by what it was, such as {@code listener} or {@code redactor}; sorted
 * @param noiseFloor what the source makes of being compared with itself, or {@code null} when no A/A was measured
 */
public record ShadowStatistics(
        String name,
        String sourceName,
        String targetName,
        @Nullable Instant since,
        @Nullable Instant until,
        long requests,
        long sampled,
        Map<String, Long> notCompared,
        long sent,
        long stuck,
        long wereStuck,
        long bothOk,
        long onlySourceOk,
        long onlyTargetOk,
        long neitherOk,
        long flagged,
        SideStatistics source,
        SideStatistics target,
        Map<String, CheckStatistics> checks,
        Map<String, Long> mishaps,
        @Nullable NoiseFloor noiseFloor) {

    /**
     * Checks the components.
     *
     * @param name as above
     * @param sourceName as above
     * @param targetName as above
     * @param since as above
     * @param until as above
     * @param requests as above
     * @param sampled as above
     * @param notCompared as above; copied
     * @param sent as above
     * @param stuck as above
     * @param wereStuck as above
     * @param bothOk as above
     * @param onlySourceOk as above
     * @param onlyTargetOk as above
     * @param neitherOk as above
     * @param flagged as above
     * @param source as above
     * @param target as above
     * @param checks as above; copied
     * @param mishaps as above; copied
     * @param noiseFloor as above
     */
    public ShadowStatistics {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(sourceName, "sourceName");
        Objects.requireNonNull(targetName, "targetName");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(target, "target");
        notCompared = Collections.unmodifiableMap(new TreeMap<>(notCompared));
        checks = Collections.unmodifiableMap(new TreeMap<>(checks));
        mishaps = Collections.unmodifiableMap(new TreeMap<>(mishaps));
    }

    /**
     * Whether the source is compared with itself.
     *
     * @return true for an A/A run
     */
    public boolean aa() {
        return sourceName.equals(targetName);
    }

    /**
     * How many pairs were compared.
     *
     * @return the number
     */
    public long pairs() {
        return bothOk + onlySourceOk + onlyTargetOk + neitherOk;
    }

    /**
     * How many sampled calls are not among the pairs for a reason.
     *
     * @param reason why
     * @return the number
     */
    public long notCompared(NotCompared reason) {
        return notCompared.getOrDefault(reason.id(), 0L);
    }

    /**
     * How many sampled calls wait for their turn or are under way.
     *
     * @return the number
     */
    public long pending() {
        long ended = notCompared.values().stream().mapToLong(Long::longValue).sum();
        return Math.max(0, sampled - pairs() - ended);
    }

    /**
     * The share of the sample that the shadow's own limits kept from being compared.
     *
     * @return from 0 to 1, or {@code null} without a sample
     * @see NotCompared#ofTheShadow()
     */
    public @Nullable Double droppedShare() {
        long dropped = 0;
        for (NotCompared reason : NotCompared.values()) {
            dropped += reason.ofTheShadow() ? notCompared(reason) : 0;
        }
        return sampled == 0 ? null : Double.valueOf((double) dropped / sampled);
    }

    /**
     * The share of pairs that at least one check flags.
     *
     * @return from 0 to 1, or {@code null} without pairs; to be held against {@link NoiseFloor#falseAlarmRate()}
     */
    public @Nullable Double flaggedShare() {
        return pairs() == 0 ? null : Double.valueOf((double) flagged / pairs());
    }

    /**
     * Who answered in the pairs.
     *
     * @return the four counts for paired tests, or {@code null} without pairs or with more than an {@code int} holds
     */
    public @Nullable PairedOutcomes outcomes() {
        return pairs() == 0 || pairs() > Integer.MAX_VALUE
                ? null
                : new PairedOutcomes((int) bothOk, (int) onlySourceOk, (int) onlyTargetOk, (int) neitherOk);
    }

    /**
     * The target's latency over the source's.
     *
     * @param quantile from 0 to 1, such as 0.5
     * @return the ratio of the quantiles, or {@code null} when one is not known
     */
    public @Nullable Double latencyRatio(double quantile) {
        return NoiseFloor.ratio(
                target.latency().quantile(quantile), source.latency().quantile(quantile));
    }

    /**
     * The statistics of both together, as of the same shadow on two instances.
     *
     * @param other of the same source and target
     * @return the sum, under this name, with this noise floor or else the other's
     * @throws IllegalArgumentException when the models differ
     */
    public ShadowStatistics plus(ShadowStatistics other) {
        if (!sourceName.equals(other.sourceName) || !targetName.equals(other.targetName)) {
            throw new IllegalArgumentException("shadows of different models do not add up");
        }
        return new ShadowStatistics(
                name,
                sourceName,
                targetName,
                since == null || (other.since != null && other.since.isBefore(since)) ? other.since : since,
                until == null || (other.until != null && other.until.isAfter(until)) ? other.until : until,
                requests + other.requests,
                sampled + other.sampled,
                Sums.of(notCompared, other.notCompared, Long::sum),
                sent + other.sent,
                stuck + other.stuck,
                wereStuck + other.wereStuck,
                bothOk + other.bothOk,
                onlySourceOk + other.onlySourceOk,
                onlyTargetOk + other.onlyTargetOk,
                neitherOk + other.neitherOk,
                flagged + other.flagged,
                source.plus(other.source),
                target.plus(other.target),
                Sums.of(checks, other.checks, CheckStatistics::plus),
                Sums.of(mishaps, other.mishaps, Long::sum),
                noiseFloor == null ? other.noiseFloor : noiseFloor);
    }

    /**
     * The statistics in words: first what the noise floor is or that none was measured, then the pairs, then what was not compared.
     *
     * @return several lines
     */
    public String summary() {
        return StatisticsText.of(this);
    }

    /**
     * The statistics as JSON.
     *
     * @return text that {@link #fromJson} reads
     */
    public String toJson() {
        return RecordJson.write(this);
    }

    /**
     * Reads statistics.
     *
     * @param json what {@link #toJson} gave
     * @return the statistics
     * @throws IllegalArgumentException when the text holds none
     */
    public static ShadowStatistics fromJson(String json) {
        return RecordJson.read(json, ShadowStatistics.class, "shadow statistics");
    }

    @Override
    public String toString() {
        return "ShadowStatistics[" + name + ": " + sourceName + " -> " + targetName + ", " + pairs() + " pairs of "
                + sampled + " sampled]";
    }
}
