package dev.portolan.evidence.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
class KillTest {

    private static final int THREADS = 4;

    @TempDir
    Path folder;

    @RepeatedTest(3)
    void aKilledProcessLosesNoCallThatHasReturned() throws Exception {
        Path file = folder.resolve("calls.jsonl");
        Path told = folder.resolve("told.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledProcess.class.getName(),
                        file.toString(),
                        String.valueOf(THREADS))
                .redirectOutput(told.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> wholeLines(told).size() >= 500);
        } finally {
            process.destroyForcibly().waitFor();
        }
        Set<String> returned = new HashSet<>(wholeLines(told));

        Set<String> recorded = Recordings.read(file).list().stream()
                .map(made -> made.request().messages().get(0).text())
                .collect(Collectors.toSet());

        assertThat(process.exitValue()).as("killed").isEqualTo(128 + 9);
        assertThat(recorded).containsAll(returned);
        assertThat(recorded.size() - returned.size())
                .as("recorded but not told of: at most the calls in flight")
                .isBetween(0, THREADS);
    }

    /** The last line may be cut: its call had returned, but which one it was is not to be read. */
    private static List<String> wholeLines(Path told) throws IOException {
        String text = Files.readString(told);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }
}
