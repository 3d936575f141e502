package dev.portolan.routing.complexity;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sends a wanted share of requests to the strong model: those with the highest scores of late. Scores differ from one kind of traffic
 * to the next, so a fixed threshold would send all of one and nothing of another; the threshold here is a quantile of the last 256
 * scores of the same task key, and moves with them.
 *
 * <p>The last scores are kept as they are. Sketches of quantiles (P2, t-digest) never forget, and after a change of traffic they would
 * answer for the old one; 256 numbers forget at once, are exact, and cost less. What was sent too often or too rarely is made up for
 * within some dozens of requests, so that the share holds over hundreds of requests and not only on average.
 *
 * <p>A new task key starts with the quantiles of the scorer, which its own scores replace one by one. At most {@value #MOST_KEYS} keys are
 * told apart; further ones share one threshold. Give a task key where each task shall send the wanted share of its own; give none where
 * scores compare between tasks, as what {@link TaskMeans} learnt does, so that the tasks that gain most send most. Thread-safe.
 */
public final class StrongShare {

    /** How many task keys have a threshold of their own. */
    public static final int MOST_KEYS = 1024;

    /** The key of requests without one, and of all that are one too many. */
    private static final String COMMON = "";

    private final double wanted;
    private final DoubleUnaryOperator start;
    private final ConcurrentMap<String, ShareWindow> windows = new ConcurrentHashMap<>();

    private StrongShare(double wanted, DoubleUnaryOperator start) {
        if (!(wanted >= 0 && wanted <= 1)) {
            throw new IllegalArgumentException("wanted: must be from 0 to 1");
        }
        this.wanted = wanted;
        this.start = start;
    }

    /**
     * A share.
     *
     * @param wanted the part of the requests that shall go to the strong model, from 0 to 1
     * @param scorer whose scores will be given; its quantiles are what a task key starts with
     * @return a share that has seen nothing
     * @throws IllegalArgumentException when the share is out of range
     */
    public static StrongShare of(double wanted, ComplexityScorer scorer) {
        Objects.requireNonNull(scorer, "scorer");
        return new StrongShare(wanted, scorer::quantile);
    }

    /**
     * The share that a budget allows: with mean cost {@code b}, a cheap call at {@code c} and a strong one at {@code s} it is
     * {@code (b - c) / (s - c)}.
     *
     * @param meanCost what a request may cost on average
     * @param cheap what a request costs on the cheap model
     * @param strong what a request costs on the strong model, in the same currency
     * @return from 0, where the budget allows no strong call, to 1, where it allows nothing but
     * @throws IllegalArgumentException when the strong model is not dearer
     */
    public static double affordable(BigDecimal meanCost, BigDecimal cheap, BigDecimal strong) {
        if (strong.compareTo(cheap) <= 0) {
            throw new IllegalArgumentException("strong: must be dearer than cheap");
        }
        double share = meanCost.subtract(cheap)
                .divide(strong.subtract(cheap), MathContext.DECIMAL64)
                .doubleValue();
        return Math.max(0, Math.min(1, share));
    }

    /**
     * Decides for a request, and remembers its score.
     *
     * @param taskKey the task that the request belongs to, or {@code null} for none
     * @param score its score; higher ones go to the strong model first
     * @return whether it goes to the strong model
     * @throws IllegalArgumentException when the score is no number
     */
    public boolean decide(@Nullable String taskKey, double score) {
        if (!Double.isFinite(score)) {
            throw new IllegalArgumentException("score: must be a number");
        }
        return window(taskKey == null ? COMMON : taskKey).decide(wanted, score);
    }

    /**
     * The score above which a request of the task key would go to the strong model now.
     *
     * @param taskKey the task, or {@code null} for none
     * @return a score
     */
    public double threshold(@Nullable String taskKey) {
        return window(taskKey == null ? COMMON : taskKey).threshold(wanted);
    }

    /**
     * The part of the requests that shall go to the strong model.
     *
     * @return from 0 to 1
     */
    public double wanted() {
        return wanted;
    }

    private ShareWindow window(String key) {
        ShareWindow known = windows.get(key);
        if (known != null) {
            return known;
        }
        String kept = windows.size() < MOST_KEYS ? key : COMMON;
        return windows.computeIfAbsent(kept, k -> new ShareWindow(start));
    }

    @Override
    public String toString() {
        return "StrongShare[wanted=" + wanted + ", " + windows.size() + " task keys]";
    }
}
