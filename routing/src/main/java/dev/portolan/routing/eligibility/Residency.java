package dev.portolan.routing.eligibility;

import dev.portolan.chat.CallContext;
import dev.portolan.routing.catalog.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a call may be answered. Immutable and thread-safe.
 *
 * @param groups sets of places by the names of {@link Scope}s, such as {@code eu} or {@code region:eu-central-1}: it must be answered in one
 *     place of each set
 */
public record Residency(List<Set<String>> groups) {

    /** The tag of a call that says where it may be answered: {@code eu}, {@code eu,us} for either, {@code eu+region:eu-central-1} for both. */
    public static final String TAG = "residency";

    /** Anywhere. */
    public static final Residency ANYWHERE = new Residency(List.of());

    /**
     * Copies the components.
     *
     * @param groups as above
     */
    public Residency {
        groups = groups.stream().map(group -> Set.copyOf(group)).distinct().toList();
    }

    /**
     * One of some places.
     *
     * @param places their names; none means anywhere
     * @return the residency
     * @throws IllegalArgumentException when a name is none of a zone or region
     */
    public static Residency oneOf(List<String> places) {
        List<String> names = places.stream().map(Residency::name).toList();
        for (String name : names) {
            if (!name.matches("[a-z0-9-]+|region:[a-z0-9-]+")) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" is no zone such as eu, and no region such as region:eu-central-1");
            }
        }
        return names.isEmpty() ? ANYWHERE : new Residency(List.of(Set.copyOf(names)));
    }

    /**
     * What a call says. What it says wrongly is a place where nobody answers.
     *
     * @param context the call's
     * @return what its {@link #TAG} says, {@link #ANYWHERE} when it has none
     */
    public static Residency of(CallContext context) {
        String tag = context.tags().get(TAG);
        if (tag == null) {
            return ANYWHERE;
        }
        List<Set<String>> groups = new ArrayList<>();
        for (String group : tag.split("\\+", -1)) {
            Set<String> places = new TreeSet<>();
            for (String place : group.split(",", -1)) {
                places.add(name(place));
            }
            groups.add(places);
        }
        return new Residency(groups);
    }

    private static String name(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    /**
     * Both.
     *
     * @param other what must be kept too
     * @return what is kept where both are
     */
    public Residency and(Residency other) {
        if (groups.isEmpty()) {
            return other;
        }
        List<Set<String>> all = new ArrayList<>(groups);
        all.addAll(other.groups);
        return new Residency(all);
    }

    /**
     * Whether nothing is asked for.
     *
     * @return true for {@link #ANYWHERE}
     */
    public boolean anywhere() {
        return groups.isEmpty();
    }

    /** The first set of which no place is kept, as text; {@code null} when all are. */
    @Nullable
    String missed(java.util.function.Predicate<String> kept) {
        for (Set<String> group : groups) {
            if (group.stream().noneMatch(kept)) {
                return text(group);
            }
        }
        return null;
    }

    private static String text(Set<String> group) {
        return String.join(",", new TreeSet<>(group));
    }

    /** As the {@link #TAG} has it. */
    @Override
    public String toString() {
        return groups.stream().map(group -> text(group)).collect(Collectors.joining("+"));
    }
}
