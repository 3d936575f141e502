package dev.portolan.evidence.parity;

import dev.portolan.evidence.cost.Money;
import dev.portolan.evidence.cost.MonthlyCost;
import dev.portolan.evidence.stats.Verdict;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the comparison of a target with its source found. Immutable. Holds what was asked and answered; {@link #toString} shows the
 * verdict only.
 *
 * <p>The verdict: INVALID when too many calls failed or too many scores of a guard are missing. FAIL when the target has more hard
 * breaks than the gate allows where the source has none, when an objective is broken, or when a guard fails after Holm's correction
 * for the number of guards. PASS when every guard and every objective passes; each is tested at 5 %, and since all must pass, no
 * correction is needed (the intersection-union test). INCONCLUSIVE otherwise.
 *
 * @see <a href="https://doi.org/10.1080/00401706.1982.10487790">Berger 1982 on intersection-union tests</a>
 */
public final class ParityReport {

    private final RunFacts facts;
    private final Conclusion conclusion;
    private final List<MetricResult> metrics;
    private final List<MeasureResult> measures;
    private final List<ObjectiveResult> objectives;
    private final List<SliceResult> slices;
    private final NoiseResult noise;
    private final ReviewResult reviews;
    private final List<PairResult> pairs;

    ParityReport(
            RunFacts facts,
            Conclusion conclusion,
            List<MetricResult> metrics,
            List<MeasureResult> measures,
            List<ObjectiveResult> objectives,
            List<SliceResult> slices,
            NoiseResult noise,
            ReviewResult reviews,
            List<PairResult> pairs) {
        this.facts = Objects.requireNonNull(facts, "facts");
        this.conclusion = Objects.requireNonNull(conclusion, "conclusion");
        this.metrics = List.copyOf(metrics);
        this.measures = List.copyOf(measures);
        this.objectives = List.copyOf(objectives);
        this.slices = List.copyOf(slices);
        this.noise = Objects.requireNonNull(noise, "noise");
        this.reviews = Objects.requireNonNull(reviews, "reviews");
        this.pairs = List.copyOf(pairs);
    }

    /**
     * Judges a run. The same pairs, gate and decisions always give the same report.
     *
     * @param facts how the run was made
     * @param pairs what both models made of each example, in the order of the dataset
     * @param gate what the target must show
     * @param decisions what people said of pairs, possibly none; those on other examples are left out
     * @return the report
     */
    public static ParityReport evaluate(
            RunFacts facts, List<PairResult> pairs, Gate gate, List<ReviewDecision> decisions) {
        return new Evaluation(facts, pairs, gate).report(decisions);
    }

    /**
     * How the run was made.
     *
     * @return the facts
     */
    public RunFacts facts() {
        return facts;
    }

    /**
     * What follows.
     *
     * @return the verdict with its reasons
     */
    public Conclusion conclusion() {
        return conclusion;
    }

    /**
     * What follows, in a word.
     *
     * @return the verdict
     */
    public Verdict verdict() {
        return conclusion.verdict();
    }

    /**
     * The metrics, in the order of the checks.
     *
     * @return unmodifiable
     */
    public List<MetricResult> metrics() {
        return metrics;
    }

    /**
     * A metric.
     *
     * @param name the check's name
     * @return what it shows
     * @throws IllegalArgumentException when there is none of that name
     */
    public MetricResult metric(String name) {
        return metrics.stream()
                .filter(one -> one.metric().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("metric: there is no " + name + ", only "
                        + String.join(
                                ", ", metrics.stream().map(MetricResult::metric).toList())));
    }

    /**
     * What answers took.
     *
     * @return unmodifiable
     */
    public List<MeasureResult> measures() {
        return measures;
    }

    /**
     * What answers took of one thing.
     *
     * @param name the measure's name, such as {@code latency}
     * @return the figures, or {@code null} when none is known
     */
    public @Nullable MeasureResult measure(String name) {
        return measures.stream()
                .filter(one -> one.measure().equals(name))
                .findFirst()
                .orElse(null);
    }

    /**
     * What a month would cost, projected from the answers of this run; those that were replayed, or whose price is not known, are not
     * covered.
     *
     * @param side whose
     * @param requestsPerMonth how many requests there are in a month, at least 0
     * @return the cost, with its coverage
     */
    public MonthlyCost monthlyCost(Side side, long requestsPerMonth) {
        BigDecimal covered = BigDecimal.ZERO;
        long requests = 0;
        long known = 0;
        for (PairResult pair : pairs) {
            for (Trial trial : pair.trials(side)) {
                BigDecimal cost = trial.figures().get("cost");
                requests += trial.outcome() == CallOutcome.ANSWERED ? 1 : 0;
                if (cost != null) {
                    covered = covered.add(cost);
                    known++;
                }
            }
        }
        Currency currency = Currency.getInstance(facts.currency());
        return new MonthlyCost(new Money(covered, currency), requests, known, requestsPerMonth);
    }

    /**
     * The limits of the gate, in its order.
     *
     * @return unmodifiable
     */
    public List<ObjectiveResult> objectives() {
        return objectives;
    }

    /**
     * Each metric for each tag.
     *
     * @return unmodifiable, in the order in which tags occur
     */
    public List<SliceResult> slices() {
        return slices;
    }

    /**
     * How much scores move by themselves.
     *
     * @return the noise
     */
    public NoiseResult noise() {
        return noise;
    }

    /**
     * What people said.
     *
     * @return the reviews, possibly without any decision
     */
    public ReviewResult reviews() {
        return reviews;
    }

    /**
     * What both models made of each example.
     *
     * @return unmodifiable, in the order of the dataset
     */
    public List<PairResult> pairs() {
        return pairs;
    }

    /**
     * The examples a person should look at first: where the target regressed or broke.
     *
     * @return in the order of the dataset
     */
    public List<PairResult> regressed() {
        return pairs.stream().filter(pair -> !pair.regressions().isEmpty()).toList();
    }

    /**
     * The share of examples on that list.
     *
     * @return from 0 to 1; 0 without examples
     */
    public double regressionRate() {
        return pairs.isEmpty() ? 0 : (double) regressed().size() / pairs.size();
    }

    /**
     * Insists on a PASS.
     *
     * @return this report
     * @throws ParityNotShown when the verdict is any other
     */
    public ParityReport orThrow() {
        if (verdict() != Verdict.PASS) {
            throw new ParityNotShown(this);
        }
        return this;
    }

    /**
     * The report as JSON, whose form {@code docs/parity-report-format.md} describes. Holds what was asked and answered.
     *
     * @return the text; equal reports give equal texts
     */
    public String toJson() {
        StringWriter out = new StringWriter();
        try {
            ParityReportFormat.write(this, out);
        } catch (IOException e) {
            throw new UncheckedIOException("A string took no more text", e);
        }
        return out.toString();
    }

    /**
     * Reads what {@link #toJson()} wrote. The figures and the verdict are those of the text; nothing is judged anew.
     *
     * @param json the text
     * @return the report; the attachments of its examples have names and no content
     * @throws IllegalArgumentException when the text is no such report; the message names the place and quotes nothing
     */
    public static ParityReport fromJson(String json) {
        try {
            return ParityReportFormat.read(new StringReader(json));
        } catch (IOException e) {
            throw new UncheckedIOException("A string could not be read", e);
        }
    }

    /**
     * Writes the report as JSON in UTF-8, one pair a line, so that no more than a pair is held as text.
     *
     * @param file the file; what it held is replaced
     * @throws UncheckedIOException when it cannot be written
     */
    public void write(Path file) {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            ParityReportFormat.write(this, out);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the report " + file, e);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param file the file
     * @return the report; the attachments of its examples have names and no content
     * @throws UncheckedIOException when it cannot be read
     * @throws IllegalArgumentException when it is no such report; the message names the place and quotes nothing
     */
    public static ParityReport read(Path file) {
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return ParityReportFormat.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the report " + file, e);
        }
    }

    @Override
    public String toString() {
        return "ParityReport[" + verdict() + ", " + facts.source().name() + " -> "
                + facts.target().name() + ", " + pairs.size() + " examples]";
    }

    /**
     * What follows from a run.
     *
     * @param verdict in a word
     * @param reasons why, in sentences; the first is the weightiest. They name metrics and figures and quote no answer
     * @param change what would change it, in a sentence; empty for a PASS
     * @param moreExamples how many more examples would probably settle what is not settled; empty when all is, or when nobody can
     *     tell
     */
    public record Conclusion(Verdict verdict, List<String> reasons, String change, OptionalInt moreExamples) {

        /**
         * Checks the components.
         *
         * @param verdict as above
         * @param reasons as above; copied
         * @param change as above
         * @param moreExamples as above
         */
        public Conclusion {
            Objects.requireNonNull(verdict, "verdict");
            Objects.requireNonNull(change, "change");
            Objects.requireNonNull(moreExamples, "moreExamples");
            reasons = List.copyOf(reasons);
        }
    }
}
