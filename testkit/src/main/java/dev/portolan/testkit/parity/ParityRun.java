package dev.portolan.testkit.parity;

import dev.portolan.chat.Cancellation;
import dev.portolan.error.ReplayMiss;
import dev.portolan.evidence.parity.ParityReport;
import java.util.List;

/**
 * Asks a source and one or more targets the same examples, scores what comes, and reports. Plain Java: works in a test, in a
 * {@code main} method, in a build.
 *
 * <pre>{@code
 * ParityReport report = ParityRun.builder()
 *         .dataset(Dataset.read(Path.of("triage.jsonl")))
 *         .source(Subject.of("present", present))
 *         .target(Subject.of("new", next))
 *         .checks(JsonChecks.valid().hardBreak(), LabelCheck.at("/category"))
 *         .journal(Path.of("target/triage.journal"))
 *         .build()
 *         .run();
 * }</pre>
 *
 * <p><b>Order.</b> Examples are asked in an order that the seed draws, and for each repeat of each example the seed draws which
 * model is asked first. What a run that ends early has is thus a random sample of the dataset.
 *
 * <p><b>Calls.</b> At most {@link ParityRunBuilder#concurrency} examples are under way, each on a daemon thread of the run. A model
 * that limits its rate gets half as many calls at a time, after the pause that it asks for, and slowly more again; such a call is
 * tried six times. Nothing else is tried again: that is for the model's own retry settings. A model that fails at its first ten
 * answers ends the run.
 *
 * <p><b>Failures.</b> A call that fails on the way is a trial without scores, and too many of them make the verdict INVALID. A request
 * that the model cannot take counts against the model. A check that cannot find out leaves a missing score.
 *
 * <p><b>Ending early.</b> When the budget is used up, on {@link #cancel} and when the thread that runs is interrupted, the run ends
 * with the examples that are complete, and the report warns. Since they are a random sample the verdict stands on them as on a
 * smaller dataset: they may prove a PASS, or be too few to.
 *
 * <p><b>Figures.</b> Time and cost come from answers that were just given, never from recordings. Answers from the journal were given to
 * this run before it was interrupted, and keep the figures that they had then.
 *
 * <p>Immutable and thread-safe, but a journal serves one run at a time.
 */
public final class ParityRun {

    private final RunSettings settings;
    private final Cancellation cancellation = new Cancellation();

    ParityRun(RunSettings settings) {
        this.settings = settings;
    }

    /**
     * Starts a run.
     *
     * @return a builder
     */
    public static ParityRunBuilder builder() {
        return new ParityRunBuilder();
    }

    /**
     * What the run would take, and how likely it would settle anything. Asks no model; reads the dataset's attachments, the journal
     * and the recordings.
     *
     * @return the preflight
     * @throws java.io.UncheckedIOException when one of them cannot be read
     */
    public Preflight preflight() {
        return new PreflightCheck(settings).make();
    }

    /**
     * Runs with one target and waits for the end.
     *
     * @return the report
     * @throws IllegalStateException when there are several targets, or another run uses the journal
     * @throws RunNotApproved when the {@link PreflightApproval} says no
     * @throws ReplayMiss in {@link RunMode#REPLAY} when a request has no recording
     * @throws java.io.UncheckedIOException when the journal, recordings or attachments cannot be read or written
     */
    public ParityReport run() {
        if (settings.targets().size() != 1) {
            throw new IllegalStateException("run: there are several targets, which need runAll()");
        }
        return runAll().get(0);
    }

    /**
     * Runs with all targets and waits for the end. The source is asked once for all of them.
     *
     * @return one report for each target, in their order
     * @throws IllegalStateException when another run uses the journal
     * @throws RunNotApproved when the {@link PreflightApproval} says no
     * @throws ReplayMiss in {@link RunMode#REPLAY} when a request has no recording
     * @throws java.io.UncheckedIOException when the journal, recordings or attachments cannot be read or written
     */
    public List<ParityReport> runAll() {
        PreflightApproval approval = settings.approval();
        if (approval != null) {
            Preflight preflight = preflight();
            if (!approval.approves(preflight)) {
                throw new RunNotApproved(preflight);
            }
        }
        return new RunSession(settings, cancellation).perform();
    }

    /** Ends the run, now or when it begins: calls in flight are cancelled, and the report has the examples that are complete. */
    public void cancel() {
        cancellation.cancel();
    }

    @Override
    public String toString() {
        return "ParityRun[" + settings.dataset().name() + ", "
                + settings.source().name() + " -> "
                + settings.targets().stream().map(Subject::name).toList() + "]";
    }
}
