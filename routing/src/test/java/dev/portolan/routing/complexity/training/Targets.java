package dev.portolan.routing.complexity.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is learnt to be foretold. The gain of the pair is one sample of each model and so mostly luck; where it is known what models
 * about as good as either made of the same request, the gain of their means is steadier. The target is the mean of the two.
 */
final class Targets {

    /** How far below the weak model or above the strong one another may be, in gaps between the two. */
    private static final double BEYOND = 1;

    /** How far towards the other of the two. */
    private static final double BETWEEN = 0.45;

    private Targets() {}

    /** The target of each outcome, in their order. Which models are about as good is told by these outcomes alone. */
    static double[] of(List<Outcome> outcomes) {
        Map<String, List<Outcome>> sources = new TreeMap<>();
        outcomes.forEach(
                o -> sources.computeIfAbsent(o.source(), s -> new ArrayList<>()).add(o));
        Map<String, Peers> peers = new HashMap<>();
        sources.forEach((source, own) -> peers.put(source, peers(own)));
        double[] targets = new double[outcomes.size()];
        for (int i = 0; i < targets.length; i++) {
            Outcome outcome = outcomes.get(i);
            targets[i] = peers.get(outcome.source()).target(outcome);
        }
        return targets;
    }

    private static Peers peers(List<Outcome> outcomes) {
        Map<String, double[]> sums = new TreeMap<>();
        double weak = 0;
        double strong = 0;
        for (Outcome outcome : outcomes) {
            weak += outcome.weak() / outcomes.size();
            strong += outcome.strong() / outcomes.size();
            outcome.others().forEach((model, score) -> {
                double[] sum = sums.computeIfAbsent(model, m -> new double[2]);
                sum[0] += score;
                sum[1]++;
            });
        }
        double gap = strong - weak;
        Set<String> likeWeak = new TreeSet<>();
        Set<String> likeStrong = new TreeSet<>();
        for (Map.Entry<String, double[]> model : sums.entrySet()) {
            double mean = model.getValue()[0] / model.getValue()[1];
            if (mean >= weak - BEYOND * gap && mean <= weak + BETWEEN * gap) {
                likeWeak.add(model.getKey());
            }
            if (mean >= strong - BETWEEN * gap && mean <= strong + BEYOND * gap) {
                likeStrong.add(model.getKey());
            }
        }
        return new Peers(likeWeak, likeStrong);
    }

    /** The models that are about as good as the weak one and as the strong one. */
    private record Peers(Set<String> likeWeak, Set<String> likeStrong) {

        double target(Outcome outcome) {
            double gain = mean(outcome, likeStrong, outcome.strong()) - mean(outcome, likeWeak, outcome.weak());
            return (outcome.gain() + gain) / 2;
        }

        private static double mean(Outcome outcome, Set<String> models, double own) {
            double sum = own;
            int count = 1;
            for (String model : models) {
                Double score = outcome.others().get(model);
                if (score != null) {
                    sum += score;
                    count++;
                }
            }
            return sum / count;
        }
    }
}
