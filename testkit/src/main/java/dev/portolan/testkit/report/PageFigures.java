package dev.portolan.testkit.report;

import dev.portolan.evidence.cost.Money;
import dev.portolan.evidence.cost.MonthlyCost;
import dev.portolan.evidence.parity.MeasureResult;
import dev.portolan.evidence.parity.MetricResult;
import dev.portolan.evidence.parity.ObjectiveResult;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.parity.ReviewDecision;
import dev.portolan.evidence.parity.Role;
import dev.portolan.evidence.parity.Side;
import dev.portolan.evidence.parity.SliceResult;
import dev.portolan.evidence.stats.NonInferiority;
import dev.portolan.evidence.stats.PairedOutcomes;
import dev.portolan.evidence.stats.Quantile;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables and charts of the page. */
final class PageFigures {

    private static final List<Long> MONTHS = List.of(10_000L, 100_000L, 1_000_000L);
    private static final int MANY = 100_000;

    private final ParityReport report;

    PageFigures(ParityReport report) {
        this.report = report;
    }

    record GateRow(
            String metric,
            boolean guard,
            String source,
            String target,
            String difference,
            String bound,
            String margin,
            int n,
            int hardBreaks,
            boolean broken,
            String bar,
            PageView.Badge badge,
            String reason) {}

    /** Hard breaks first. */
    List<GateRow> gate() {
        List<GateRow> rows = new ArrayList<>();
        report.metrics().stream().sorted(Words.GATE_ORDER).forEach(one -> {
            NonInferiority finding = one.finding();
            rows.add(new GateRow(
                    one.metric(),
                    one.role() == Role.GUARD,
                    Figure.score(one.scale(), one.source()),
                    Figure.score(one.scale(), one.target()),
                    Figure.difference(one.scale(), one.target() - one.source()),
                    finding == null ? Figure.UNKNOWN : Figure.difference(one.scale(), Words.worst(one, finding)),
                    Figure.margin(one),
                    one.examples(),
                    one.newHardBreaks(),
                    one.newHardBreaks() > 0,
                    IntervalBar.of(one),
                    PageView.Badge.of(one.verdict()),
                    one.reason()));
        });
        return rows;
    }

    record ObjectiveRow(String limit, String found, PageView.Badge badge, String reason) {}

    List<ObjectiveRow> objectives() {
        return report.objectives().stream()
                .map((ObjectiveResult one) -> new ObjectiveRow(
                        Words.limit(one.objective(), report.facts().currency()),
                        Words.found(one, report.facts().currency()),
                        PageView.Badge.of(one.verdict()),
                        one.reason()))
                .toList();
    }

    boolean hasObjectives() {
        return !report.objectives().isEmpty();
    }

    record Paired(int index, String metric, int both, int sourceOnly, int targetOnly, int neither, String scatter) {}

    List<Paired> paired() {
        List<Paired> all = new ArrayList<>();
        for (int i = 0; i < report.metrics().size(); i++) {
            MetricResult one = report.metrics().get(i);
            PairedOutcomes cells = one.cells();
            if (cells != null) {
                all.add(new Paired(
                        i,
                        one.metric(),
                        cells.both(),
                        cells.sourceOnly(),
                        cells.targetOnly(),
                        cells.neither(),
                        Scatter.of(one.metric(), i, report.pairs())));
            }
        }
        return all;
    }

    record QuantileRow(String name, String source, String target) {}

    record MeasureView(
            String measure,
            String unit,
            String source,
            String target,
            String ratio,
            List<QuantileRow> quantiles,
            String chart) {}

    /** Times, each with its distribution. */
    List<MeasureView> times() {
        return measures(true);
    }

    /** Money and tokens; money also for as many requests as a month has in many places. */
    List<MeasureView> costs() {
        List<MeasureView> all = new ArrayList<>(measures(false));
        report.measures().stream()
                .filter(one -> one.measure().equals("cost"))
                .map(one -> new MeasureView(
                        String.format(Locale.ROOT, "cost of %,d requests", MANY),
                        one.unit(),
                        forMany(one.source(), one.unit()),
                        forMany(one.target(), one.unit()),
                        "",
                        List.of(),
                        ""))
                .forEach(all::add);
        return all;
    }

    private static String forMany(MeasureResult.@Nullable Figures figures, String unit) {
        return figures == null
                ? "unknown"
                : Figure.measure(MANY * figures.mean(), unit) + " ("
                        + Figure.measure(MANY * figures.meanInterval().lower(), unit) + " to "
                        + Figure.measure(MANY * figures.meanInterval().upper(), unit) + ")";
    }

    boolean anyCosts() {
        return !costs().isEmpty();
    }

    record Projection(String requests, String source, String target) {}

    /** What months of several sizes would cost; the reader knows which is theirs. */
    List<Projection> projections() {
        return MONTHS.stream()
                .map(requests -> new Projection(
                        String.format(Locale.ROOT, "%,d", requests),
                        month(report.monthlyCost(Side.SOURCE, requests)),
                        month(report.monthlyCost(Side.TARGET, requests))))
                .toList();
    }

    boolean anyProjections() {
        return report.measure("cost") != null;
    }

    private static String month(MonthlyCost cost) {
        Money amount = cost.amount();
        return amount != null
                ? money(amount)
                : String.format(
                        Locale.ROOT,
                        "unknown, at least %s (%.0f %% of requests have a known cost)",
                        money(cost.atLeast()),
                        100 * cost.coverage());
    }

    private static String money(Money money) {
        return money.amount().setScale(2, RoundingMode.HALF_UP).toPlainString() + " "
                + money.currency().getCurrencyCode();
    }

    private List<MeasureView> measures(boolean times) {
        return report.measures().stream()
                .filter(one -> one.unit().equals("s") == times)
                .map(one -> new MeasureView(
                        one.measure(),
                        one.unit(),
                        mean(one.source(), one.unit()),
                        mean(one.target(), one.unit()),
                        ratio(one),
                        quantiles(one),
                        times ? Distribution.of(one, report.pairs()) : ""))
                .toList();
    }

    private static String mean(MeasureResult.@Nullable Figures figures, String unit) {
        return figures == null
                ? "unknown"
                : Figure.measure(figures.mean(), unit) + " ("
                        + Figure.measure(figures.meanInterval().lower(), unit) + " to "
                        + Figure.measure(figures.meanInterval().upper(), unit) + "), "
                        + figures.samples() + " calls"
                        + (figures.unknown() > 0 ? ", unknown for " + figures.unknown() : "");
    }

    private static String ratio(MeasureResult one) {
        var interval = one.ratioInterval();
        return Figure.ratio(one.ratio())
                + (interval == null
                        ? ""
                        : " (" + Figure.ratio(interval.lower()) + " to " + Figure.ratio(interval.upper()) + ")");
    }

    private static List<QuantileRow> quantiles(MeasureResult one) {
        List<QuantileRow> rows = new ArrayList<>();
        MeasureResult.Figures any = one.source() != null ? one.source() : one.target();
        for (int i = 0; any != null && i < any.quantiles().size(); i++) {
            rows.add(new QuantileRow(
                    "p" + Math.round(100 * any.quantiles().get(i).p()),
                    quantile(one.figures(Side.SOURCE), i, one.unit()),
                    quantile(one.figures(Side.TARGET), i, one.unit())));
        }
        return rows;
    }

    private static String quantile(MeasureResult.@Nullable Figures figures, int i, String unit) {
        if (figures == null) {
            return "unknown";
        }
        Quantile one = figures.quantiles().get(i);
        return one.known()
                ? Figure.measure(one.value(), unit) + " ("
                        + Figure.measure(one.lower().orElseThrow(), unit) + " to "
                        + Figure.measure(one.upper().orElseThrow(), unit) + ")"
                : "too few samples (" + one.samples() + ")";
    }

    record SliceCell(boolean known, boolean small, String figures, int n, String mark, String word, String kind) {}

    record SliceRow(String tag, List<SliceCell> cells) {}

    /** A row for each tag, a cell for each metric. */
    List<SliceRow> slices() {
        Map<String, Map<String, SliceResult>> byTag = new LinkedHashMap<>();
        report.slices()
                .forEach(one -> byTag.computeIfAbsent(one.tag(), none -> new LinkedHashMap<>())
                        .put(one.result().metric(), one));
        List<SliceRow> rows = new ArrayList<>();
        byTag.forEach((tag, byMetric) -> rows.add(new SliceRow(
                tag,
                report.metrics().stream()
                        .map(metric -> cell(byMetric.get(metric.metric())))
                        .toList())));
        return rows;
    }

    boolean hasSlices() {
        return !report.slices().isEmpty();
    }

    private static SliceCell cell(@Nullable SliceResult slice) {
        if (slice == null) {
            return new SliceCell(false, true, "", 0, "", "", "none");
        }
        MetricResult one = slice.result();
        PageView.Badge badge = PageView.Badge.of(one.verdict());
        return new SliceCell(
                true,
                slice.tooSmall(),
                Figure.score(one.scale(), one.source()) + " → " + Figure.score(one.scale(), one.target()),
                one.examples(),
                slice.tooSmall() ? "" : badge.mark(),
                slice.tooSmall() ? "too few" : badge.word(),
                slice.tooSmall() ? "small" : badge.kind());
    }

    record NoiseRow(String metric, String itself, List<PageView.Badge> again, String source, String target) {}

    List<NoiseRow> noise() {
        return report.metrics().stream()
                .map(one -> {
                    MetricResult itself = report.noise().sourceAgainstItself().stream()
                            .filter(again -> again.metric().equals(one.metric()))
                            .findFirst()
                            .orElse(null);
                    return new NoiseRow(
                            one.metric(),
                            itself == null
                                    ? "not run"
                                    : Figure.difference(itself.scale(), itself.target() - itself.source()),
                            itself == null ? List.of() : List.of(PageView.Badge.of(itself.verdict())),
                            share(report.noise().sourceUnstable().get(one.metric())),
                            share(report.noise().targetUnstable().get(one.metric())));
                })
                .toList();
    }

    private static String share(@Nullable Double value) {
        return value == null ? "one repeat" : Figure.share(value);
    }

    record AgreementRow(String metric, String kappa) {}

    List<AgreementRow> agreement() {
        List<AgreementRow> rows = new ArrayList<>();
        report.reviews()
                .agreement()
                .forEach((metric, kappa) -> rows.add(new AgreementRow(metric, Figure.decimal(kappa, 2))));
        return rows;
    }

    boolean reviewed() {
        return !report.reviews().decisions().isEmpty();
    }

    String reviews() {
        var reviews = report.reviews();
        return reviews.decisions().size() + " decisions: "
                + reviews.count(ReviewDecision.Choice.SOURCE) + " for the source, "
                + reviews.count(ReviewDecision.Choice.TARGET) + " for the target, "
                + reviews.count(ReviewDecision.Choice.SAME) + " for neither. Agreement between reviewers (alpha): "
                + Figure.decimal(reviews.reviewersAgreement(), 2) + ".";
    }
}
