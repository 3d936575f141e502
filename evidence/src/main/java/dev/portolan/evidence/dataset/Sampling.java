package dev.portolan.evidence.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which calls of many become examples. The same calls, number and seed give the same sample, on every version of Java ({@link
 * Random} is specified to the bit).
 *
 * @param size how many at most, at least 1
 * @param stratified whether each combination of tags gets its share
 * @param seed of the random numbers
 */
public record Sampling(int size, boolean stratified, long seed) {

    /** 200 calls, each combination of tags with its share, seed 0. */
    public static final Sampling STANDARD = new Sampling(200, true, 0);

    /** All calls. */
    public static final Sampling ALL = new Sampling(Integer.MAX_VALUE, false, 0);

    /**
     * Checks the components.
     *
     * @param size as above
     * @param stratified as above
     * @param seed as above
     */
    public Sampling {
        if (size < 1) {
            throw new IllegalArgumentException("size: must be at least 1");
        }
    }

    /**
     * Any calls, each with the same chance.
     *
     * @param size how many at most
     * @param seed of the random numbers
     * @return the sampling
     */
    public static Sampling random(int size, long seed) {
        return new Sampling(size, false, seed);
    }

    /**
     * Each combination of tags with its share, by the largest remainders, and at least one call of each as long as the size allows:
     * of rare ones more than their share, then.
     *
     * @param size how many at most
     * @param seed of the random numbers
     * @return the sampling
     */
    public static Sampling stratifiedByTags(int size, long seed) {
        return new Sampling(size, true, seed);
    }

    /** The calls of the sample, in their order. */
    List<LoggedCall> of(List<LoggedCall> calls) {
        if (calls.size() <= size) {
            return calls;
        }
        Random random = new Random(seed);
        List<Integer> chosen = new ArrayList<>();
        if (stratified) {
            Map<String, List<Integer>> strata = new TreeMap<>();
            for (int i = 0; i < calls.size(); i++) {
                strata.computeIfAbsent(new TreeSet<>(calls.get(i).tags()).toString(), tags -> new ArrayList<>())
                        .add(i);
            }
            Map<String, Integer> shares = shares(strata, calls.size());
            strata.forEach((tags, members) -> {
                Collections.shuffle(members, random);
                chosen.addAll(members.subList(0, shares.getOrDefault(tags, 0)));
            });
        } else {
            List<Integer> all = new ArrayList<>();
            for (int i = 0; i < calls.size(); i++) {
                all.add(i);
            }
            Collections.shuffle(all, random);
            chosen.addAll(all.subList(0, size));
        }
        Collections.sort(chosen);
        return chosen.stream().map(calls::get).toList();
    }

    private Map<String, Integer> shares(Map<String, List<Integer>> strata, int all) {
        Map<String, Integer> shares = new TreeMap<>();
        List<String> largestFirst = new ArrayList<>(strata.keySet());
        largestFirst.sort(Comparator.comparing((String tags) -> size(strata, tags))
                .reversed()
                .thenComparing(Comparator.naturalOrder()));
        int left = size;
        for (String tags : largestFirst) {
            int one = left > 0 ? 1 : 0;
            shares.put(tags, one);
            left -= one;
        }
        // What remains goes, one by one, to whom most is lacking to the exact share.
        PriorityQueue<String> waiting =
                new PriorityQueue<>(Comparator.comparing((String tags) -> lacking(strata, shares, tags, all))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()));
        waiting.addAll(largestFirst);
        for (; left > 0; left--) {
            String next = waiting.remove();
            shares.merge(next, 1, Integer::sum);
            waiting.add(next);
        }
        return shares;
    }

    private static int size(Map<String, List<Integer>> strata, String tags) {
        return strata.getOrDefault(tags, List.of()).size();
    }

    private double lacking(Map<String, List<Integer>> strata, Map<String, Integer> shares, String tags, int all) {
        int has = shares.getOrDefault(tags, 0);
        int members = size(strata, tags);
        return has >= members ? Double.NEGATIVE_INFINITY : (double) size * members / all - has;
    }
}
