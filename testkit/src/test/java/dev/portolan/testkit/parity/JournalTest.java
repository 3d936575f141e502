package dev.portolan.testkit.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.ChatRequest;
import dev.portolan.error.ErrorKind;
import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.dataset.Example;
import dev.portolan.evidence.parity.CallOutcome;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.parity.Side;
import dev.portolan.evidence.stats.Verdict;
import dev.portolan.simulator.Reply;
import dev.portolan.testkit.model.TestChatModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run that ended before leaves for the next. */
class JournalTest {

    @TempDir
    Path folder;

    private Path file = Path.of("unset");

    @BeforeEach
    void name() {
        file = folder.resolve("below").resolve("run.journal");
    }

    @Test
    void whatWasAnsweredIsNotAskedAgainAndGivesTheSameReport() {
        ParityReport first = run(20, Bench.good(), Bench.bad()).run();
        TestChatModel source = Bench.good();
        TestChatModel target = Bench.bad();

        ParityReport second = run(20, source, target).run();

        assertThat(source.calls()).isEmpty();
        assertThat(target.calls()).isEmpty();
        assertThat(second.metrics()).isEqualTo(first.metrics());
        assertThat(second.pairs().get(3).source().get(2).response())
                .isEqualTo(first.pairs().get(3).source().get(2).response());
        assertThat(second.pairs().get(3).target().get(1).figures())
                .isEqualTo(first.pairs().get(3).target().get(1).figures());
        assertThat(second.facts().warnings())
                .containsExactly("120 answers come from the journal of a run that had ended before");
    }

    @Test
    void scoresAreComputedAnew() {
        run(3, Bench.good(), Bench.good()).run();

        ParityReport report = Bench.run(3, Bench.bad(), Bench.bad())
                .checks(Check.of("other", seen -> Score.of(seen.answer().text().length() > 5, "its length")))
                .journal(file)
                .build()
                .run();

        assertThat(report.pairs().get(0).score(Side.TARGET, "other")).isOne();
        assertThat(report.pairs().get(0).score(Side.TARGET, "good")).isOne();
    }

    @Test
    void anInterruptedRunGoesOnWhereItStopped() {
        AtomicInteger calls = new AtomicInteger();
        ParityRun[] running = new ParityRun[1];
        running[0] = Bench.run(
                        50,
                        TestChatModel.of(prompt -> {
                            if (calls.incrementAndGet() == 40) {
                                running[0].cancel();
                            }
                            return Reply.text("good");
                        }),
                        Bench.good())
                .journal(file)
                .build();
        running[0].run();
        TestChatModel source = Bench.good();

        ParityReport report = run(50, source, Bench.good()).run();

        assertThat(report.pairs()).hasSize(50);
        assertThat(calls.get() + source.calls().size()).isBetween(150, 150 + ParityRunBuilder.CONCURRENCY);
    }

    @Test
    void whatFailedOnTheWayIsAskedAgainAndWhatWasBlockedIsNot() {
        TestChatModel failing = TestChatModel.of(prompt -> {
            switch (prompt.userText()) {
                case "question 0?" -> throw Bench.error(ErrorKind.CONTENT_FILTERED);
                case "question 1?" -> throw Bench.error(ErrorKind.TIMEOUT);
                case "question 2?" -> throw Bench.error(ErrorKind.INVALID_REQUEST);
                default -> {
                    return Reply.text("good");
                }
            }
        });
        run(4, Bench.good(), failing).run();
        TestChatModel target = Bench.good();

        ParityReport report = run(4, Bench.good(), target).run();

        assertThat(target.calls()).hasSize(3);
        assertThat(report.pairs())
                .extracting(pair -> pair.target().get(0).outcome())
                .containsExactly(CallOutcome.BLOCKED, CallOutcome.ANSWERED, CallOutcome.REJECTED, CallOutcome.ANSWERED);
    }

    @Test
    void anotherQuestionIsAskedThoughTheExampleHasTheSameName() {
        run(2, Bench.good(), Bench.good()).run();
        TestChatModel source = Bench.good();
        TestChatModel target = Bench.good();

        ParityRun.builder()
                .dataset(Bench.dataset(2))
                .source(Subject.of("present", source))
                .target(Subject.of("new", target)
                        .shaping(request -> request.toBuilder().temperature(0.0).build()))
                .checks(Bench.GOOD)
                .journal(file)
                .build()
                .run();

        assertThat(source.calls()).isEmpty();
        assertThat(target.calls()).hasSize(6);
    }

    @Test
    void examplesThatAskTheSameHaveAnswersOfTheirOwn() {
        Dataset twins = Dataset.of(
                "twins",
                List.of(
                        Example.builder(ChatRequest.of("same?")).id("a").build(),
                        Example.builder(ChatRequest.of("same?")).id("b").build()));
        AtomicInteger calls = new AtomicInteger();
        TestChatModel source = TestChatModel.of(prompt -> Reply.text("answer " + calls.getAndIncrement()));
        ParityRunBuilder builder = ParityRun.builder()
                .dataset(twins)
                .source(Subject.of("present", source))
                .target(Subject.of("new", Bench.good()))
                .checks(Bench.GOOD)
                .repeats(1)
                .journal(file);

        ParityReport first = builder.build().run();
        ParityReport second = builder.build().run();

        assertThat(calls).hasValue(2);
        assertThat(second.pairs())
                .extracting(pair -> pair.source().get(0).response())
                .isEqualTo(first.pairs().stream()
                        .map(pair -> pair.source().get(0).response())
                        .toList());
    }

    @Test
    void aLineThatAKilledProcessLeftHalfIsAskedAgain() throws IOException {
        run(2, Bench.good(), Bench.good()).run();
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 10));
        TestChatModel source = Bench.good();
        TestChatModel target = Bench.good();

        run(2, source, target).run();

        assertThat(source.calls().size() + target.calls().size()).isEqualTo(1);
        assertThat(Journal.read(file)).hasSize(12);
    }

    @Test
    void aJournalThatWasKilledAtBirthIsBegunAnew() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, JournalLine.HEADER.substring(0, 9));

        run(1, Bench.good(), Bench.good()).run();

        assertThat(Journal.read(file)).hasSize(6);
    }

    @Test
    void aDamagedLineIsNamedAndNotQuoted() throws IOException {
        run(1, Bench.good(), Bench.good()).run();
        Files.writeString(file, "{\"key\":\"secret prompt\"}\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);

        assertThatThrownBy(() -> run(1, Bench.good(), Bench.good()).run())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("damaged at line 8")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @Test
    void anotherFileIsNotOverwritten() throws IOException {
        Files.createDirectories(file.getParent());
        for (String other : List.of("my notes", "my notes\n")) {
            Files.writeString(file, other);

            assertThatThrownBy(() -> run(1, Bench.good(), Bench.good()).run())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is no journal");
            assertThat(file).hasContent("my notes");
        }
    }

    @Test
    void twoRunsDoNotShareAJournal() {
        ParityRun other = run(1, Bench.good(), Bench.good());
        try (Journal open = Journal.open(file)) {
            assertThatThrownBy(other::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("in use by another run");
            assertThat(open.find("nothing")).isNull();
        }
        assertThat(other.run().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void onlyItsOwnerReadsIt() throws IOException {
        Assumptions.assumeTrue(
                folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        run(1, Bench.good(), Bench.good()).run();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void afterItsEndNothingIsKept() {
        Journal journal = Journal.open(file);
        CallResult result = CallResult.failed(Bench.error(ErrorKind.CONTENT_FILTERED), false);
        journal.add(new JournalLine("k1", "new/0", "e \"1\"", result));
        journal.close();
        journal.add(new JournalLine("k2", "new/0", "e2", result));

        Map<String, CallResult> read = Journal.read(file);
        assertThat(read).containsOnlyKeys("k1");
        assertThat(read.get("k1").toString()).isEqualTo("CallResult[BLOCKED]");
    }

    private ParityRun run(int examples, TestChatModel source, TestChatModel target) {
        return Bench.run(examples, source, target).journal(file).build();
    }
}
