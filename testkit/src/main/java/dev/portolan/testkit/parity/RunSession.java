package dev.portolan.testkit.parity;

import dev.portolan.chat.Cancellation;
import dev.portolan.evidence.check.Measure;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.recording.Recorder;
import dev.portolan.evidence.recording.Recordings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One run from its beginning to its end. */
final class RunSession {

    private final RunSettings settings;
    private final Cancellation cancellation;
    private final RunStop stop = new RunStop();

    RunSession(RunSettings settings, Cancellation cancellation) {
        this.settings = settings;
        this.cancellation = cancellation;
    }

    List<ParityReport> perform() {
        Instant started = settings.clock().now();
        List<SidePlan> plans = new ArrayList<>();
        plans.add(SidePlan.of(settings.source(), settings.dataset()));
        settings.targets().forEach(target -> plans.add(SidePlan.of(target, settings.dataset())));
        Cancellation.Registration cancelling = cancellation.onCancel(() -> stop.abort("The run was cancelled"));
        // A replay pays nothing that a journal could save.
        Path file = settings.mode() == RunMode.REPLAY ? null : settings.journal();
        if (file == null) {
            try {
                return perform(started, plans, null);
            } finally {
                cancelling.close();
            }
        }
        try (Journal journal = Journal.open(file)) {
            return perform(started, plans, journal);
        } finally {
            cancelling.close();
        }
    }

    private List<ParityReport> perform(Instant started, List<SidePlan> plans, @Nullable Journal journal) {
        Measure cost = settings.prices() == null ? null : Measure.cost(settings.prices(), settings.currency());
        BudgetMeter budget = new BudgetMeter(settings.budget(), cost, settings.currency(), stop);
        Recordings recordings = SubjectModels.newest(settings.mode(), settings.recordings());
        Recorder recorder = recorder();
        List<SideCalls> sides = plans.stream()
                .map(plan -> new SideCalls(
                        settings,
                        plan,
                        new SubjectModels(plan.subject(), settings.mode(), recordings, recorder),
                        journal,
                        budget,
                        stop))
                .toList();
        ExampleWork work = new ExampleWork(settings, sides, new Scoring(settings.checks(), cost, stop));
        List<ExampleResult> results = new WorkerCrew(settings, work, sides, budget, stop).perform();
        RunStop.Reason reason = stop.reason();
        if (reason != null && reason.mistake() != null) {
            throw reason.mistake();
        }
        return new Reporting(settings, started, sides, budget.money(), reason, recorder).reports(results);
    }

    private @Nullable Recorder recorder() {
        boolean records = settings.mode() == RunMode.RECORD || settings.mode() == RunMode.AUTO;
        return records
                ? Recorder.builder(Objects.requireNonNull(settings.recordings(), "recordings"))
                        .build()
                : null;
    }
}
