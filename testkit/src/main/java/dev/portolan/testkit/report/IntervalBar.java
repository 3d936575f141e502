package dev.portolan.testkit.report;

import dev.portolan.evidence.parity.MetricResult;
import dev.portolan.evidence.parity.Scale;
import dev.portolan.evidence.stats.NonInferiority;

/**
 * A difference with its interval as a drawing. One unit is the margin, so that the line of the margin and that of no difference stand
 * in the same places for every metric.
 */
final class IntervalBar {

    private static final double FROM = -3.5;
    private static final double TO = 2.5;
    private static final int WIDTH = 240;
    private static final int MIDDLE = 14;

    private IntervalBar() {}

    static String of(MetricResult metric) {
        NonInferiority finding = metric.finding();
        double unit = metric.scale() == Scale.SCORE ? metric.margin() * metric.source() : metric.margin();
        if (finding == null || !(unit > 0)) {
            return "";
        }
        double estimate = (metric.target() - metric.source()) / unit;
        double lower = (finding.interval().lower() - Words.shift(metric)) / unit;
        double upper = (finding.interval().upper() - Words.shift(metric)) / unit;
        Svg svg = new Svg(
                WIDTH,
                2 * MIDDLE,
                "interval",
                "Difference " + Figure.difference(metric.scale(), metric.target() - metric.source())
                        + ", interval from "
                        + Figure.difference(metric.scale(), lower * unit) + " to "
                        + Figure.difference(metric.scale(), upper * unit) + ", margin " + Figure.margin(metric));
        svg.rect("beyond", 0, 3, x(-1), 2 * MIDDLE - 6);
        svg.line("margin", x(-1), 0, x(-1), 2 * MIDDLE);
        svg.line("zero", x(0), 4, x(0), 2 * MIDDLE - 4);
        double left = x(Math.max(lower, FROM));
        double right = x(Math.min(upper, TO));
        svg.line("whisker", left, MIDDLE, right, MIDDLE);
        end(svg, lower < FROM, left, -1);
        end(svg, upper > TO, right, 1);
        double at = x(Math.max(FROM, Math.min(TO, estimate)));
        svg.path("estimate", "M%s %sl5 5l-5 5l-5 -5z", at, MIDDLE - 5);
        return svg.text();
    }

    /** A stop where the interval ends, an arrow where the drawing does. */
    private static void end(Svg svg, boolean beyond, double x, int direction) {
        if (beyond) {
            svg.path(
                    "whisker",
                    "M%s %sl%s 5l%s 5",
                    x - direction * 5.0,
                    MIDDLE - 5.0,
                    direction * 5.0,
                    -direction * 5.0);
        } else {
            svg.line("whisker", x, MIDDLE - 5, x, MIDDLE + 5);
        }
    }

    private static double x(double units) {
        return 6 + (units - FROM) / (TO - FROM) * (WIDTH - 12);
    }
}
