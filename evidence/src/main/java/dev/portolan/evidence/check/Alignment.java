package dev.portolan.evidence.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compares the single values of two JSON trees, field by field. */
final class Alignment {

    private static final int MAX_PAIRS = 10_000;

    private record Pair(int expected, int answered, int correct, boolean sameIndex) {}

    private final Function<String, ValueMatch> matchOf;

    Alignment(Function<String, ValueMatch> matchOf) {
        this.matchOf = matchOf;
    }

    void count(
            String field, @Nullable JsonNode expected, @Nullable JsonNode answered, Map<String, FieldCounts> counts) {
        JsonNode right = nothing(expected) ? null : expected;
        JsonNode given = nothing(answered) ? null : answered;
        if (right == null && given == null) {
            return;
        }
        if (right instanceof ArrayNode items && given instanceof ArrayNode others) {
            countItems(field + "/*", items, others, counts);
        } else if (right != null && given != null && right.isObject() && given.isObject()) {
            Set<String> names = new TreeSet<>();
            right.fieldNames().forEachRemaining(names::add);
            given.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> count(field + "/" + escaped(name), right.get(name), given.get(name), counts));
        } else if (right != null && given != null && right.isValueNode() && given.isValueNode()) {
            boolean same = matchOf.apply(field).matches(right.toString(), given.toString());
            counts.merge(field, new FieldCounts(same ? 1 : 0, 1, 1), FieldCounts::plus);
        } else {
            leaves(field, right, counts, new FieldCounts(0, 0, 1));
            leaves(field, given, counts, new FieldCounts(0, 1, 0));
        }
    }

    private static boolean nothing(@Nullable JsonNode node) {
        return node == null || node.isNull();
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static void leaves(
            String field, @Nullable JsonNode node, Map<String, FieldCounts> counts, FieldCounts each) {
        if (node == null || node.isNull()) {
            return;
        }
        if (node.isArray()) {
            node.forEach(item -> leaves(field + "/*", item, counts, each));
        } else if (node.isObject()) {
            for (var member : node.properties()) {
                leaves(field + "/" + escaped(member.getKey()), member.getValue(), counts, each);
            }
        } else {
            counts.merge(field, each, FieldCounts::plus);
        }
    }

    /** Pairs off greedily those items that share most; of equals those at the same place, then the first. */
    private void countItems(String field, ArrayNode expected, ArrayNode answered, Map<String, FieldCounts> counts) {
        int[] partner = new int[expected.size()];
        Arrays.fill(partner, -1);
        boolean[] taken = new boolean[answered.size()];
        if ((long) expected.size() * answered.size() <= MAX_PAIRS) {
            for (Pair pair : pairs(field, expected, answered)) {
                if (partner[pair.expected()] < 0 && !taken[pair.answered()]) {
                    partner[pair.expected()] = pair.answered();
                    taken[pair.answered()] = true;
                }
            }
        } else {
            for (int i = 0; i < Math.min(partner.length, taken.length); i++) {
                partner[i] = i;
                taken[i] = true;
            }
        }
        for (int i = 0; i < partner.length; i++) {
            count(field, expected.get(i), partner[i] < 0 ? null : answered.get(partner[i]), counts);
        }
        for (int i = 0; i < taken.length; i++) {
            if (!taken[i]) {
                count(field, null, answered.get(i), counts);
            }
        }
    }

    private List<Pair> pairs(String field, ArrayNode expected, ArrayNode answered) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            for (int j = 0; j < answered.size(); j++) {
                Map<String, FieldCounts> counts = new HashMap<>();
                count(field, expected.get(i), answered.get(j), counts);
                int correct =
                        counts.values().stream().mapToInt(FieldCounts::correct).sum();
                pairs.add(new Pair(i, j, correct, i == j));
            }
        }
        pairs.sort(Comparator.comparingInt(Pair::correct).reversed().thenComparing(pair -> !pair.sameIndex()));
        return pairs;
    }
}
