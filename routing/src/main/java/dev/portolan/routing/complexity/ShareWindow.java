package dev.portolan.routing.complexity;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleUnaryOperator;

/** The last scores of one task key in order of time and of size, and how far the share is off. Thread-safe. */
final class ShareWindow {

    static final int SIZE = 256;

    /** How many of the first scores are the scorer's quantiles; few, so that own scores soon outweigh them. */
    private static final int SEEDS = 16;

    /** By so many requests too many, the wanted quantile moves by its whole range. */
    private static final double STIFFNESS = 40;

    /** What is owed is forgotten with a half-life of some 700 requests. */
    private static final double MEMORY = 0.999;

    private final ReentrantLock lock = new ReentrantLock();
    private final double[] byTime = new double[SIZE];
    private final double[] bySize = new double[SIZE];
    private int count;
    private int next;
    /** Requests that went to the strong model beyond the share. */
    private double excess;

    ShareWindow(DoubleUnaryOperator start) {
        for (int i = 0; i < SEEDS; i++) {
            add(start.applyAsDouble((i + 0.5) / SEEDS));
        }
    }

    boolean decide(double wanted, double score) {
        lock.lock();
        try {
            double threshold = quantile(wanted);
            boolean strong = wanted >= 1 || (wanted > 0 && (score > threshold || (score == threshold && excess < 0)));
            excess = excess * MEMORY + (strong ? 1 : 0) - wanted;
            add(score);
            return strong;
        } finally {
            lock.unlock();
        }
    }

    double threshold(double wanted) {
        lock.lock();
        try {
            return quantile(wanted);
        } finally {
            lock.unlock();
        }
    }

    /** The score that so many of the last ones exceed as are wanted, less what was sent too often. */
    private double quantile(double wanted) {
        double above = Math.max(0, Math.min(1, wanted - excess / STIFFNESS));
        int place = (int) Math.rint((1 - above) * count) - 1;
        return place < 0 ? Math.nextDown(bySize[0]) : bySize[place];
    }

    private void add(double score) {
        if (count == SIZE) {
            int old = Arrays.binarySearch(bySize, byTime[next]);
            System.arraycopy(bySize, old + 1, bySize, old, SIZE - old - 1);
        } else {
            count++;
        }
        int found = Arrays.binarySearch(bySize, 0, count - 1, score);
        int place = found < 0 ? -found - 1 : found;
        System.arraycopy(bySize, place, bySize, place + 1, count - 1 - place);
        bySize[place] = score;
        byTime[next] = score;
        next = (next + 1) % SIZE;
    }
}
