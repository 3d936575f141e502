package dev.portolan.routing.route;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What a balancing router knows of its targets, by their names; kept over reloads, so that caches are found again. Thread-safe. */
final class BalanceFigures {

    private final ConcurrentMap<String, TargetLoad> loads = new ConcurrentHashMap<>();
    private final CacheAffinity affinity = new CacheAffinity();

    TargetLoad load(String target) {
        return loads.computeIfAbsent(target, name -> new TargetLoad());
    }

    CacheAffinity affinity() {
        return affinity;
    }
}
