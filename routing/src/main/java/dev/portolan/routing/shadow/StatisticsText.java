package dev.portolan.routing.shadow;

import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statistics in words. */
final class StatisticsText {

    private StatisticsText() {}

    static String of(ShadowStatistics seen) {
        StringBuilder out = new StringBuilder();
        NoiseFloor floor = seen.noiseFloor();
        if (seen.aa()) {
            out.append(NoiseFloor.of(seen).summary());
        } else if (floor == null) {
            out.append("No A/A measured: how often ")
                    .append(seen.sourceName())
                    .append(" would be flagged against itself is not known, so what is flagged below says little.");
        } else {
            out.append(floor.summary());
        }
        line(
                out,
                "%s in the shadow of %s: %,d pairs of %,d sampled of %,d requests, %,d pending",
                seen.targetName(),
                seen.sourceName(),
                seen.pairs(),
                seen.sampled(),
                seen.requests(),
                seen.pending());
        notCompared(out, seen);
        if (seen.pairs() > 0) {
            line(
                    out,
                    "Answered: both %,d, only %s %,d, only %s %,d, neither %,d",
                    seen.bothOk(),
                    "source",
                    seen.onlySourceOk(),
                    "target",
                    seen.onlyTargetOk(),
                    seen.neitherOk());
            side(out, "source", seen.source());
            side(out, "target", seen.target());
            checks(out, seen);
        }
        if (seen.stuck() > 0) {
            line(out, "%,d calls of the target hang and cannot be stopped", seen.stuck());
        }
        if (!seen.mishaps().isEmpty()) {
            line(out, "Threw, without harm to users: %s", counts(seen.mishaps()));
        }
        return out.toString();
    }

    private static void notCompared(StringBuilder out, ShadowStatistics seen) {
        Double dropped = seen.droppedShare();
        if (!seen.notCompared().isEmpty() && dropped != null) {
            line(
                    out,
                    "Not compared: %s; the shadow's own limits dropped %.1f %% of the sample, more of them under load",
                    counts(seen.notCompared()),
                    100 * dropped);
        }
    }

    private static void side(StringBuilder out, String which, SideStatistics side) {
        out.append(String.format(Locale.ROOT, "%n%s: %,d answered", which, side.ok()));
        if (side.latency().count() > 0) {
            out.append(String.format(
                    Locale.ROOT, ", p50/p95/p99 %s/%s/%s", millis(side, 0.5), millis(side, 0.95), millis(side, 0.99)));
        }
        side.cost()
                .forEach((currency, amount) -> out.append(", ")
                        .append(amount.setScale(4, RoundingMode.HALF_UP).toPlainString())
                        .append(' ')
                        .append(currency));
        if (side.costUnknown() > 0) {
            out.append(String.format(Locale.ROOT, ", cost unknown of %,d", side.costUnknown()));
        }
        if (!side.errors().isEmpty()) {
            out.append(", errors ").append(counts(side.errors()));
        }
    }

    private static String millis(SideStatistics side, double quantile) {
        var time = side.latency().quantile(quantile);
        return time == null ? "-" : String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
    }

    private static void checks(StringBuilder out, ShadowStatistics seen) {
        seen.checks().forEach((name, check) -> {
            Double source = check.sourceMean();
            Double target = check.targetMean();
            if (source != null && target != null) {
                line(
                        out,
                        "%s: source %.4f, target %.4f over %,d pairs, %.1f %% flagged%s, evidence of a drop by 10 %% %.3g",
                        name,
                        source,
                        target,
                        check.pairs(),
                        100.0 * check.flagged() / check.pairs(),
                        against(seen.aa() ? null : seen.noiseFloor(), name),
                        check.evidence().value());
            }
        });
    }

    private static String against(@Nullable NoiseFloor floor, String check) {
        NoiseFloor.CheckNoise noise = floor == null ? null : floor.checks().get(check);
        Double alarms = noise == null ? null : noise.falseAlarmRate();
        return alarms == null ? "" : String.format(Locale.ROOT, " (%.1f %% in A/A)", 100 * alarms);
    }

    private static String counts(Map<String, Long> counts) {
        StringBuilder out = new StringBuilder();
        counts.forEach((what, count) ->
                out.append(out.isEmpty() ? "" : ", ").append(what).append(' ').append(count));
        return out.toString();
    }

    private static void line(StringBuilder out, String format, Object... values) {
        out.append(String.format(Locale.ROOT, "%n" + format, values));
    }
}
