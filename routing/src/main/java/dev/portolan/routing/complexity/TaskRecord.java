package dev.portolan.routing.complexity;

import java.util.concurrent.locks.ReentrantLock;

/** The outcomes of one task: for each model how many and their sum. Thread-safe. */
final class TaskRecord {

    /** Numbers kept: two for the cheap model, two for the strong one. */
    static final int NUMBERS = 4;

    /** The variance of an outcome nothing is known of: that of a coin that falls well in four of five cases. */
    private static final double VARIANCE = 0.16;

    private final ReentrantLock lock = new ReentrantLock();
    private final double[] numbers = new double[NUMBERS];

    void record(Arm arm, double outcome, double decay) {
        lock.lock();
        try {
            int at = arm == Arm.CHEAP ? 0 : 2;
            numbers[at] = numbers[at] * decay + 1;
            numbers[at + 1] = numbers[at + 1] * decay + outcome;
        } finally {
            lock.unlock();
        }
    }

    void add(double[] more) {
        lock.lock();
        try {
            for (int i = 0; i < NUMBERS; i++) {
                numbers[i] += more[i];
            }
        } finally {
            lock.unlock();
        }
    }

    double[] numbers() {
        lock.lock();
        try {
            return numbers.clone();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The mean of a normal posterior: the score is worth as many pairs as its weight, the gap between the two models' means as many as
     * both have, by the harmonic mean.
     */
    double gain(double score, double priorWeight) {
        double[] now = numbers();
        double pairs = pairs(now);
        if (pairs == 0) {
            return score;
        }
        double gap = now[3] / now[2] - now[1] / now[0];
        return (priorWeight * score + pairs * gap) / (priorWeight + pairs);
    }

    double standardError(double priorWeight) {
        return Math.sqrt(2 * VARIANCE / (pairs(numbers()) + priorWeight));
    }

    private static double pairs(double[] numbers) {
        double cheap = numbers[0];
        double strong = numbers[2];
        return cheap == 0 || strong == 0 ? 0 : 2 * cheap * strong / (cheap + strong);
    }
}
