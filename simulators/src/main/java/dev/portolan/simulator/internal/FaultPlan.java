package dev.portolan.simulator.internal;

import dev.portolan.simulator.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an answer that meets faults: which of its pieces are sent, how each is said, and how it ends. Knows roles and
 * numbers only, so it serves HTTP and gRPC alike. Faults in place of an answer, and those of its head or pace, are not its concern.
 *
 * @param pieces the numbers of the pieces to send, in order
 * @param manners how the piece at a place of that order is said, where it is not {@link Manner#WHOLE}
 * @param ending how it ends
 */
public record FaultPlan(List<Integer> pieces, Map<Integer, Manner> manners, Ending ending) {

    private static final Ending IN_ORDER = new Ending.InOrder();
    private static final Ending STALLED = new Ending.Stalled();
    private static final Ending RESET = new Ending.Reset();

    /**
     * Plans a streamed answer.
     *
     * @param roles what its pieces are for
     * @param faults what it meets, none of them joined
     * @return the plan
     */
    public static FaultPlan ofStream(List<Role> roles, List<Fault> faults) {
        List<Integer> order = order(roles, faults);
        int end = order.size();
        while (end > 0 && roles.get(order.get(end - 1)) == Role.END) {
            end--;
        }
        Strike first = first(faults, end);
        Map<Integer, Manner> manners = manners(faults, end - 1);
        if (first == null) {
            return new FaultPlan(order, manners, IN_ORDER);
        }
        int place = Math.min(first.place(), end);
        if (first.inside() && !order.isEmpty()) {
            place = Math.min(place, order.size() - 1);
            manners.put(place, Manner.HALF);
            place++;
        }
        return new FaultPlan(order.subList(0, place), manners, first.ending());
    }

    /**
     * Plans an answer that is one piece.
     *
     * @param faults what it meets, none of them joined
     * @return the plan
     */
    public static FaultPlan ofWhole(List<Fault> faults) {
        Strike first = first(faults, 1);
        if (first == null) {
            return new FaultPlan(List.of(0), manners(faults, 0), IN_ORDER);
        }
        if (first.place() == 0 && !first.inside()) {
            return new FaultPlan(List.of(), Map.of(), first.ending());
        }
        boolean whole = first.ending() instanceof Ending.Filler || first.ending() instanceof Ending.Failed;
        return new FaultPlan(List.of(0), whole ? manners(faults, 0) : Map.of(0, Manner.HALF), first.ending());
    }

    /** What ends the answer first; of several at one place the one that was named first. */
    private static @Nullable Strike first(List<Fault> faults, int end) {
        Strike first = null;
        for (Fault fault : faults) {
            Strike strike = strike(fault);
            if (strike != null && (first == null || Math.min(strike.place(), end) < Math.min(first.place(), end))) {
                first = strike;
            }
        }
        return first;
    }

    /** Without what is left out, and with twice what comes twice. */
    private static List<Integer> order(List<Role> roles, List<Fault> faults) {
        boolean noUsage = faults.stream().anyMatch(Fault.NoUsage.class::isInstance);
        boolean noFinish = faults.stream().anyMatch(Fault.NoFinish.class::isInstance);
        boolean twice = faults.stream().anyMatch(Fault.DuplicateFinish.class::isInstance);
        List<Integer> order = new ArrayList<>(roles.size() + 1);
        for (int i = 0; i < roles.size(); i++) {
            Role role = roles.get(i);
            boolean dropped = switch (role) {
                case USAGE -> noUsage;
                case FINISH, END -> noFinish;
                case START, CONTENT -> false;
            };
            if (!dropped) {
                order.add(i);
                if (twice && role == Role.FINISH) {
                    order.add(i);
                }
            }
        }
        return order;
    }

    /** The first fault that meets a piece has it. */
    private static Map<Integer, Manner> manners(List<Fault> faults, int last) {
        Map<Integer, Manner> manners = new HashMap<>();
        for (Fault fault : faults) {
            if (last >= 0 && fault instanceof Fault.Garble garble) {
                manners.putIfAbsent(Math.min(garble.pieces(), last), Manner.GARBLED);
            } else if (last >= 0 && fault instanceof Fault.SpoilFrame spoil) {
                manners.putIfAbsent(Math.min(spoil.pieces(), last), Manner.SPOILED);
            } else if (last >= 0 && fault instanceof Fault.InvalidUtf8 text) {
                manners.putIfAbsent(Math.min(text.pieces(), last), Manner.BAD_TEXT);
            }
        }
        return manners;
    }

    private static @Nullable Strike strike(Fault fault) {
        if (fault instanceof Fault.StallAfter stall) {
            return new Strike(stall.pieces(), false, STALLED);
        }
        if (fault instanceof Fault.ResetAfter reset) {
            return new Strike(reset.pieces(), false, RESET);
        }
        if (fault instanceof Fault.TruncateAfter truncate) {
            return new Strike(truncate.pieces(), true, IN_ORDER);
        }
        if (fault instanceof Fault.ErrorInStream error) {
            return new Strike(error.pieces(), false, new Ending.Failed(error.kind()));
        }
        if (fault instanceof Fault.HugeBody huge) {
            return new Strike(1, false, new Ending.Filler(huge.bytes()));
        }
        return null;
    }

    /** Where a fault ends an answer, and how; {@code inside} when half of the piece at the place is still sent. */
    private record Strike(int place, boolean inside, Ending ending) {}
}
