package dev.portolan.routing.portability;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects findings: one for each cause, with the number of requests. Calls come one after the other. For one thread. */
final class Findings {

    /** What is found, but for the requests. Two of the same area, code, field, rules and text are one. */
    record Cause(
            PortabilityArea area,
            Severity severity,
            String code,
            @Nullable String field,
            List<String> rules,
            String message,
            String remedy) {}

    private record Key(
            PortabilityArea area,
            Severity severity,
            String code,
            @Nullable String field,
            List<String> rules,
            String text) {}

    private static final class Count {
        final Cause cause;
        final @Nullable String example;
        int requests;

        @Nullable
        String last;

        Count(Cause cause, @Nullable String example) {
            this.cause = cause;
            this.example = example;
        }
    }

    private final Map<Key, Count> counts = new LinkedHashMap<>();
    private final Set<UnjudgedArea> open = new LinkedHashSet<>();
    private final Set<PortabilityArea> judged = new TreeSet<>();

    /** Found in a call, or in none in particular. */
    void found(Cause cause, @Nullable WorkloadCall call) {
        found(cause, call, cause.message());
    }

    /** Found in a call; what differs in the message alone is the same cause when the text that tells them apart is. */
    void found(Cause cause, @Nullable WorkloadCall call, String text) {
        judged.add(cause.area());
        Count count = counts.computeIfAbsent(
                new Key(cause.area(), cause.severity(), cause.code(), cause.field(), cause.rules(), text),
                key -> new Count(cause, call == null ? null : call.id()));
        if (call != null && !call.id().equals(count.last)) {
            count.last = call.id();
            count.requests++;
        }
    }

    /** Found of so many requests, without saying which. */
    void found(Cause cause, int requests, @Nullable String example) {
        judged.add(cause.area());
        Count count = new Count(cause, example);
        count.requests = requests;
        counts.put(
                new Key(cause.area(), cause.severity(), cause.code(), cause.field(), cause.rules(), cause.message()),
                count);
    }

    /** The topic was looked at; if nothing is found, it is fine as far as can be told. */
    void judged(PortabilityArea... areas) {
        judged.addAll(List.of(areas));
    }

    void open(PortabilityArea area, String reason) {
        open.add(new UnjudgedArea(area, reason));
    }

    /** The worst first, then by topic, then by the number of requests. */
    List<PortabilityFinding> findings() {
        List<PortabilityFinding> all = new ArrayList<>();
        for (Count count : counts.values()) {
            Cause cause = count.cause;
            all.add(new PortabilityFinding(
                    cause.area(),
                    cause.severity(),
                    cause.code(),
                    cause.field(),
                    cause.rules(),
                    count.requests,
                    count.example,
                    cause.message(),
                    cause.remedy()));
        }
        all.sort(Comparator.comparing(PortabilityFinding::severity)
                .thenComparing(PortabilityFinding::area)
                .thenComparing(PortabilityFinding::requests, Comparator.reverseOrder()));
        return all;
    }

    List<UnjudgedArea> open() {
        return open.stream().sorted(Comparator.comparing(UnjudgedArea::area)).toList();
    }

    /** Topics that were looked at, with nothing found and nothing open. */
    List<PortabilityArea> clear() {
        Set<PortabilityArea> left = new TreeSet<>(judged);
        counts.values().forEach(count -> left.remove(count.cause.area()));
        open.forEach(area -> left.remove(area.area()));
        return List.copyOf(left);
    }
}
