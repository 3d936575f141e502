package dev.portolan.config.internal;

import dev.portolan.config.ConfigurationException;
import dev.portolan.config.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects mistakes, to be thrown all at once. One load's, on one thread. */
final class Problems {

    private record Found(int layer, int line, Problem problem) {}

    private final List<Found> found = new ArrayList<>();

    /** A mistake that stands in no file. */
    void add(String message) {
        found.add(new Found(Integer.MIN_VALUE, 0, new Problem(null, null, null, message, null, null)));
    }

    /** A mistake about a source, or a line of it that holds no key. */
    void add(Origin origin, String message) {
        add(origin, null, message, null);
    }

    /** A mistake in an entry. */
    void add(Entry entry, String message) {
        add(entry.origin(), entry.key(), message, null);
    }

    /** A mistake in an entry, with the name that was perhaps meant. */
    void add(Entry entry, String message, @Nullable String nearest) {
        add(entry.origin(), entry.key(), message, nearest);
    }

    /** A value that cannot be used. */
    void add(Entry entry, BadValue value) {
        add(entry.origin(), entry.key(), value.reason(), value.nearest(), value.unset());
    }

    void add(@Nullable Origin origin, @Nullable String written, String message, @Nullable String nearest) {
        add(origin, written, message, nearest, null);
    }

    private void add(
            @Nullable Origin origin,
            @Nullable String written,
            String message,
            @Nullable String nearest,
            @Nullable String unset) {
        // A line that was broken in two may hold a credential where the key should be.
        String key = written == null || !KeyLooks.like(written) ? written : "***";
        if (origin == null) {
            found.add(new Found(Integer.MAX_VALUE, 0, new Problem(null, null, key, message, nearest, unset)));
            return;
        }
        Integer line = origin.line();
        Problem problem = new Problem(origin.source(), line, key, message, nearest, unset);
        found.add(new Found(origin.layer(), line == null ? 0 : line, problem));
    }

    boolean none() {
        return found.isEmpty();
    }

    void throwIfAny() {
        if (!none()) {
            throw new ConfigurationException(found.stream()
                    .sorted(Comparator.comparingInt(Found::layer).thenComparingInt(Found::line))
                    .map(Found::problem)
                    .distinct()
                    .toList());
        }
    }
}
