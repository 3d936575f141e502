package dev.portolan.testkit.parity;

import dev.portolan.evidence.stats.VerdictOdds;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** A preflight for people. */
final class PreflightWords {

    private final Preflight preflight;

    PreflightWords(Preflight preflight) {
        this.preflight = preflight;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        line(text, "%,d examples, %d repeats: %,d calls", preflight.examples(), preflight.repeats(), preflight.calls());
        if (preflight.known() > 0) {
            line(
                    text,
                    "of which %,d are known already, %,d are left",
                    preflight.known(),
                    preflight.calls() - preflight.known());
        }
        line(text, "Cost: %s; time: %s", cost(), preflight.time() == null ? "unknown" : words(preflight.time()));
        for (Preflight.Odds odds : preflight.odds()) {
            VerdictOdds of = odds.odds();
            line(
                    text,
                    "%,d examples, %s points, %s: %.0f %% PASS, %.0f %% FAIL, %.0f %% INCONCLUSIVE",
                    preflight.examples(),
                    points(),
                    odds.truth(),
                    100 * of.pass(),
                    100 * of.fail(),
                    100 * of.inconclusive());
        }
        Integer more = preflight.moreForPower();
        if (more != null && more > 0) {
            line(text, "%,d more examples would give equal models 80 %% PASS", more);
        }
        preflight.notes().forEach(note -> line(text, "%s", note));
        return text.toString().stripTrailing();
    }

    private String cost() {
        return preflight.cost() == null
                ? "unknown"
                : "about " + preflight.cost().setScale(2, RoundingMode.HALF_UP).toPlainString() + " "
                        + preflight.currency();
    }

    private String points() {
        double points = 100 * preflight.margin();
        return points == Math.rint(points) ? String.valueOf((long) points) : String.format(Locale.ROOT, "%.3g", points);
    }

    static String words(Duration time) {
        long seconds = Math.max(1, Math.round(time.toMillis() / 1000.0));
        if (seconds < 60) {
            return seconds + " s";
        }
        long minutes = Math.round(seconds / 60.0);
        return minutes < 60 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }

    private static void line(StringBuilder text, String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
