package dev.portolan.evidence.parity;

import dev.portolan.evidence.stats.Agreement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Joins what people decided to what checks found. */
final class Reviewing {

    private Reviewing() {}

    static ReviewResult of(List<PairResult> pairs, Set<String> metrics, List<ReviewDecision> decisions) {
        Map<String, PairResult> byId = new LinkedHashMap<>();
        pairs.forEach(pair -> byId.put(pair.example().id(), pair));
        List<ReviewDecision> known = decisions.stream()
                .filter(one -> byId.containsKey(one.example()))
                .toList();
        Map<String, Double> agreement = new LinkedHashMap<>();
        for (String metric : metrics) {
            List<String> people = new ArrayList<>();
            List<String> check = new ArrayList<>();
            for (ReviewDecision one : known) {
                PairResult pair = java.util.Objects.requireNonNull(byId.get(one.example()));
                Double source = pair.score(Side.SOURCE, metric);
                Double target = pair.score(Side.TARGET, metric);
                if (source != null && target != null) {
                    people.add(one.choice().name());
                    check.add(higher(source, target).name());
                }
            }
            if (!people.isEmpty()) {
                agreement.put(metric, Agreement.kappa(people, check));
            }
        }
        return new ReviewResult(known, agreement, reviewers(known));
    }

    private static ReviewDecision.Choice higher(double source, double target) {
        if (source == target) {
            return ReviewDecision.Choice.SAME;
        }
        return source > target ? ReviewDecision.Choice.SOURCE : ReviewDecision.Choice.TARGET;
    }

    private static double reviewers(List<ReviewDecision> decisions) {
        Map<String, List<@Nullable String>> byExample = new LinkedHashMap<>();
        decisions.forEach(one -> byExample
                .computeIfAbsent(one.example(), none -> new ArrayList<>())
                .add(one.choice().name()));
        return Agreement.alpha(new ArrayList<>(byExample.values()));
    }
}
