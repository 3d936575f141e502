package dev.portolan.testkit.parity;

import dev.portolan.evidence.stats.VerdictOdds;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run would take, and how likely it would settle anything, before anything is asked.
 *
 * @param examples how many examples there are
 * @param repeats how often each model is asked for each example
 * @param margin the margin that the odds are for: the narrowest of the gate for these checks
 * @param calls how many answers are needed, judges not counted
 * @param known how many of them are in the journal, or among the recordings, and will not be asked for; for recordings at most
 * @param cost what the calls that are left will cost, guessed; {@code null} when a price or the length of answers is not known
 * @param currency the code of the currency of the cost
 * @param time how long the calls that are left will take, guessed; {@code null} when nobody knows
 * @param odds of each verdict, for several truths
 * @param moreForPower how many more examples would give equal models four chances in five of a PASS on one metric; 0 when they have
 *     them, {@code null} when that takes more than 100,000 examples
 * @param notes what else there is to know, such as prices that are not known; one sentence each
 */
public record Preflight(
        int examples,
        int repeats,
        double margin,
        int calls,
        int known,
        @Nullable BigDecimal cost,
        String currency,
        @Nullable Duration time,
        List<Odds> odds,
        @Nullable Integer moreForPower,
        List<String> notes) {

    /**
     * How likely each verdict is if something is true.
     *
     * @param truth what is supposed, such as {@code equal models}
     * @param odds of the verdicts on one metric
     */
    public record Odds(String truth, VerdictOdds odds) {

        /**
         * Checks the components.
         *
         * @param truth as above
         * @param odds as above
         */
        public Odds {
            Objects.requireNonNull(truth, "truth");
            Objects.requireNonNull(odds, "odds");
        }
    }

    /**
     * Checks the components.
     *
     * @param examples as above
     * @param repeats as above
     * @param margin as above
     * @param calls as above
     * @param known as above
     * @param cost as above
     * @param currency as above
     * @param time as above
     * @param odds as above; copied
     * @param moreForPower as above
     * @param notes as above; copied
     */
    public Preflight {
        Objects.requireNonNull(currency, "currency");
        odds = List.copyOf(odds);
        notes = List.copyOf(notes);
    }

    /**
     * All of it in words, several lines.
     *
     * @return the text, without a line end at its end
     */
    public String summary() {
        return new PreflightWords(this).text();
    }

    @Override
    public String toString() {
        return summary();
    }
}
