package dev.portolan.routing.complexity;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What is learnt of the gain from the application's own outcomes, by task key. To know the task of a request is most of what can be
 * known of its gain: the mean of a few dozen outcomes of the same task says more than any reading of the prompt.
 *
 * <p>For each task key it keeps the mean outcome of each model (feedback, a check passed, no complaint: from 0 to 1) and the mean of the
 * scorer's gains of its requests, older ones counting less. The gain of a task is the mean of a normal posterior: the gap between the two
 * models' means is what was measured, and the mean score of the task's requests is the prior, moved by what the measured tasks gain more than
 * was foretold, and counts like some outcomes of each model. Requests of one task keep the scorer's order, but their differences count a fifth
 * only: they say much less than the difference of two tasks. That alone, before there is any outcome, is worth task keys.
 *
 * <p>To learn of the cheap model where the strong one is always chosen, {@link #explores} sends a few of those requests to the cheap
 * one; never the other way round. Thread-safe, if the random numbers are. It holds task keys and numbers, nothing of requests; {@link
 * #toJson} keeps it and {@link #merge} joins what several instances learnt.
 */
public final class TaskMeans {

    /** How many task keys are told apart; outcomes of further ones are not learnt from. */
    public static final int MOST_KEYS = 4096;

    /**
     * How it learns.
     *
     * @param priorWeight how many outcomes of each model the scorer's prior counts like, more than 0
     * @param halfLife after how many further outcomes of the same task and model one counts half, at least 1; so for scores
     * @param exploration which share of the requests meant for the strong model goes to the cheap one to learn, from 0 to 0.5
     */
    public record Settings(double priorWeight, double halfLife, double exploration) {

        /**
         * A prior of 40 outcomes, a half-life of 1,000, 3 % exploration. Tasks differ in gain by a standard deviation of some 0.08, and one
         * pair of outcomes has one of some 0.5, which is 40 times as much in squares.
         */
        public static final Settings DEFAULT = new Settings(40, 1000, 0.03);

        /**
         * Checks the components.
         *
         * @param priorWeight as above
         * @param halfLife as above
         * @param exploration as above
         */
        public Settings {
            if (!(priorWeight > 0)) {
                throw new IllegalArgumentException("priorWeight: must be more than 0");
            }
            if (!(halfLife >= 1)) {
                throw new IllegalArgumentException("halfLife: must be at least 1");
            }
            if (!(exploration >= 0 && exploration <= 0.5)) {
                throw new IllegalArgumentException("exploration: must be from 0 to 0.5");
            }
        }
    }

    private final Settings settings;
    private final double decay;
    private final Surplus surplus = new Surplus();
    private final ConcurrentMap<String, TaskRecord> tasks = new ConcurrentHashMap<>();

    /**
     * Means that have seen nothing.
     *
     * @param settings how they learn
     */
    public TaskMeans(Settings settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.decay = Math.pow(0.5, 1 / settings.halfLife());
    }

    /**
     * Learns from one outcome.
     *
     * @param taskKey the task of the request
     * @param arm the model that answered
     * @param outcome how good the answer was, from 0 to 1
     * @throws IllegalArgumentException when the outcome is out of range
     */
    public void record(String taskKey, Arm arm, double outcome) {
        if (!(outcome >= 0 && outcome <= 1)) {
            throw new IllegalArgumentException("outcome: must be from 0 to 1");
        }
        TaskRecord task = task(taskKey);
        if (task != null) {
            task.record(arm, outcome, decay);
        }
    }

    /**
     * Learns what the requests of a task score, whoever answers them. To be told once of each request, before its {@link #gain} is asked.
     *
     * @param taskKey the task of the request
     * @param score the scorer's gain of the request, from -1 to 1
     * @throws IllegalArgumentException when the score is out of range
     */
    public void seen(String taskKey, double score) {
        if (!(score >= -1 && score <= 1)) {
            throw new IllegalArgumentException("score: must be from -1 to 1");
        }
        TaskRecord task = task(taskKey);
        if (task != null) {
            task.seen(score, decay);
        }
    }

    /**
     * The gain of a request by what was learnt.
     *
     * @param taskKey the task of the request, or {@code null} for none
     * @param score the scorer's gain of the request
     * @return the score itself where nothing was learnt, from -1 to 1
     */
    public double gain(@Nullable String taskKey, double score) {
        TaskRecord task = taskKey == null ? null : tasks.get(taskKey);
        double more = surplus.of(settings.priorWeight());
        double gain = task == null ? score + more : task.gain(score, more, settings.priorWeight());
        return Math.max(-1, Math.min(1, gain));
    }

    /**
     * How sure the gain of a task is.
     *
     * @param taskKey the task
     * @return the standard error of the gap between the two models' means, the prior included; at most 0.09 by {@link Settings#DEFAULT}
     */
    public double standardError(String taskKey) {
        TaskRecord task = tasks.get(taskKey);
        return (task == null ? new TaskRecord(surplus) : task).standardError(settings.priorWeight());
    }

    /**
     * Whether a request that is meant for the strong model goes to the cheap one this time, to learn. Ask for such requests only.
     *
     * @param random where chance comes from; must be thread-safe when callers are many, as {@link java.util.Random} is
     * @return true for a share of {@link Settings#exploration()}
     */
    public boolean explores(RandomGenerator random) {
        return settings.exploration() > 0 && random.nextDouble() < settings.exploration();
    }

    /**
     * Adds what another instance learnt. Each outcome must be in one of the two alone.
     *
     * @param other what is added; it stays as it is
     */
    public void merge(TaskMeans other) {
        other.tasks.forEach((key, theirs) -> {
            double[] numbers = theirs.numbers();
            TaskRecord ours = task(key);
            if (ours != null) {
                ours.add(numbers);
            }
        });
    }

    /**
     * All that was learnt, to be kept or sent elsewhere. It holds the task keys as they are.
     *
     * @return a JSON object
     */
    public String toJson() {
        Map<String, double[]> numbers = new TreeMap<>();
        tasks.forEach((key, task) -> numbers.put(key, task.numbers()));
        return TaskMeansFormat.write(numbers);
    }

    /**
     * What {@link #toJson} kept.
     *
     * @param json the JSON object
     * @param settings how to learn on
     * @return means of their own
     * @throws IllegalArgumentException when the text is nothing that was kept so
     */
    public static TaskMeans fromJson(String json, Settings settings) {
        TaskMeans means = new TaskMeans(settings);
        TaskMeansFormat.read(json).forEach((key, numbers) -> {
            TaskRecord task = means.task(key);
            if (task != null) {
                task.add(numbers);
            }
        });
        return means;
    }

    private @Nullable TaskRecord task(String key) {
        TaskRecord known = tasks.get(Objects.requireNonNull(key, "taskKey"));
        if (known != null || tasks.size() >= MOST_KEYS) {
            return known;
        }
        return tasks.computeIfAbsent(key, k -> new TaskRecord(surplus));
    }

    @Override
    public String toString() {
        return "TaskMeans[" + tasks.size() + " task keys]";
    }
}
