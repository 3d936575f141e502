package dev.portolan.routing.rollout.judge;

import org.jspecify.annotations.Nullable;

/** The mean of the latest numbers. For one thread at a time. */
final class RunningMean {

    private final double[] latest;
    private int size;
    private int next;

    RunningMean(int most) {
        this.latest = new double[most];
    }

    void add(double number) {
        latest[next] = number;
        next = (next + 1) % latest.length;
        size = Math.min(latest.length, size + 1);
    }

    @Nullable
    Double mean() {
        if (size == 0) {
            return null;
        }
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += latest[i];
        }
        return sum / size;
    }
}
