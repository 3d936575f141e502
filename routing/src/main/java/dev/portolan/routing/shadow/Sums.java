package dev.portolan.routing.shadow;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/** Maps that add up key by key. */
final class Sums {

    private Sums() {}

    static <V> Map<String, V> of(Map<String, V> one, Map<String, V> other, BinaryOperator<V> plus) {
        Map<String, V> both = new TreeMap<>(one);
        other.forEach((key, value) -> both.merge(key, value, plus));
        return both;
    }
}
