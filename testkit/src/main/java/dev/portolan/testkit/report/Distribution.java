package dev.portolan.testkit.report;

import dev.portolan.evidence.parity.MeasureResult;
import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.Side;
import dev.portolan.evidence.parity.Trial;
import dev.portolan.evidence.stats.Quantile;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Which share of calls took no longer than a time, for both sides, on a logarithmic axis. */
final class Distribution {

    private static final int WIDTH = 560;
    private static final int HEIGHT = 250;
    private static final int LEFT = 44;
    private static final int RIGHT = 14;
    private static final int TOP = 14;
    private static final int BOTTOM = 40;
    private static final int STEPS = 200;

    private final double from;
    private final double to;

    private Distribution(double from, double to) {
        this.from = from;
        this.to = to;
    }

    static String of(MeasureResult measure, List<PairResult> pairs) {
        double[] source = samples(measure.measure(), Side.SOURCE, pairs);
        double[] target = samples(measure.measure(), Side.TARGET, pairs);
        double[] all = new double[source.length + target.length];
        System.arraycopy(source, 0, all, 0, source.length);
        System.arraycopy(target, 0, all, source.length, target.length);
        double[] positive = Arrays.stream(all).filter(one -> one > 0).sorted().toArray();
        if (positive.length < 2) {
            return "";
        }
        double least = positive[0] / 1.05;
        double most = Math.max(positive[positive.length - 1] * 1.05, least * 2);
        return new Distribution(Math.log(least), Math.log(most)).draw(measure, source, target);
    }

    private static double[] samples(String measure, Side side, List<PairResult> pairs) {
        return pairs.stream()
                .flatMap(pair -> pair.trials(side).stream())
                .map((Trial trial) -> trial.figures().get(measure))
                .filter(Objects::nonNull)
                .mapToDouble(BigDecimal::doubleValue)
                .sorted()
                .toArray();
    }

    private String draw(MeasureResult measure, double[] source, double[] target) {
        Svg svg = new Svg(WIDTH, HEIGHT, "ecdf", "Distribution of " + measure.measure() + " for source and target");
        svg.rect("frame", LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM);
        for (double share : new double[] {0, 0.5, 0.95, 1}) {
            svg.line("grid", LEFT, y(share), WIDTH - RIGHT, y(share));
            if (share != 0.95) {
                svg.label("tick end", LEFT - 5, y(share) + 4, Figure.decimal(100 * share, 0) + " %");
            }
        }
        svg.label("tick end", LEFT - 5, y(0.95) + 9, "95 %");
        ticks(svg);
        curve(svg, "source", source);
        curve(svg, "target", target);
        marks(svg, measure, Side.SOURCE);
        marks(svg, measure, Side.TARGET);
        svg.label("axis middle", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, measure.measure() + ", seconds (log)");
        return svg.text();
    }

    private void ticks(Svg svg) {
        double last = Double.NEGATIVE_INFINITY;
        for (int power = -4; power <= 4; power++) {
            for (int digit : new int[] {1, 2, 5}) {
                double value = digit * Math.pow(10, power);
                double at = Math.log(value);
                if (at >= from && at <= to && x(value) - last > 34) {
                    last = x(value);
                    svg.line("grid", last, TOP, last, HEIGHT - BOTTOM);
                    svg.label(
                            "tick middle",
                            last,
                            HEIGHT - BOTTOM + 14,
                            new BigDecimal(digit).scaleByPowerOfTen(power).toPlainString());
                }
            }
        }
    }

    private void curve(Svg svg, String kind, double[] sorted) {
        if (sorted.length == 0) {
            return;
        }
        StringBuilder path = new StringBuilder("M").append(point(sorted[0], 0));
        int steps = Math.min(STEPS, sorted.length);
        double before = 0;
        for (int i = 1; i <= steps; i++) {
            int rank = (int) Math.ceil((double) i * sorted.length / steps);
            double value = sorted[rank - 1];
            path.append('L').append(point(value, before));
            before = (double) rank / sorted.length;
            path.append('L').append(point(value, before));
        }
        svg.path("curve " + kind, path);
    }

    /** The quantiles that the samples suffice for. */
    private void marks(Svg svg, MeasureResult measure, Side side) {
        MeasureResult.Figures figures = measure.figures(side);
        if (figures == null) {
            return;
        }
        for (Quantile one : figures.quantiles()) {
            if (one.known() && one.value() > 0) {
                double x = x(one.value());
                double y = y(one.p());
                if (side == Side.SOURCE) {
                    svg.path("mark source", "M%s %sa4 4 0 1 0 0.1 0z", x, y - 4);
                } else {
                    svg.path("mark target", "M%s %sl5 5l-5 5l-5 -5z", x, y - 5);
                }
            }
        }
    }

    private String point(double value, double share) {
        return Svg.number(x(value)) + " " + Svg.number(y(share));
    }

    private double x(double value) {
        double at = (Math.log(Math.max(value, Math.exp(from))) - from) / (to - from);
        return LEFT + at * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double share) {
        return TOP + (1 - share) * (HEIGHT - TOP - BOTTOM);
    }
}
