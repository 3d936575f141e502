package dev.portolan.evidence.stats;

import java.util.Arrays;
import java.util.Comparator;

/** Holm's correction for looking at several tests at once. */
public final class Holm {

    private Holm() {}

    /**
     * Adjusts p-values so that the chance of any false alarm among them stays at the level they are compared with.
     *
     * @param p the p-values, each from 0 to 1
     * @return the adjusted ones, in the same order, at most 1
     * @see <a href="https://www.jstor.org/stable/4615733">Holm 1979</a>
     */
    public static double[] adjust(double... p) {
        Checks.finite("p", p);
        Integer[] order = new Integer[p.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> p[i]));
        double[] adjusted = new double[p.length];
        double largest = 0;
        for (int rank = 0; rank < order.length; rank++) {
            largest = Math.max(largest, Math.min(1, (p.length - rank) * p[order[rank]]));
            adjusted[order[rank]] = largest;
        }
        return adjusted;
    }
}
