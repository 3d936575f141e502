package dev.portolan.testkit.parity;

import dev.portolan.chat.CallContext;
import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.cost.PriceSource;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.parity.Gate;
import dev.portolan.evidence.parity.ReviewDecision;
import dev.portolan.testkit.internal.RunClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link ParityRun} does. Dataset, source and at least one target and one check are needed. Not thread-safe. */
public final class ParityRunBuilder {

    /** How often each model is asked for each example unless told otherwise. */
    public static final int REPEATS = 3;

    /** How many examples are under way at once unless told otherwise. */
    public static final int CONCURRENCY = 8;

    private final List<Subject> targets = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();
    private final List<String> judges = new ArrayList<>();
    private final List<ReviewDecision> decisions = new ArrayList<>();
    private @Nullable Dataset dataset;
    private @Nullable Subject source;
    private Gate gate = Gate.DEFAULT;
    private int repeats = REPEATS;
    private long seed = 1;
    private int concurrency = CONCURRENCY;
    private @Nullable PriceSource prices;
    private Currency currency = Currency.getInstance("USD");
    private Budget budget = Budget.UNLIMITED;
    private @Nullable Path journal;
    private RunMode mode = RunMode.LIVE;
    private @Nullable Path recordings;
    private boolean streaming;
    private boolean noiseFloor;
    private boolean stopEarly;
    private Progress progress = Progress.NONE;
    private @Nullable PreflightApproval approval;
    private CallContext context = CallContext.EMPTY;
    private @Nullable Duration callTimeout;
    private @Nullable Integer expectedOutputTokens;
    private @Nullable Duration expectedLatency;
    private RunClock clock = RunClock.SYSTEM;

    ParityRunBuilder() {}

    /**
     * Sets: what is asked.
     *
     * @param value at least one example
     * @return this builder
     */
    public ParityRunBuilder dataset(Dataset value) {
        this.dataset = Objects.requireNonNull(value, "dataset");
        return this;
    }

    /**
     * Sets: the model that is there.
     *
     * @param value the source
     * @return this builder
     */
    public ParityRunBuilder source(Subject value) {
        this.source = Objects.requireNonNull(value, "source");
        return this;
    }

    /**
     * Adds a model that may replace it.
     *
     * @param value a target
     * @return this builder
     */
    public ParityRunBuilder target(Subject value) {
        targets.add(Objects.requireNonNull(value, "target"));
        return this;
    }

    /**
     * Adds what is asked of the answers.
     *
     * @param values with different names
     * @return this builder
     */
    public ParityRunBuilder checks(Check... values) {
        return checks(List.of(values));
    }

    /**
     * Adds what is asked of the answers.
     *
     * @param values with different names
     * @return this builder
     */
    public ParityRunBuilder checks(List<? extends Check> values) {
        checks.addAll(values);
        return this;
    }

    /**
     * Sets: what a target must show.
     *
     * @param value {@link Gate#DEFAULT} when it is not set
     * @return this builder
     */
    public ParityRunBuilder gate(Gate value) {
        this.gate = Objects.requireNonNull(value, "gate");
        return this;
    }

    /**
     * Sets: how often each model is asked for each example. More repeats make the figures of an example steadier and do not replace
     * examples. Checks that compare an answer with the source's need two, or {@link #noiseFloor}: the source's own answers are
     * compared with its next repeat.
     *
     * @param value at least 1; {@value #REPEATS} when it is not set
     * @return this builder
     */
    public ParityRunBuilder repeats(int value) {
        this.repeats = atLeastOne("repeats", value);
        return this;
    }

    /**
     * Sets: what the order of examples and of models is drawn from.
     *
     * @param value any number; 1 when it is not set
     * @return this builder
     */
    public ParityRunBuilder seed(long value) {
        this.seed = value;
        return this;
    }

    /**
     * Sets: how many examples are under way at once, and so how many calls.
     *
     * @param value at least 1; {@value #CONCURRENCY} when it is not set
     * @return this builder
     */
    public ParityRunBuilder concurrency(int value) {
        this.concurrency = atLeastOne("concurrency", value);
        return this;
    }

    /**
     * Sets: what models cost. Without it costs are unknown.
     *
     * @param value knows prices
     * @param money the currency of costs and of the budget
     * @return this builder
     */
    public ParityRunBuilder prices(PriceSource value, Currency money) {
        this.prices = Objects.requireNonNull(value, "prices");
        this.currency = Objects.requireNonNull(money, "currency");
        return this;
    }

    /**
     * Sets: what the run may spend, calls that the journal has included.
     *
     * @param value {@link Budget#UNLIMITED} when it is not set
     * @return this builder
     */
    public ParityRunBuilder budget(Budget value) {
        this.budget = Objects.requireNonNull(value, "budget");
        return this;
    }

    /**
     * Sets: a file that keeps each answer as soon as it is there, so that a run that was killed or has ended early can be run again
     * without asking, and paying, for what was answered. Scores are computed again, calls that failed are made again. A changed
     * prompt, model, provider or name of a subject is another question. Only its owner can read it, where the file system can do
     * that; it holds answers as they came. Delete it to begin anew.
     *
     * @param value the file; made with its folder when it is missing
     * @return this builder
     */
    public ParityRunBuilder journal(Path value) {
        this.journal = Objects.requireNonNull(value, "journal");
        return this;
    }

    /**
     * Sets: whether models are asked or recordings answer. Every mode but {@link RunMode#LIVE} needs {@link #recordings}.
     *
     * @param value {@link RunMode#LIVE} when it is not set
     * @return this builder
     */
    public ParityRunBuilder mode(RunMode value) {
        this.mode = Objects.requireNonNull(value, "mode");
        return this;
    }

    /**
     * Sets: the file of recordings, in the format of {@link dev.portolan.evidence.recording.Recordings}. Each has the name of its
     * subject and its repeat, such as {@code new/2}, so that every repeat is replayed as it was. Of several the newest counts.
     *
     * @param value the file
     * @return this builder
     */
    public ParityRunBuilder recordings(Path value) {
        this.recordings = Objects.requireNonNull(value, "recordings");
        return this;
    }

    /**
     * Sets: whether answers are streamed, which tells how long the first token takes.
     *
     * @param value false when it is not set
     * @return this builder
     */
    public ParityRunBuilder streaming(boolean value) {
        this.streaming = value;
        return this;
    }

    /**
     * Sets: whether the source is asked once more as often, to be compared with itself. Shows how much scores move with no change
     * at all.
     *
     * @param value false when it is not set
     * @return this builder
     */
    public ParityRunBuilder noiseFloor(boolean value) {
        this.noiseFloor = value;
        return this;
    }

    /**
     * Sets: whether the run ends as soon as no answer to the rest could change any verdict.
     *
     * @param value false when it is not set
     * @return this builder
     */
    public ParityRunBuilder stopEarly(boolean value) {
        this.stopEarly = value;
        return this;
    }

    /**
     * Adds models that judge in checks, for the report. It warns when a judge is of the family of a model that it judges.
     *
     * @param models their names, as their providers call them
     * @return this builder
     */
    public ParityRunBuilder judges(String... models) {
        judges.addAll(List.of(models));
        return this;
    }

    /**
     * Adds what people said of pairs of an earlier run, for the report.
     *
     * @param values the decisions
     * @return this builder
     */
    public ParityRunBuilder decisions(List<ReviewDecision> values) {
        decisions.addAll(values);
        return this;
    }

    /**
     * Sets: who hears how the run advances.
     *
     * @param value {@link Progress#NONE} when it is not set
     * @return this builder
     */
    public ParityRunBuilder progress(Progress value) {
        this.progress = Objects.requireNonNull(value, "progress");
        return this;
    }

    /**
     * Sets: who decides, seeing the preflight, whether the run goes ahead.
     *
     * @param value nobody when it is not set
     * @return this builder
     */
    public ParityRunBuilder approval(PreflightApproval value) {
        this.approval = Objects.requireNonNull(value, "approval");
        return this;
    }

    /**
     * Sets: what belongs to each call, such as tenant and tags. Its cancellation is replaced by the run's.
     *
     * @param value {@link CallContext#EMPTY} when it is not set
     * @return this builder
     */
    public ParityRunBuilder context(CallContext value) {
        this.context = Objects.requireNonNull(value, "context");
        return this;
    }

    /**
     * Sets: how long a call may take. What takes longer has failed.
     *
     * @param value above zero; what the models are set to when it is not set
     * @return this builder
     */
    public ParityRunBuilder callTimeout(Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("callTimeout: must be above zero");
        }
        this.callTimeout = value;
        return this;
    }

    /**
     * Sets: how long answers are expected to be, for the preflight's guess of cost. Examples with a known answer need it not.
     *
     * @param value tokens of an answer, at least 1
     * @return this builder
     */
    public ParityRunBuilder expectedOutputTokens(int value) {
        this.expectedOutputTokens = atLeastOne("expectedOutputTokens", value);
        return this;
    }

    /**
     * Sets: how long a call is expected to take, for the preflight's guess of time. Examples with a known answer need it not.
     *
     * @param value above zero
     * @return this builder
     */
    public ParityRunBuilder expectedLatency(Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("expectedLatency: must be above zero");
        }
        this.expectedLatency = value;
        return this;
    }

    ParityRunBuilder clock(RunClock value) {
        this.clock = value;
        return this;
    }

    private static int atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": must be at least 1, not " + value);
        }
        return value;
    }

    /**
     * The run. Nothing is asked yet.
     *
     * @return the run
     * @throws IllegalStateException when something is missing, or two things have one name
     */
    public ParityRun build() {
        Dataset asked = need("dataset", dataset);
        Subject from = need("source", source);
        if (asked.examples().isEmpty()) {
            throw new IllegalStateException("dataset: " + asked.name() + " has no examples");
        }
        if (targets.isEmpty()) {
            throw new IllegalStateException("target: at least one is needed");
        }
        if (checks.isEmpty()) {
            throw new IllegalStateException("checks: at least one is needed");
        }
        Set<String> subjects = new HashSet<>(Set.of(from.name()));
        targets.forEach(target -> unique("subjects", target.name(), subjects));
        Set<String> metrics = new HashSet<>();
        checks.forEach(check -> unique("checks", check.name(), metrics));
        gate.named().stream()
                .filter(name -> !metrics.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalStateException("gate: it names " + name + ", which no check is called");
                });
        if (mode.usesRecordings() && recordings == null) {
            throw new IllegalStateException("recordings: the mode " + mode.id() + " needs a file");
        }
        return new ParityRun(new RunSettings(
                asked,
                from,
                List.copyOf(targets),
                List.copyOf(checks),
                gate,
                repeats,
                seed,
                concurrency,
                prices,
                currency,
                budget,
                journal,
                mode,
                recordings,
                streaming,
                noiseFloor,
                stopEarly,
                List.copyOf(judges),
                List.copyOf(decisions),
                progress,
                approval,
                context,
                callTimeout,
                expectedOutputTokens,
                expectedLatency,
                clock));
    }

    private static <T> T need(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException(name + ": is needed");
        }
        return value;
    }

    private static void unique(String what, String name, Set<String> names) {
        if (!names.add(name)) {
            throw new IllegalStateException(what + ": two are called " + name);
        }
    }
}
