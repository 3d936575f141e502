package dev.portolan.evidence.inventory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Values of a figure; percentiles by the nearest rank. */
final class Distribution {

    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    void writeTo(ObjectNode out) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int n = sorted.size();
        out.put("known", n);
        if (n > 0) {
            out.put("min", sorted.get(0))
                    .put("p50", sorted.get(rank(n, 0.5)))
                    .put("p95", sorted.get(rank(n, 0.95)))
                    .put("max", sorted.get(n - 1))
                    .put(
                            "mean",
                            sorted.stream()
                                    .mapToDouble(Double::doubleValue)
                                    .average()
                                    .orElseThrow());
        }
    }

    private static int rank(int n, double p) {
        return (int) Math.ceil(p * n) - 1;
    }
}
