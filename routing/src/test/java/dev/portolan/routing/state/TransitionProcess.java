package dev.portolan.routing.state;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A child that runs {@link NumberedTransitions}, and what it has told so far. */
final class TransitionProcess implements AutoCloseable {

    private final Path told;
    private final Path complaints;
    private final Process process;

    TransitionProcess(Path folder, String place, String who, int most) throws IOException {
        told = Files.createFile(folder.resolve(who + ".told"));
        complaints = folder.resolve(who + ".complaints");
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        NumberedTransitions.class.getName(),
                        place,
                        who,
                        Integer.toString(most),
                        told.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(complaints.toFile())
                .start();
    }

    Process process() {
        return process;
    }

    void awaitReady() {
        awaitTold(1);
    }

    /** Waits until it has told of so many transitions. */
    void awaitMade(int count) {
        awaitTold(count + 1);
    }

    private void awaitTold(int lines) {
        await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofMinutes(2)).until(() -> {
            if (!process.isAlive() && process.exitValue() != 0) {
                throw new AssertionError("The process died: " + Files.readString(complaints));
            }
            return lines().size() >= lines || !process.isAlive();
        });
    }

    void go() throws IOException {
        process.outputWriter().write('\n');
        process.outputWriter().flush();
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** What it made: each "key number". */
    List<String> made() throws IOException {
        List<String> lines = lines();
        return lines.isEmpty() ? lines : lines.subList(1, lines.size());
    }

    String complaints() throws IOException {
        return Files.readString(complaints);
    }

    /** A line that was cut counts as not told. */
    private List<String> lines() throws IOException {
        String text = Files.readString(told);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    @Override
    public void close() {
        kill();
    }
}
