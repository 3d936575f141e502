package dev.portolan.evidence.stats;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How far two or more who judge the same things agree beyond chance: 1 is always, 0 as by chance, below 0 less than that. */
public final class Agreement {

    private Agreement() {}

    /**
     * Cohen's kappa of two judges: {@code (observed - expected) / (1 - expected)}, expected by each judge's own shares.
     *
     * @param first the labels that one gave
     * @param second the labels that the other gave, in the same order
     * @return at most 1; {@link Double#NaN} when both gave one and the same label throughout, which tells nothing
     * @see <a href="https://doi.org/10.1177/001316446002000104">Cohen 1960</a>
     */
    public static double kappa(List<String> first, List<String> second) {
        Checks.sameLength("second", second.size(), "first", first.size());
        if (first.isEmpty()) {
            throw new IllegalArgumentException("labels: at least one pair is needed");
        }
        double n = first.size();
        double observed = 0;
        Map<String, double[]> shares = new HashMap<>();
        for (int i = 0; i < first.size(); i++) {
            observed += first.get(i).equals(second.get(i)) ? 1 / n : 0;
            shares.computeIfAbsent(first.get(i), label -> new double[2])[0] += 1 / n;
            shares.computeIfAbsent(second.get(i), label -> new double[2])[1] += 1 / n;
        }
        double expected = shares.size() == 1
                ? 1
                : shares.values().stream().mapToDouble(two -> two[0] * two[1]).sum();
        return expected == 1 ? Double.NaN : (observed - expected) / (1 - expected);
    }

    /**
     * Krippendorff's alpha of any number of judges for labels without order: {@code 1 - (n - 1) * observed / expected}
     * disagreement over the coincidences of labels. A judge who was silent on a thing is left out there.
     *
     * @param ratings for each thing the labels it got, {@code null} for none; things with fewer than two count for nothing
     * @return at most 1; {@link Double#NaN} when fewer than two labels occur or nothing was judged twice
     * @see <a href="https://doi.org/10.4135/9781071878781">Krippendorff, Content Analysis, chapter 12</a>
     */
    public static double alpha(List<? extends List<@Nullable String>> ratings) {
        Map<String, Double> totals = new LinkedHashMap<>();
        double agreeing = 0;
        double pairable = 0;
        for (List<@Nullable String> thing : ratings) {
            Map<String, Integer> counts = new HashMap<>();
            thing.stream().filter(Objects::nonNull).forEach(label -> counts.merge(label, 1, Integer::sum));
            int judges = counts.values().stream().mapToInt(Integer::intValue).sum();
            if (judges < 2) {
                continue;
            }
            pairable += judges;
            for (Map.Entry<String, Integer> count : counts.entrySet()) {
                double times = count.getValue();
                totals.merge(count.getKey(), times, Double::sum);
                agreeing += times * (times - 1) / (judges - 1);
            }
        }
        double n = pairable;
        double expected = totals.values().stream()
                .mapToDouble(total -> total * (total - 1))
                .sum();
        double chance = n * (n - 1) - expected;
        return totals.size() < 2 || chance == 0 ? Double.NaN : 1 - (n - 1) * (n - agreeing) / chance;
    }
}
