package dev.portolan.routing.complexity;

import java.util.concurrent.locks.ReentrantLock;

/**
 * The outcomes of one task: for each model how many and their sum, and the same of the scorer's gains of its requests. Thread-safe.
 */
final class TaskRecord {

    /** Numbers kept: two for the cheap model, two for the strong one, two for the scores. */
    static final int NUMBERS = 6;

    /** What a difference of scores within a task is worth, beside the same difference between two tasks. */
    private static final double WITHIN = 0.2;

    /** The variance of an outcome nothing is known of: that of a coin that falls well in four of five cases. */
    private static final double VARIANCE = 0.16;

    private final ReentrantLock lock = new ReentrantLock();
    private final double[] numbers = new double[NUMBERS];
    private final Surplus surplus;

    TaskRecord(Surplus surplus) {
        this.surplus = surplus;
    }

    void record(Arm arm, double outcome, double decay) {
        count(arm == Arm.CHEAP ? 0 : 2, outcome, decay);
    }

    void seen(double score, double decay) {
        count(4, score, decay);
    }

    private void count(int at, double value, double decay) {
        lock.lock();
        try {
            double pairs = comparable();
            double beyond = beyond();
            numbers[at] = numbers[at] * decay + 1;
            numbers[at + 1] = numbers[at + 1] * decay + value;
            surplus.add(comparable() - pairs, beyond() - beyond);
        } finally {
            lock.unlock();
        }
    }

    void add(double[] more) {
        lock.lock();
        try {
            double pairs = comparable();
            double beyond = beyond();
            for (int i = 0; i < NUMBERS; i++) {
                numbers[i] += more[i];
            }
            surplus.add(comparable() - pairs, beyond() - beyond);
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
     * The mean of a normal posterior: the mean score of the task and what all tasks gain beyond theirs are worth as many pairs as the
     * prior's weight, the gap between the two models' means as many as both have, by the harmonic mean.
     */
    double gain(double score, double more, double priorWeight) {
        double[] now = numbers();
        double centre = (now[5] + score) / (now[4] + 1);
        double pairs = pairs(now);
        double task =
                pairs == 0 ? centre + more : (priorWeight * (centre + more) + pairs * gap(now)) / (priorWeight + pairs);
        return task + WITHIN * (score - centre);
    }

    double standardError(double priorWeight) {
        return Math.sqrt(2 * VARIANCE / (pairs(numbers()) + priorWeight));
    }

    /** Pairs whose gain can be compared with scores. */
    private double comparable() {
        return numbers[4] == 0 ? 0 : pairs(numbers);
    }

    /** The gain beyond the scores, summed over pairs. */
    private double beyond() {
        double pairs = comparable();
        return pairs == 0 ? 0 : pairs * (gap(numbers) - numbers[5] / numbers[4]);
    }

    private static double gap(double[] numbers) {
        return numbers[3] / numbers[2] - numbers[1] / numbers[0];
    }

    private static double pairs(double[] numbers) {
        double cheap = numbers[0];
        double strong = numbers[2];
        return cheap == 0 || strong == 0 ? 0 : 2 * cheap * strong / (cheap + strong);
    }
}
