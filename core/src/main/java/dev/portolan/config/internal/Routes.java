package dev.portolan.config.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks where routers lead: to models that exist, and never back to themselves. */
final class Routes {

    private final Map<String, Plan.Model> models;
    private final Set<String> names;
    private final Map<String, Map<String, Entry>> entries;
    private final Problems problems;
    private final Set<String> done = new HashSet<>();

    /**
     * Routes to check.
     *
     * @param models those without mistakes
     * @param names all that a router may lead to, those with mistakes of their own included
     * @param entries name to setting to entry, to report where a mistake stands
     */
    Routes(
            Map<String, Plan.Model> models,
            Set<String> names,
            Map<String, Map<String, Entry>> entries,
            Problems problems) {
        this.models = models;
        this.names = names;
        this.entries = entries;
        this.problems = problems;
    }

    void check() {
        for (String name : models.keySet()) {
            follow(name, new ArrayList<>());
        }
    }

    private void follow(String name, List<String> path) {
        int seen = path.indexOf(name);
        if (seen >= 0) {
            List<String> cycle = new ArrayList<>(path.subList(seen, path.size()));
            report(cycle);
            return;
        }
        if (done.contains(name) || !(models.get(name) instanceof Plan.Routed router)) {
            return;
        }
        path.add(name);
        for (String target : router.targets()) {
            if (names.contains(target)) {
                follow(target, path);
            } else {
                problems.add(
                        at(name, target),
                        "there is no model " + KeyLooks.show(target) + " to route to",
                        Nearest.of(target, names));
            }
        }
        path.remove(path.size() - 1);
        done.add(name);
    }

    /** Reports a cycle once, wherever the walk came upon it. */
    private void report(List<String> cycle) {
        Collections.rotate(cycle, -cycle.indexOf(Collections.min(cycle)));
        String first = cycle.get(0);
        String way = String.join(" -> ", cycle) + " -> " + first;
        problems.add(at(first, cycle.get(1 % cycle.size())), "routers lead in a circle: " + way);
    }

    /** The entry of a router in which a target stands. */
    private Entry at(String router, String target) {
        Map<String, Entry> own = entries.getOrDefault(router, Map.of());
        for (Entry entry : own.values()) {
            List<String> words = List.of(entry.text().characters().split("[^A-Za-z0-9_-]+"));
            if (!entry.key().endsWith(".provider") && words.contains(target)) {
                return entry;
            }
        }
        Entry provider = own.get("provider");
        if (provider == null) {
            throw new IllegalStateException("A router without provider passed the check");
        }
        return provider;
    }
}
