package dev.portolan.testkit.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.error.ErrorKind;
import dev.portolan.error.ReplayMiss;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.parity.Trial;
import dev.portolan.evidence.recording.Recordings;
import dev.portolan.simulator.Reply;
import dev.portolan.testkit.model.TestChatModel;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that record, and runs that recordings answer. */
class RunModeTest {

    @TempDir
    Path folder;

    @Test
    void everyRepeatIsReplayedAsItWas() {
        AtomicInteger calls = new AtomicInteger();
        TestChatModel source = TestChatModel.of(prompt -> Reply.text("good " + calls.getAndIncrement()));
        ParityReport recorded =
                run(RunMode.RECORD, 20, source, Bench.good()).build().run();
        TestChatModel nobody = Bench.bad();

        ParityReport replayed = run(RunMode.REPLAY, 20, nobody, nobody)
                .prices(Bench.DEAR, Bench.DOLLARS)
                .build()
                .run();

        assertThat(nobody.calls()).isEmpty();
        assertThat(replayed.pairs())
                .extracting(pair -> texts(pair.source()))
                .isEqualTo(recorded.pairs().stream()
                        .map(pair -> texts(pair.source()))
                        .toList());
        assertThat(replayed.facts().mode()).isEqualTo("replay");
        assertThat(replayed.facts().source().replayed()).isEqualTo(60);
        assertThat(recorded.facts().source().replayed()).isZero();
        assertThat(Recordings.read(file()).list())
                .extracting(recording -> String.valueOf(recording.name()))
                .contains("present/0", "present/2", "new/1");
    }

    @Test
    void aReplayHasTokensButNeitherTimeNorCost() {
        run(RunMode.RECORD, 2, Bench.good(), Bench.good()).build().run();

        ParityReport replayed = run(RunMode.REPLAY, 2, Bench.good(), Bench.good())
                .prices(Bench.DEAR, Bench.DOLLARS)
                .streaming(true)
                .build()
                .run();

        assertThat(replayed.pairs().get(0).target().get(0).figures()).containsOnlyKeys("input-tokens", "output-tokens");
        assertThat(replayed.facts().spent()).isNull();
        assertThat(replayed.facts().warnings()).isEmpty();
    }

    @Test
    void aMissIsAnErrorAndNoCall() {
        run(RunMode.RECORD, 2, Bench.good(), Bench.good()).build().run();
        TestChatModel nobody = Bench.good();
        ParityRun more = run(RunMode.REPLAY, 3, nobody, nobody).build();

        assertThatThrownBy(more::run).isInstanceOf(ReplayMiss.class);
        assertThat(nobody.calls()).isEmpty();
    }

    @Test
    void aReplayWithoutRecordingsCannotBegin() {
        ParityRun run = run(RunMode.REPLAY, 1, Bench.good(), Bench.good()).build();

        assertThatThrownBy(run::run).isInstanceOf(UncheckedIOException.class).hasMessageContaining("no such file");
    }

    @Test
    void autoAsksForWhatIsNotRecordedAndRecordsIt() {
        run(RunMode.AUTO, 2, Bench.good(), Bench.good()).build().run();
        TestChatModel source = Bench.good();
        TestChatModel target = Bench.good();

        ParityReport report = run(RunMode.AUTO, 3, source, target)
                .journal(folder.resolve("run.journal"))
                .build()
                .run();

        assertThat(source.calls()).hasSize(3);
        assertThat(report.facts().target().replayed()).isEqualTo(6);
        assertThat(report.pairs().get(2).target().get(0).figures()).containsKey("latency");
        assertThat(report.pairs().get(1).target().get(0).figures()).doesNotContainKey("latency");
        assertThat(Journal.read(folder.resolve("run.journal")))
                .as("recordings are not kept twice")
                .hasSize(6);
        run(RunMode.REPLAY, 3, Bench.good(), Bench.good()).build().run();
    }

    @Test
    void ofTwoRecordingsTheNewerCounts() {
        run(RunMode.RECORD, 1, Bench.bad(), Bench.bad()).build().run();
        run(RunMode.RECORD, 1, Bench.good(), Bench.good()).build().run();

        ParityReport report =
                run(RunMode.REPLAY, 1, Bench.bad(), Bench.bad()).build().run();

        assertThat(texts(report.pairs().get(0).target())).allMatch(text -> text.startsWith("good"));
    }

    @Test
    void whatFailedOnTheWayIsNotReplayed() {
        TestChatModel failing = TestChatModel.of(prompt -> {
            throw Bench.error(ErrorKind.UNAVAILABLE);
        });
        run(RunMode.RECORD, 1, Bench.good(), failing).build().run();
        TestChatModel target = Bench.good();

        run(RunMode.AUTO, 1, Bench.good(), target).build().run();

        assertThat(target.calls()).hasSize(3);
    }

    private ParityRunBuilder run(RunMode mode, int examples, TestChatModel source, TestChatModel target) {
        return Bench.run(examples, source, target).mode(mode).recordings(file());
    }

    private Path file() {
        return folder.resolve("run.jsonl");
    }

    private static List<String> texts(List<Trial> trials) {
        return trials.stream()
                .map(trial -> Objects.requireNonNull(trial.response()).text())
                .toList();
    }
}
