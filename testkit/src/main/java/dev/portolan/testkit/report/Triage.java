package dev.portolan.testkit.report;

import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.check.ScoreCard;
import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.parity.Role;
import dev.portolan.evidence.parity.Side;
import dev.portolan.evidence.parity.Trial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Why an example is on the list of those to look at. */
final class Triage {

    private Triage() {}

    /** Whether the target broke where the source did not. */
    static boolean newHardBreak(PairResult pair) {
        return pair.hardBreak(Side.TARGET) && !pair.hardBreak(Side.SOURCE);
    }

    /** The guards on which the target is worse; what is for information is left out. */
    static List<String> worseGuards(PairResult pair, ParityReport report) {
        return pair.regressions().stream()
                .filter(metric -> report.metric(metric).role() == Role.GUARD)
                .toList();
    }

    /** What to look at first: hard breaks, then the largest loss on a guard, then on what is for information. */
    static double weight(PairResult pair, ParityReport report) {
        double most = 0;
        for (String metric : pair.regressions()) {
            Double source = pair.score(Side.SOURCE, metric);
            Double target = pair.score(Side.TARGET, metric);
            if (source != null && target != null) {
                boolean guard = report.metric(metric).role() == Role.GUARD;
                most = Math.max(most, (source - target) * (guard ? 1 : 0.001));
            }
        }
        return (newHardBreak(pair) ? 2 : 0) + most;
    }

    /** Whether the checks could look at no call of one side. */
    static boolean unanswered(PairResult pair) {
        return pair.source().stream().noneMatch(Trial::judged)
                || pair.target().stream().noneMatch(Trial::judged);
    }

    /** Each metric with both scores, the weightiest part of a failure's message. */
    static String figures(PairResult pair, Collection<String> metrics) {
        List<String> parts = new ArrayList<>();
        for (String metric : metrics) {
            String broken =
                    pair.hardBreak(Side.TARGET, metric) && !pair.hardBreak(Side.SOURCE, metric) ? ", hard break" : "";
            parts.add(metric + " " + number(pair.score(Side.SOURCE, metric)) + " -> "
                    + number(pair.score(Side.TARGET, metric)) + broken);
        }
        return String.join("; ", parts);
    }

    private static String number(@org.jspecify.annotations.Nullable Double value) {
        return value == null ? "?" : String.format(Locale.ROOT, "%.2f", value);
    }

    /** Why the target's worst answer got its score; may quote it. */
    static String reason(PairResult pair, String metric) {
        String reason = "";
        double worst = Double.POSITIVE_INFINITY;
        for (Trial trial : pair.target()) {
            for (ScoreCard.Entry entry : trial.scores().entries()) {
                Score score = entry.score();
                Double value = score.value();
                if (entry.check().equals(metric) && value != null && (score.isHardBreak() ? -1 : value) < worst) {
                    worst = score.isHardBreak() ? -1 : value;
                    reason = score.reason();
                }
            }
        }
        return reason;
    }
}
