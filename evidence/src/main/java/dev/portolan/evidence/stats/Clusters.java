package dev.portolan.evidence.stats;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which examples belong together and must be drawn together: turns of one conversation, questions about one document. Immutable.
 */
public final class Clusters {

    private final int[][] members;
    private final int examples;

    private Clusters(int[][] members, int examples) {
        this.members = members;
        this.examples = examples;
    }

    /**
     * Each example for itself.
     *
     * @param examples how many
     * @return the clusters
     */
    public static Clusters none(int examples) {
        Checks.count("examples", examples);
        int[][] members = new int[examples][];
        Arrays.setAll(members, i -> new int[] {i});
        return new Clusters(members, examples);
    }

    /**
     * Clusters by name.
     *
     * @param ids the cluster of each example, in order
     * @return the clusters, in the order of their first examples
     */
    public static Clusters of(List<String> ids) {
        Map<String, int[]> byId = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            int example = i;
            byId.merge(ids.get(i), new int[] {i}, (known, one) -> {
                int[] more = Arrays.copyOf(known, known.length + 1);
                more[known.length] = example;
                return more;
            });
        }
        return new Clusters(byId.values().toArray(int[][]::new), ids.size());
    }

    /**
     * How many there are.
     *
     * @return their number
     */
    public int size() {
        return members.length;
    }

    /**
     * How many examples they hold.
     *
     * @return their number
     */
    public int examples() {
        return examples;
    }

    int[] members(int cluster) {
        return members[cluster];
    }

    /**
     * The standard error of a mean under clustering: {@code sqrt(sum over clusters of (sum over members of (x - mean))^2) / n}.
     *
     * @param values one for each example
     * @return the standard error
     * @see <a href="https://arxiv.org/abs/2411.00640">Miller 2024, section 2.2</a>
     */
    public double standardError(double[] values) {
        Checks.sameLength("values", values.length, "clusters", examples);
        Checks.finite("values", values);
        double mean = Arrays.stream(values).average().orElseThrow(() -> new IllegalArgumentException("values: none"));
        double sum = 0;
        for (int[] cluster : members) {
            double deviation = 0;
            for (int member : cluster) {
                deviation += values[member] - mean;
            }
            sum += deviation * deviation;
        }
        return Math.sqrt(sum) / examples;
    }
}
