package dev.portolan.testkit.report;

import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.Side;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The scores of both sides, example by example, with the line of equal scores and that under which an example is to be looked at. */
final class Scatter {

    private static final int SIZE = 260;
    private static final int LEFT = 42;
    private static final int PLOT = 204;
    private static final int TOP = 12;

    private record Place(long source, long target) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return source != other.source ? Long.compare(source, other.source) : Long.compare(target, other.target);
        }
    }

    private Scatter() {}

    static String of(String metric, int index, List<PairResult> pairs) {
        Map<Place, Integer> counts = new TreeMap<>();
        for (PairResult pair : pairs) {
            Double source = pair.score(Side.SOURCE, metric);
            Double target = pair.score(Side.TARGET, metric);
            if (source != null && target != null) {
                counts.merge(new Place(Math.round(source * 50), Math.round(target * 50)), 1, Integer::sum);
            }
        }
        Svg svg = new Svg(SIZE, SIZE, "scatter", "Scores of source and target for " + metric);
        svg.path("look", "M%s %sL%s %sL%s %sz", x(0), y(0), x(1), y(PairResult.TRIAGE), x(1), y(0));
        svg.rect("frame", LEFT, TOP, PLOT, PLOT);
        svg.line("equal", x(0), y(0), x(1), y(1));
        svg.line("triage", x(0), y(0), x(1), y(PairResult.TRIAGE));
        for (double tick : new double[] {0, 0.5, 1}) {
            svg.label("tick end", LEFT - 5, y(tick) + 4, Svg.number(tick));
            svg.label("tick middle", x(tick), TOP + PLOT + 14, Svg.number(tick));
        }
        svg.label("axis middle", LEFT + PLOT / 2.0, SIZE - 8, "source");
        svg.label("axis", 0, y(0.75) + 4, "target");
        counts.forEach((place, count) -> {
            double source = place.source() / 50.0;
            double target = place.target() / 50.0;
            boolean below = target < PairResult.TRIAGE * source;
            svg.dot(
                    below ? "dot below" : "dot",
                    x(source),
                    y(target),
                    Math.min(16, 2.5 + Math.sqrt(count)),
                    "tabindex=\"0\" role=\"button\" data-metric=\"" + index + "\" data-source=\"" + place.source()
                            + "\" data-target=\"" + place.target() + "\"");
            svg.endDot(count + (count == 1 ? " example: " : " examples: ") + "source " + Figure.decimal(source, 2)
                    + ", target " + Figure.decimal(target, 2));
        });
        return svg.text();
    }

    private static double x(double share) {
        return LEFT + share * PLOT;
    }

    private static double y(double share) {
        return TOP + (1 - share) * PLOT;
    }
}
