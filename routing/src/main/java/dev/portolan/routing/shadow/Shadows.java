package dev.portolan.routing.shadow;

import dev.portolan.routing.route.Target;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The shadows that the configuration made in this process, by the name that is called. Counts and the day's cap of a name go on when the
 * configuration is loaded anew, as long as source and target stay the same. Thread-safe.
 */
public final class Shadows {

    private static final Shadows SHARED = new Shadows(Clock.systemUTC());

    private final Clock clock;
    private final ConcurrentMap<String, Standing> names = new ConcurrentHashMap<>();

    /** What outlives a generation of the configuration. */
    private record Standing(
            String source,
            String target,
            ShadowTally tally,
            DayCount day,
            Mishaps mishaps,
            AtomicReference<@Nullable ShadowModel> model) {}

    Shadows(Clock clock) {
        this.clock = clock;
    }

    /**
     * The shadows of the process.
     *
     * @return always the same
     */
    public static Shadows shared() {
        return SHARED;
    }

    ShadowModel make(String name, Target source, Target target, ShadowSettings settings) {
        Standing standing = Objects.requireNonNull(names.compute(
                name,
                (key, before) -> before != null
                                && before.source().equals(source.name())
                                && before.target().equals(target.name())
                        ? before
                        : new Standing(
                                source.name(),
                                target.name(),
                                new ShadowTally(),
                                before == null ? new DayCount(clock) : before.day(),
                                new Mishaps(name),
                                new AtomicReference<>(
                                        before == null ? null : before.model().get()))));
        ShadowModel made = new ShadowModel(
                name,
                source,
                target,
                settings,
                Surroundings.real(name, settings, clock, standing.tally(), standing.day(), standing.mishaps()));
        ShadowModel replaced = standing.model().getAndSet(made);
        if (replaced != null) {
            replaced.retire();
        }
        return made;
    }

    /**
     * What a shadow has seen so far.
     *
     * @param name the name that is called, as in the configuration
     * @return the counts of this moment, or {@code null} when no such shadow was called yet
     */
    public @Nullable ShadowStatistics statistics(String name) {
        Standing standing = names.get(name);
        ShadowModel model = standing == null ? null : standing.model().get();
        return model == null ? null : model.statistics();
    }

    /**
     * What all shadows have seen.
     *
     * @return sorted by name
     */
    public List<ShadowStatistics> all() {
        List<ShadowStatistics> all = new ArrayList<>();
        names.keySet().stream().sorted().forEach(name -> {
            ShadowStatistics seen = statistics(name);
            if (seen != null) {
                all.add(seen);
            }
        });
        return all;
    }

    @Override
    public String toString() {
        return "Shadows" + names.keySet();
    }
}
