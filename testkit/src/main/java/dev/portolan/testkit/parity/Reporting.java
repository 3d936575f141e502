package dev.portolan.testkit.parity;

import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ModelInfo;
import dev.portolan.evidence.parity.CallOutcome;
import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.parity.RunFacts;
import dev.portolan.evidence.parity.SideFacts;
import dev.portolan.evidence.parity.Trial;
import dev.portolan.evidence.recording.Recorder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From the results of examples to reports. */
final class Reporting {

    private final RunSettings settings;
    private final Instant started;
    private final List<SideCalls> sides;
    private final @Nullable BigDecimal spent;
    private final RunStop.@Nullable Reason reason;
    private final @Nullable Recorder recorder;

    Reporting(
            RunSettings settings,
            Instant started,
            List<SideCalls> sides,
            @Nullable BigDecimal spent,
            RunStop.@Nullable Reason reason,
            @Nullable Recorder recorder) {
        this.settings = settings;
        this.started = started;
        this.sides = sides;
        this.spent = spent;
        this.reason = reason;
        this.recorder = recorder;
    }

    List<ParityReport> reports(List<ExampleResult> results) {
        Instant ended = settings.clock().now();
        String hash = settings.dataset().contentHash();
        SideFacts source = facts(
                sides.get(0).plan(),
                results.stream().flatMap(one -> Stream.concat(one.source().stream(), one.control().stream())));
        List<ParityReport> reports = new ArrayList<>();
        for (int i = 0; i < settings.targets().size(); i++) {
            int target = i;
            SideFacts other =
                    facts(sides.get(i + 1).plan(), results.stream().flatMap(one -> one.targets().get(target).stream()));
            List<PairResult> pairs =
                    results.stream().map(one -> one.pair(target)).toList();
            RunFacts facts = new RunFacts(
                    settings.dataset().name(),
                    hash,
                    settings.dataset().examples().size(),
                    settings.repeats(),
                    settings.seed(),
                    settings.mode().id(),
                    Objects.requireNonNullElse(ParityRun.class.getPackage().getImplementationVersion(), "dev"),
                    started,
                    ended,
                    source,
                    other,
                    settings.judges(),
                    settings.currency().getCurrencyCode(),
                    spent,
                    reason != null && reason.settled(),
                    warnings(source, other, pairs));
            reports.add(ParityReport.evaluate(facts, pairs, settings.gate(), settings.decisions()));
        }
        return List.copyOf(reports);
    }

    private static SideFacts facts(SidePlan plan, Stream<Trial> all) {
        List<Trial> trials = all.toList();
        ModelInfo info = plan.subject().model().info();
        TreeSet<String> answered = new TreeSet<>();
        for (Trial trial : trials) {
            ChatResponse response = trial.response();
            if (response != null) {
                answered.add(response.model());
            }
        }
        return new SideFacts(
                plan.subject().name(),
                info.provider(),
                info.model(),
                answered,
                plan.promptHash(),
                plan.parameters(),
                trials.size(),
                count(trials, CallOutcome.FAILED),
                count(trials, CallOutcome.REJECTED),
                (int) trials.stream().filter(Trial::replayed).count());
    }

    private static int count(List<Trial> trials, CallOutcome outcome) {
        return (int) trials.stream().filter(trial -> trial.outcome() == outcome).count();
    }

    private List<String> warnings(SideFacts source, SideFacts target, List<PairResult> pairs) {
        List<String> warnings = new ArrayList<>();
        if (reason != null) {
            warnings.add(reason.words() + ": " + pairs.size() + " of "
                    + settings.dataset().examples().size()
                    + " examples were compared, a random sample of the dataset");
        }
        int resumed = sides.stream().mapToInt(SideCalls::resumed).sum();
        if (resumed > 0) {
            warnings.add(resumed + " answers come from the journal of a run that had ended before");
        }
        for (String judge : settings.judges()) {
            for (SideFacts side : List.of(source, target)) {
                if (ModelFamily.same(judge, side)) {
                    warnings.add("The judge " + judge + " is of the family of " + side.name()
                            + ": judges tend to prefer their own");
                }
            }
        }
        if (settings.prices() != null) {
            for (SideFacts side : List.of(source, target)) {
                if (side.calls() > side.replayed() && costUnknown(side, pairs)) {
                    warnings.add("What " + side.name() + " costs is not known, or not of each answer");
                }
            }
        }
        if (recorder != null && recorder.dropped() > 0) {
            warnings.add(recorder.dropped() + " calls could not be recorded");
        }
        return warnings;
    }

    private static boolean costUnknown(SideFacts side, List<PairResult> pairs) {
        return pairs.stream()
                .flatMap(pair -> Stream.of(pair.source(), pair.target(), pair.control()))
                .flatMap(List::stream)
                .anyMatch(trial -> trial.outcome() == CallOutcome.ANSWERED
                        && !trial.replayed()
                        && side.answered()
                                .contains(
                                        Objects.requireNonNull(trial.response()).model())
                        && !trial.figures().containsKey("cost"));
    }
}
