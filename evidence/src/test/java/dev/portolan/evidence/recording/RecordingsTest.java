package dev.portolan.evidence.recording;

import static dev.portolan.evidence.recording.ScriptedModel.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.portolan.chat.ChatRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class RecordingsTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void place() {
        file = folder.resolve("calls.jsonl");
    }

    private Recorder record(String... prompts) {
        Recorder recorder = Recorder.builder(file).build();
        RecordingChatModel model = new RecordingChatModel(new ScriptedModel(request -> answer("ok")), "n", recorder);
        for (String prompt : prompts) {
            model.chat(ChatRequest.of(prompt));
        }
        return recorder;
    }

    @Test
    void aLineCutAtAnyPlaceIsPassedOverWithAWarning() throws IOException {
        record("The last one, with \u00e9 and \uD83D\uDE00");
        byte[] line = Files.readAllBytes(file);
        record("first");
        byte[] both = Files.readAllBytes(file);
        byte[] whole = Arrays.copyOfRange(both, line.length, both.length);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(Recordings.class);
        logger.addAppender(log);
        try {
            for (int cut = 1; cut < line.length - 1; cut++) {
                Files.write(file, whole);
                Files.write(file, Arrays.copyOf(line, cut), StandardOpenOption.APPEND);
                assertThat(Recordings.read(file).list()).as("cut at %d", cut).hasSize(1);
            }
            assertThat(log.list).hasSize(line.length - 2);
            assertThat(log.list.get(9).getFormattedMessage()).contains("calls.jsonl", "line [2]");
            Files.write(file, Arrays.copyOf(line, line.length - 1));
            assertThat(Recordings.read(file).list())
                    .as("whole but for its line feed")
                    .hasSize(1);
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void whatIsRecordedAfterATornLineStandsOnALineOfItsOwn() throws IOException {
        Files.writeString(file, "{\"portolan\":1,\"type\":\"recor");

        record("after the crash");

        assertThat(Files.readAllLines(file)).hasSize(2);
        assertThat(Recordings.read(file).list())
                .singleElement()
                .satisfies(made -> assertThat(made.request()).isEqualTo(ChatRequest.of("after the crash")));
    }

    @Test
    void emptyLinesAndUnknownFieldsAreNoMistake() throws IOException {
        record("a");
        Files.writeString(
                file,
                "\n" + Files.readString(file).replace("{\"portolan\":1,", "{\"later\":{\"x\":[1]},\"portolan\":1,"));

        assertThat(Recordings.read(file).list()).hasSize(1);
        assertThat(Recordings.read(file)).hasToString("Recordings[1 of " + file + "]");
    }

    @Test
    void aFileThatCannotBeReadSaysWhy() {
        assertThatThrownBy(() -> Recordings.read(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Cannot read recordings from " + file + ": there is no such file");
        assertThatThrownBy(() -> Recordings.read(folder)).hasMessageEndingWith("it is a folder");
        assertThatThrownBy(() -> Recordings.read(Path.of("no-such-file-here.jsonl")))
                .hasMessageEndingWith("there is no such file");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "portolan":1           | "portolan":99         | is version 99, this library reads up to 1
            "portolan":1           | "portolan":"x"        | must be the number of a version
            "portolan":1,          |                       | portolan is missing
            "type":"recording"     | "type":"chat-request" | type must be recording
            "mode":"chat"          | "mode":"dance"        | mode must be chat or stream
            "took":"PT             | "took":"secret        | took must be a time
            "at":"                 | "at":"secret          | at must be a moment
            "mode":"chat"          | "mode":"stream","events":[7]    | events must be objects
            "mode":"chat"          | "mode":"stream","events":[{"after":"PT0S"}]    | event is missing
            "response":            | "answer":             | response is missing
            "messages":            | "massages":           | $.messages: is missing
            "took"                 | secret "took"         | is no JSON
            """)
    void aWrongLineIsNamedAndNotQuoted(String from, String to, String reason) throws IOException {
        record("secret prompt");
        String good = Files.readString(file);
        Files.writeString(file, good.replaceFirst(java.util.regex.Pattern.quote(from), to == null ? "" : to));
        Files.writeString(file, good, StandardOpenOption.APPEND);

        assertThatExceptionOfType(RecordingFormatException.class)
                .isThrownBy(() -> Recordings.read(file))
                .withMessageStartingWith(file + ", line 1: ")
                .withMessageContaining(reason)
                .satisfies(e -> {
                    assertThat(e.line()).isEqualTo(1);
                    assertThat(e.file()).isEqualTo(file);
                    assertThat(e.getMessage()).doesNotContain("secret");
                });
    }

    @Test
    void otherThingsThanRecordingsAreRefused() throws IOException {
        Files.writeString(file, "[1]\n");
        assertThatThrownBy(() -> Recordings.read(file)).hasMessageContaining("must be a JSON object");
        Files.writeString(file, "{} {}\n");
        assertThatThrownBy(() -> Recordings.read(file)).hasMessageContaining("something follows");
    }

    @Test
    void aRecordingIsReadableByItsOwnerAlone() throws IOException {
        record("a");
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            assertThat(java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void linesAreTextInUtf8() throws IOException {
        record("gr\u00fc\u00df dich");
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)).contains("gr\u00fc\u00df dich");
    }
}
