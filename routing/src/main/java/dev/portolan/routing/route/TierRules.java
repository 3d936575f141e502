package dev.portolan.routing.route;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.routing.catalog.Tier;
import dev.portolan.routing.complexity.Assessment;
import dev.portolan.routing.complexity.ComplexityScorer;
import dev.portolan.routing.complexity.RequestKind;
import dev.portolan.routing.complexity.SessionPin;
import dev.portolan.routing.complexity.StrongShare;
import dev.portolan.routing.complexity.TaskMeans;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The usual way to a tier. The first of these that says something decides:
 *
 * <ol>
 *   <li>the tag {@code tier} of the call, such as {@code mini}: the application knows best;
 *   <li>what is set for the call's task key;
 *   <li>the complexity of the request, where that is switched on: thanks and greetings go to the cheap tier; a request whose words say
 *       nothing to the default tier, never to the cheapest; else so many to the strong tier as were asked for, those that gain most;
 *   <li>the default tier.
 * </ol>
 *
 * <p>A session (the call's stickiness key) only moves up, or where a new task begins; "yes" and "go on" inherit. A tag always wins.
 * Thread-safe.
 */
public final class TierRules implements TierChoice {

    /** The tag by which a call names its tier. */
    public static final String TAG = "tier";

    private static final List<Tier> TIERS = List.of(Tier.values());

    private final Tier usual;
    private final Map<String, Tier> tasks;
    private final @Nullable Complexity complexity;
    private final SessionPins sessions;

    private record Complexity(
            ComplexityScorer scorer,
            StrongShare share,
            TaskMeans means,
            Tier cheap,
            Tier strong,
            RandomGenerator random) {}

    private TierRules(Builder builder) {
        this.usual = builder.usual;
        this.tasks = Map.copyOf(builder.tasks);
        this.complexity = builder.complexity;
        this.sessions = new SessionPins(builder.nanoClock);
    }

    /**
     * Starts rules that know a default only.
     *
     * @param usual the default tier
     * @return a builder
     */
    public static Builder builder(Tier usual) {
        return new Builder(usual);
    }

    /**
     * What was learnt of tasks; tell it the outcomes of calls.
     *
     * @return the means, or nothing when complexity is not switched on
     */
    public Optional<TaskMeans> means() {
        return Optional.ofNullable(complexity).map(Complexity::means);
    }

    @Override
    public Chosen choose(ChatRequest request, CallContext context) {
        String tag = context.tags().get(TAG);
        Tier named = tag == null ? null : tier(tag);
        if (named != null) {
            return new Chosen(named, "tier " + named + ": the call asks for it");
        }
        String task = context.taskKey();
        Tier set = task == null ? null : tasks.get(task);
        Complexity by = complexity;
        Assessment seen = by == null ? null : by.scorer().assess(request);
        Chosen alone = set != null
                ? new Chosen(set, "tier " + set + ": set for the task " + task)
                : by == null || seen == null
                        ? new Chosen(usual, "tier " + usual + ": the default")
                        : by(by, seen, task);
        String session = context.stickinessKey();
        return session == null || seen == null ? alone : pinned(session, alone, seen.kind(), task);
    }

    /** A tag that is no tier says nothing. */
    private static @Nullable Tier tier(String tag) {
        for (Tier tier : Tier.values()) {
            if (tier.id().equals(tag.strip().toLowerCase(Locale.ROOT))) {
                return tier;
            }
        }
        return null;
    }

    private Chosen by(Complexity by, Assessment seen, @Nullable String task) {
        if (seen.kind() == RequestKind.TRIVIAL) {
            return new Chosen(by.cheap(), "tier " + by.cheap() + ": smalltalk");
        }
        if (seen.kind() == RequestKind.FOLLOW_UP || !seen.hasEvidence()) {
            return new Chosen(usual, "tier " + usual + ": the default, since nothing tells how hard it is");
        }
        if (task != null) {
            by.means().seen(task, seen.gain());
        }
        double gain = by.means().gain(task, seen.gain());
        // One threshold for all tasks: one for each would send the same share of each, whatever was learnt of it.
        if (!by.share().decide(null, gain)) {
            return new Chosen(by.cheap(), "tier " + by.cheap() + ": the strong model would gain little");
        }
        return by.means().explores(by.random())
                ? new Chosen(by.cheap(), "tier " + by.cheap() + ": to learn how it does there")
                : new Chosen(by.strong(), "tier " + by.strong() + ": the strong model would gain much");
    }

    private Chosen pinned(String session, Chosen alone, RequestKind kind, @Nullable String task) {
        int place = TIERS.indexOf(alone.tier());
        SessionPin pin = sessions.next(
                session,
                before -> before == null
                        ? SessionPin.first(place, TIERS.indexOf(usual), kind, task)
                        : before.next(place, kind, task));
        Tier tier = TIERS.get(pin.tier());
        return tier == alone.tier() ? alone : new Chosen(tier, "tier " + tier + ": the session is on it");
    }

    /** Collects rules. Not thread-safe. */
    public static final class Builder {
        private final Tier usual;
        private final Map<String, Tier> tasks = new TreeMap<>();
        private @Nullable Complexity complexity;
        private LongSupplier nanoClock = System::nanoTime;

        private Builder(Tier usual) {
            this.usual = Objects.requireNonNull(usual, "usual");
        }

        /**
         * Sets a task's tier.
         *
         * @param taskKey the call's task key
         * @param tier its tier
         * @return this builder
         */
        public Builder task(String taskKey, Tier tier) {
            tasks.put(Objects.requireNonNull(taskKey, "taskKey"), Objects.requireNonNull(tier, "tier"));
            return this;
        }

        /**
         * Chooses by complexity where nothing else decides.
         *
         * @param cheap the tier of what a cheap model does as well
         * @param strong the tier of what gains by a strong model
         * @param strongShare which share of the requests may be strong ones, from 0 to 1
         * @param scorer what tells the gain, such as {@link ComplexityScorer#bundled}
         * @param means what is learnt of tasks
         * @param random draws the few that are sent to the cheap tier to learn; thread-safe
         * @return this builder
         */
        public Builder complexity(
                Tier cheap,
                Tier strong,
                double strongShare,
                ComplexityScorer scorer,
                TaskMeans means,
                RandomGenerator random) {
            if (cheap.compareTo(strong) >= 0) {
                throw new IllegalArgumentException("cheap: must be below strong, which is " + strong);
            }
            this.complexity = new Complexity(scorer, StrongShare.of(strongShare, scorer), means, cheap, strong, random);
            return this;
        }

        /**
         * Sets the clock by which sessions are forgotten, for tests.
         *
         * @param value tells nanoseconds, monotonic, from an arbitrary origin
         * @return this builder
         */
        public Builder nanoClock(LongSupplier value) {
            this.nanoClock = Objects.requireNonNull(value, "nanoClock");
            return this;
        }

        /**
         * Builds the rules.
         *
         * @return the rules
         */
        public TierRules build() {
            return new TierRules(this);
        }
    }
}
