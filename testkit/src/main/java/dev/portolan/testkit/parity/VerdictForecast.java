package dev.portolan.testkit.parity;

import dev.portolan.evidence.stats.NonInferiority;
import dev.portolan.evidence.stats.VerdictOdds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run of a size is good for.
 *
 * <p>Counted for pass rates, where equal models disagree on {@value #DISCORDANT} of the examples when each is asked once. For equal
 * models that is chance alone, and the mean over {@code k} repeats has a {@code k}-th of its variance: the odds are those of one
 * repeat with a {@code k}-th of the disagreement.
 */
final class VerdictForecast {

    /** The share of examples on which two answers of equal models are supposed to differ. */
    static final double DISCORDANT = 0.06;

    private static final double POWER = 0.8;
    private static final int MOST = 100_000;

    private final int examples;
    private final int repeats;
    private final double margin;

    VerdictForecast(int examples, int repeats, double margin) {
        this.examples = Math.min(MOST, examples);
        this.repeats = repeats;
        this.margin = margin;
    }

    List<Preflight.Odds> odds() {
        return List.of(
                new Preflight.Odds("equal models", odds(examples, 0)),
                new Preflight.Odds("a target worse by exactly the margin", odds(examples, margin)),
                new Preflight.Odds("a target worse by three margins", odds(examples, Math.min(0.9, 3 * margin))));
    }

    private VerdictOdds odds(int size, double worse) {
        double chance = DISCORDANT / repeats / 2;
        VerdictOdds counted = VerdictOdds.of(size, chance + worse, chance, margin);
        return repeats > 1 && size < NonInferiority.smallestSample(margin)
                ? new VerdictOdds(0, counted.fail(), counted.inconclusive() + counted.pass())
                : counted;
    }

    /** The odds go up and down a little from one size to the next: the first size that is enough, in small steps. */
    @Nullable
    Integer moreForPower() {
        if (odds(examples, 0).pass() >= POWER) {
            return 0;
        }
        int size = examples + 1;
        while (size <= MOST && odds(size, 0).pass() < POWER) {
            size += Math.max(1, size / 50);
        }
        return size > MOST ? null : size - examples;
    }
}
