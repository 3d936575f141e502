package dev.portolan.evidence.recording;

import static dev.portolan.evidence.recording.ScriptedModel.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.evidence.recording.internal.LineWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class RecorderTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void place() {
        file = folder.resolve("deep/er/calls.jsonl");
    }

    private static ChatModel recording(Recorder recorder) {
        return new RecordingChatModel(
                new ScriptedModel(
                        request -> answer("echo " + request.messages().get(0).text())),
                "n",
                recorder);
    }

    @Test
    void fiftyThreadsAndTwoRecordersTearNoLine() throws Exception {
        List<Recorder> recorders = List.of(
                Recorder.builder(file).build(),
                Recorder.builder(folder.resolve("deep/../deep/er/calls.jsonl")).build());
        List<ChatModel> models = recorders.stream().map(RecorderTest::recording).toList();
        ExecutorService threads = Executors.newFixedThreadPool(50);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                String prompt = i + " " + "long ".repeat(i % 97 * 20);
                ChatModel model = models.get(i % 2);
                all.add(threads.submit(() -> model.chat(ChatRequest.of(prompt))));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdown();
        }

        await().until(() -> recorders.get(0).written() + recorders.get(1).written() == 1_000);
        assertThat(Recordings.read(file).list().stream()
                        .map(made -> made.request().messages().get(0).text())
                        .map(text -> Integer.valueOf(text.substring(0, text.indexOf(' ')))))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 1_000).boxed().toList());
    }

    @Test
    void aFullFileIsPutAsideAndTheOldestGoes() throws IOException {
        Recorder recorder = Recorder.builder(file).maxSize(1_500).keep(2).build();
        ChatModel model = recording(recorder);
        for (int i = 0; i < 20; i++) {
            model.chat(ChatRequest.of("prompt " + i + " " + "x".repeat(300)));
        }

        assertThat(recorder.written()).isEqualTo(20);
        try (var files = Files.list(file.getParent())) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("calls.jsonl", "calls.jsonl.1", "calls.jsonl.2");
        }
        assertThat(Files.size(file)).isLessThanOrEqualTo(1_500);
        List<Recording> left = Recordings.read(file).list();
        assertThat(left).hasSizeBetween(3, 12);
        int first = 20 - left.size();
        for (int i = 0; i < left.size(); i++) {
            assertThat(left.get(i).request().messages().get(0).text()).startsWith("prompt " + (first + i) + " ");
        }
    }

    @Test
    void withNothingKeptAFullFileStartsAnew() {
        ChatModel model = recording(Recorder.builder(file).maxSize(1).keep(0).build());
        model.chat(ChatRequest.of("a"));
        model.chat(ChatRequest.of("b"));

        assertThat(Recordings.read(file).list()).hasSize(1);
    }

    @Test
    void aFileThatSomebodyDeletedIsMadeAgain() throws IOException {
        ChatModel model = recording(Recorder.builder(file).build());
        model.chat(ChatRequest.of("a"));
        Files.delete(file);
        model.chat(ChatRequest.of("b"));
        Files.move(file, folder.resolve("moved"));
        Files.createFile(file);
        model.chat(ChatRequest.of("c"));

        assertThat(Recordings.read(file).list()).hasSize(1);
    }

    @Test
    void aShareOfCallsIsRecordedAndTheSeedFixesWhich() {
        List<Boolean> chosen =
                choices(Recorder.builder(file).sample(0.3).seed(7).build());

        assertThat(chosen.stream().filter(yes -> yes).count()).isBetween(2_800L, 3_200L);
        assertThat(choices(Recorder.builder(file).sample(0.3).seed(7).build())).isEqualTo(chosen);
        assertThat(choices(Recorder.builder(file).sample(0.3).seed(8).build())).isNotEqualTo(chosen);
        assertThat(choices(Recorder.builder(file).sample(0).build())).doesNotContain(true);
        assertThat(choices(Recorder.builder(file).build())).doesNotContain(false);
    }

    private static List<Boolean> choices(Recorder recorder) {
        return IntStream.range(0, 10_000)
                .mapToObj(i -> recorder.samples(CallContext.EMPTY))
                .toList();
    }

    @Test
    void aConversationIsRecordedAsAWholeOrNotAtAll() {
        Recorder recorder = Recorder.builder(file).sample(0.5).build();
        int chosen = 0;
        for (int i = 0; i < 1_000; i++) {
            CallContext session =
                    CallContext.builder().stickinessKey("session-" + i).build();
            boolean first = recorder.samples(session);
            assertThat(recorder.samples(session)).isEqualTo(first);
            chosen += first ? 1 : 0;
        }
        assertThat(chosen).isBetween(430, 570);
    }

    @Test
    void aCallThatIsNotChosenGoesStraightThrough() {
        Recorder recorder = Recorder.builder(file).sample(0).build();
        ChatModel model =
                new RecordingChatModel(ScriptedModel.inTurn(answer("a"), ScriptedModel.events()), "n", recorder);
        model.chat(ChatRequest.of("a"));
        model.stream(ChatRequest.of("a")).close();

        assertThat(recorder.written()).isZero();
        assertThat(file).doesNotExist();
    }

    @Test
    void aDiskThatIsFullIsReportedOnceAndCallsAreUnaffected() {
        Path full = Path.of("/dev/full");
        assumeThat(full).as("a device that is always full").exists();

        assertUnaffected(full);
    }

    @Test
    void aPlaceThatCannotBeWrittenIsReportedOnceAndCallsAreUnaffected() throws IOException {
        Path blocked = Files.createFile(folder.resolve("a-file"));

        assertUnaffected(blocked.resolve("calls.jsonl"));
    }

    private static void assertUnaffected(Path where) {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(LineWriter.class);
        logger.addAppender(log);
        try {
            Recorder recorder = Recorder.builder(where).build();
            ChatModel model = recording(recorder);
            for (int i = 0; i < 5; i++) {
                assertThat(model.chat(ChatRequest.of("private words")).text()).isEqualTo("echo private words");
            }
            assertThat(recorder.dropped()).isEqualTo(5);
            assertThat(recorder.written()).isZero();
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getFormattedMessage())
                .contains(where.toString(), "calls are not affected")
                .doesNotContain("private");
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> Recorder.builder(file).sample(1.5)).hasMessageContaining("sample");
        assertThatThrownBy(() -> Recorder.builder(file).sample(Double.NaN)).hasMessageContaining("sample");
        assertThatThrownBy(() -> Recorder.builder(file).maxSize(0).build()).hasMessageContaining("max-size");
        assertThatThrownBy(() -> Recorder.builder(file).keep(-1).build()).hasMessageContaining("keep");
    }
}
