package dev.portolan.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.Simulator;
import dev.portolan.simulator.openai.OpenAiSimulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A comparison whose process is killed in the middle, and begun again. The services count their calls. */
@Tag("integration")
@Timeout(300)
class KilledRunTest {

    private static final int CALLS = 2 * ParityProcess.EXAMPLES * ParityProcess.REPEATS;
    private static final int UNTIL_KILLED = CALLS / 3;

    @TempDir
    Path folder;

    private final Map<String, AtomicInteger> answered = new ConcurrentHashMap<>();
    private final AtomicInteger total = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicBoolean holding = new AtomicBoolean();
    private final CountDownLatch released = new CountDownLatch(1);

    /** From some answer on the services keep silent, so that all they answered is in the journal when the process is killed. */
    @Test
    void noCallIsAnsweredTwice() throws Exception {
        holding.set(true);
        try (Simulator source = OpenAiSimulator.start(service("source"));
                Simulator target = OpenAiSimulator.start(service("target"))) {
            Process first = start(source, target);
            try {
                await(() -> total.get() == UNTIL_KILLED
                        && left.get() == ParityProcess.CONCURRENCY
                        && journaled() == UNTIL_KILLED);
            } finally {
                first.destroyForcibly().waitFor();
                holding.set(false);
                released.countDown();
            }
            assertThat(finish(source, target)).isEqualTo("PASS on " + ParityProcess.EXAMPLES);
        }
        assertThat(left).as("in flight when it was killed").hasValue(ParityProcess.CONCURRENCY);
        assertThat(answered).hasSize(2 * ParityProcess.EXAMPLES);
        assertThat(answered.values())
                .as("answers to a question by a service")
                .allSatisfy(times -> assertThat(times).hasValue(ParityProcess.REPEATS));
        assertThat(journaled()).isEqualTo(CALLS);
    }

    /** At any moment an answer may be on its way: no more are lost than calls are in flight. */
    @Test
    void noMoreIsAskedAgainThanWasInFlight() throws Exception {
        try (Simulator source = OpenAiSimulator.start(service("source"));
                Simulator target = OpenAiSimulator.start(service("target"))) {
            Process first = start(source, target);
            try {
                await(() -> journaled() >= UNTIL_KILLED);
            } finally {
                first.destroyForcibly().waitFor();
            }
            assertThat(journaled()).as("killed in the middle").isLessThan(CALLS);
            assertThat(finish(source, target)).isEqualTo("PASS on " + ParityProcess.EXAMPLES);
        }
        assertThat(total.get()).isBetween(CALLS, CALLS + ParityProcess.CONCURRENCY);
        assertThat(answered.values())
                .allSatisfy(times -> assertThat(times.get()).isGreaterThanOrEqualTo(ParityProcess.REPEATS));
    }

    private Responder service(String side) {
        return prompt -> {
            if (holding.get() && total.get() >= UNTIL_KILLED) {
                return held();
            }
            // Two may come here together for the last answer that is given.
            if (total.incrementAndGet() > UNTIL_KILLED && holding.get()) {
                total.decrementAndGet();
                return held();
            }
            answered.computeIfAbsent(side + " " + prompt.userText(), none -> new AtomicInteger())
                    .incrementAndGet();
            return Reply.text("an answer");
        };
    }

    private Reply held() {
        left.incrementAndGet();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Reply.text("nobody hears this");
    }

    private Path journal() {
        return folder.resolve("run.journal");
    }

    /** Answers in the journal: its first line is none, and the last one may be half. */
    private int journaled() {
        try {
            String text = Files.exists(journal()) ? Files.readString(journal(), StandardCharsets.ISO_8859_1) : "";
            return Math.max(0, (int) text.chars().filter(c -> c == '\n').count() - 1);
        } catch (IOException e) {
            throw new IllegalStateException("the journal cannot be read", e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private String finish(Simulator source, Simulator target) throws Exception {
        Process second = start(source, target);
        String printed = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(second.waitFor()).isZero();
        return printed.lines().reduce("", (before, line) -> line);
    }

    private Process start(Simulator source, Simulator target) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ParityProcess.class.getName(),
                        source.baseUrl().toString(),
                        target.baseUrl().toString(),
                        journal().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
