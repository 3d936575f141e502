package dev.portolan.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.ModelInfo;
import dev.portolan.spi.ScriptedModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process dies; another one goes on, with another model. */
@Tag("integration")
class KilledDeskTest {

    @TempDir
    Path folder;

    private final ScriptedModel other =
            new ScriptedModel(ModelInfo.builder("other", "small-1").build()).then(ScriptedModel.answer("Paid back"));

    private void killedWhenItSays(String word, boolean hangs) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledDesk.class.getName(),
                        folder.toString(),
                        String.valueOf(hangs))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said = process.inputReader()) {
            String line = said.readLine();
            while (line != null && !line.equals(word)) {
                line = said.readLine();
            }
            assertThat(line).as("what the process said last").isEqualTo(word);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(folder.resolve(file));
    }

    private ToolLoopResult goOn(boolean approved) throws IOException {
        try (FileToolJournal journal = FileToolJournal.open(folder.resolve("journal.jsonl"))) {
            ToolLoop loop = KilledDesk.loop(folder, journal, false);
            ToolLoopResult waiting = loop.run(other, KilledDesk.request(folder), KilledDesk.CONTEXT);
            return approved
                    ? loop.resume(
                            other,
                            KilledDesk.request(folder),
                            KilledDesk.approval((ToolLoopResult.Paused) waiting),
                            KilledDesk.CONTEXT)
                    : waiting;
        }
    }

    @Test
    void anApprovalOutlivesTheProcessThatAskedForItAndTheToolRunsOnce() throws Exception {
        killedWhenItSays("paused", false);

        ToolLoopResult result = goOn(true);

        assertThat(result).isInstanceOf(ToolLoopResult.Completed.class);
        assertThat(lines("paid.txt")).containsExactly("{\"cents\":500}");
        assertThat(lines("looked.txt")).hasSize(1);
        assertThat(lines("audit.txt"))
                .containsExactly(
                        "c1 REQUESTED",
                        "c2 REQUESTED",
                        "c1 DECIDED ALLOWED by ask-when-sensitive",
                        "c2 DECIDED ASKED by ask-when-sensitive",
                        "c1 EXECUTING",
                        "c1 EXECUTED SUCCEEDED",
                        "c2 DECIDED ASKED by ask-when-sensitive",
                        "c2 DECIDED APPROVED by alice",
                        "c2 EXECUTING",
                        "c2 EXECUTED SUCCEEDED");
    }

    @Test
    void aToolThatWasCutOffDoesNotRunAgainUntilSomebodySaysSo() throws Exception {
        killedWhenItSays("paying", true);

        assertThat(lines("audit.txt")).endsWith("c2 DECIDED APPROVED by alice", "c2 EXECUTING");
        ToolLoopResult waiting = goOn(false);

        assertThat(waiting)
                .isInstanceOfSatisfying(
                        ToolLoopResult.Paused.class,
                        paused -> assertThat(paused.pending())
                                .singleElement()
                                .satisfies(pending ->
                                        assertThat(pending.reason()).isEqualTo(PendingCall.Reason.UNKNOWN_OUTCOME)));
        assertThat(lines("paid.txt")).hasSize(1);

        assertThat(goOn(true)).isInstanceOf(ToolLoopResult.Completed.class);
        assertThat(lines("paid.txt")).as("somebody said so").hasSize(2);
    }
}
