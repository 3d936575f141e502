package dev.portolan.routing.complexity;

import java.util.concurrent.atomic.DoubleAdder;

/**
 * By how much the measured tasks gain more than their scores foretold, on average over pairs of outcomes. What is not measured yet is
 * moved by it, so that it compares with what is. Thread-safe.
 */
final class Surplus {

    private final DoubleAdder pairs = new DoubleAdder();
    private final DoubleAdder beyond = new DoubleAdder();

    /** A task has so many more pairs, and so much more gain beyond its scores, summed over them; either may be less than 0. */
    void add(double morePairs, double moreBeyond) {
        pairs.add(morePairs);
        beyond.add(moreBeyond);
    }

    /** The mean, with so many pairs of 0 beside. */
    double of(double priorWeight) {
        return beyond.sum() / (priorWeight + Math.max(0, pairs.sum()));
    }
}
