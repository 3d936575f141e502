package dev.portolan.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which request meets which {@link Fault}. Immutable; the methods that add a rule give a new object. When several rules meet one
 * request, it has all their faults.
 *
 * <pre>{@code
 * simulator.inject(Faults.first(1, Fault.error(ErrorKind.RATE_LIMITED).retryAfter(Duration.ofSeconds(1)))
 *         .withProbability(0.01, 42, Fault.resetAfter(3)));
 * }</pre>
 */
public final class Faults {

    /** No request meets any. */
    public static final Faults NONE = new Faults(List.of());

    private final List<Rule> rules;

    private Faults(List<Rule> rules) {
        this.rules = rules;
    }

    /**
     * Every request meets it.
     *
     * @param fault the fault
     * @return a plan
     */
    public static Faults always(Fault fault) {
        return NONE.when(request -> true, fault);
    }

    /**
     * The first requests meet it.
     *
     * @param count how many, counted from {@link Simulator#inject(Faults)}
     * @param fault the fault
     * @return a plan
     */
    public static Faults first(int count, Fault fault) {
        return NONE.onRequests(number -> number <= count, fault);
    }

    /**
     * Adds: one request meets it.
     *
     * @param number which, from 1 on, counted from {@link Simulator#inject(Faults)}
     * @param fault the fault
     * @return a plan
     */
    public Faults onRequest(int number, Fault fault) {
        if (number < 1) {
            throw new IllegalArgumentException("number must be at least 1");
        }
        return onRequests(at -> at == number, fault);
    }

    /**
     * Adds: some requests meet it.
     *
     * @param numbers which, from 1 on, counted from {@link Simulator#inject(Faults)}
     * @param fault the fault
     * @return a plan
     */
    public Faults onRequests(IntPredicate numbers, Fault fault) {
        Objects.requireNonNull(numbers, "numbers");
        return plus(new Rule((number, request) -> numbers.test(number), fault));
    }

    /**
     * Adds: by chance a request meets it. The same seed gives the same requests by number.
     *
     * @param probability from 0 to 1
     * @param seed of the chance
     * @param fault the fault
     * @return a plan
     */
    public Faults withProbability(double probability, long seed, Fault fault) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability must be from 0 to 1");
        }
        return onRequests(number -> chance(seed, number) < probability, fault);
    }

    /**
     * Adds: requests of a certain kind meet it.
     *
     * @param requests which; called once for each request, by several threads at once
     * @param fault the fault
     * @return a plan
     */
    public Faults when(Predicate<ReceivedRequest> requests, Fault fault) {
        Objects.requireNonNull(requests, "requests");
        return plus(new Rule((number, request) -> requests.test(request), fault));
    }

    /**
     * All faults that a request could meet.
     *
     * @return none of them joined, in the order of the rules
     */
    public List<Fault> all() {
        return rules.stream().flatMap(rule -> rule.fault().parts().stream()).toList();
    }

    /**
     * What one request meets.
     *
     * @param number its number, from 1 on
     * @param request the request
     * @return the fault, or {@code null} for none
     */
    public @Nullable Fault of(int number, ReceivedRequest request) {
        Fault found = null;
        for (Rule rule : rules) {
            if (rule.meets().test(number, request)) {
                found = found == null ? rule.fault() : found.and(rule.fault());
            }
        }
        return found;
    }

    private Faults plus(Rule rule) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(rule);
        return new Faults(List.copyOf(more));
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014): neighbouring numbers give unrelated results. */
    private static double chance(long seed, int number) {
        long mixed = seed + number * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return ((mixed ^ (mixed >>> 31)) >>> 11) * 0x1.0p-53;
    }

    @Override
    public String toString() {
        return "Faults" + all();
    }

    private record Rule(BiPredicate<Integer, ReceivedRequest> meets, Fault fault) {
        Rule {
            Objects.requireNonNull(fault, "fault");
        }
    }
}
