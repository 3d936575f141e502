package dev.portolan.testkit.report;

import com.samskivert.mustache.Mustache;
import dev.portolan.evidence.parity.MetricResult;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.parity.RunFacts;
import dev.portolan.evidence.parity.SideFacts;
import dev.portolan.evidence.stats.Verdict;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** What the template of the page names. */
final class PageView {

    private final ParityReport report;
    private final PageFigures figures;
    final String style;
    final String styleHash;
    final String script;
    final String scriptHash;

    /**
     * A line of the table of how both sides were asked.
     *
     * @param name what
     * @param source the source's
     * @param target the target's
     * @param bundled whether it differs, and is not the model
     */
    record Fact(String name, String source, String target, boolean bundled) {}

    /**
     * A verdict as a badge.
     *
     * @param word in a word
     * @param mark a sign
     * @param kind for the style sheet
     */
    record Badge(String word, String mark, String kind) {
        static Badge of(Verdict verdict) {
            return new Badge(verdict.name(), Words.mark(verdict), verdict.name().toLowerCase(Locale.ROOT));
        }
    }

    PageView(ParityReport report, String style, String styleHash, String script, String scriptHash) {
        this.report = report;
        this.figures = new PageFigures(report);
        this.style = style;
        this.styleHash = styleHash;
        this.script = script;
        this.scriptHash = scriptHash;
    }

    RunFacts facts() {
        return report.facts();
    }

    PageFigures figures() {
        return figures;
    }

    Badge verdict() {
        return Badge.of(report.verdict());
    }

    String sentence() {
        return Words.sentence(report.verdict());
    }

    List<String> reasons() {
        return report.conclusion().reasons();
    }

    String change() {
        return report.conclusion().change();
    }

    int pairs() {
        return report.pairs().size();
    }

    long regressed() {
        return report.regressed().size();
    }

    String regressionRate() {
        return Figure.share(report.regressionRate());
    }

    long hardBreaks() {
        return report.pairs().stream().filter(Triage::newHardBreak).count();
    }

    long improved() {
        return report.pairs().stream()
                .filter(pair -> !pair.improvements().isEmpty())
                .count();
    }

    String started() {
        return report.facts().started().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    String took() {
        Duration took =
                Duration.between(report.facts().started(), report.facts().ended());
        return took.toSeconds() < 120 ? took.toSeconds() + " s" : took.toMinutes() + " min";
    }

    String spent() {
        var spent = report.facts().spent();
        return spent == null
                ? "unknown"
                : Figure.money(spent) + " " + report.facts().currency();
    }

    String judges() {
        return report.facts().judges().isEmpty()
                ? "none"
                : String.join(", ", report.facts().judges());
    }

    String bundled() {
        return String.join(", ", report.facts().bundledChanges());
    }

    /** Both sides, line by line. */
    List<Fact> sides() {
        SideFacts source = report.facts().source();
        SideFacts target = report.facts().target();
        List<String> bundled = report.facts().bundledChanges();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Provider", source.provider(), target.provider(), false));
        facts.add(new Fact("Model", source.model(), target.model(), false));
        facts.add(new Fact(
                "Answered as", String.join(", ", source.answered()), String.join(", ", target.answered()), false));
        facts.add(new Fact("Prompts (hash)", source.promptHash(), target.promptHash(), bundled.contains("prompt")));
        Set<String> names = new LinkedHashSet<>(source.parameters().keySet());
        names.addAll(target.parameters().keySet());
        for (String name : names) {
            String before = source.parameters().get(name);
            String after = target.parameters().get(name);
            facts.add(new Fact(
                    name,
                    Objects.requireNonNullElse(before, Figure.UNKNOWN),
                    Objects.requireNonNullElse(after, Figure.UNKNOWN),
                    !Objects.equals(before, after)));
        }
        facts.add(new Fact("Calls", calls(source), calls(target), false));
        return facts;
    }

    private static String calls(SideFacts side) {
        return side.calls() + ": " + side.failed() + " failed, " + side.rejected() + " rejected, " + side.replayed()
                + " replayed";
    }

    List<MetricResult> metrics() {
        return report.metrics();
    }

    /** The answers, for the script. */
    Mustache.Lambda data() {
        return (fragment, out) -> PageData.write(report, out);
    }
}
