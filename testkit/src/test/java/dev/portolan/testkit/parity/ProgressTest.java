package dev.portolan.testkit.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a run tells how far it is. */
class ProgressTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void aRunTellsEachExample() {
        List<Progress.State> states = new ArrayList<>();

        Bench.run(5, Bench.good(), Bench.good()).progress(states::add).build().run();

        assertThat(states).extracting(Progress.State::done).containsExactly(0, 1, 2, 3, 4, 5, 5);
        assertThat(states)
                .extracting(Progress.State::ended)
                .containsOnlyOnce(true)
                .endsWith(true);
    }

    @Test
    void elsewhereThanOnATerminalThereIsALineForEachTenth() {
        Progress progress = Progress.of(out);
        for (int done = 0; done <= 100; done++) {
            progress.advanced(state(done, false));
        }
        progress.advanced(state(100, true));

        assertThat(printed().lines())
                .hasSize(11)
                .startsWith("parity run: 10 of 100 examples, 2 calls failed, 1.50 USD, 10 s, about 2 min left")
                .endsWith("parity run ended: 100 of 100 examples, 2 calls failed, 1.50 USD, 2 min");
    }

    @Test
    void onATerminalABarMoves() {
        Progress progress = new PrintedProgress(out, true);
        progress.advanced(state(50, false));
        progress.advanced(state(100, true));

        assertThat(printed().split("\r", -1))
                .hasSize(3)
                .anyMatch(line -> line.startsWith("[###############...............] 50 of 100 examples"))
                .anyMatch(line -> line.startsWith("[##############################] 100 of 100 examples"));
        assertThat(printed()).endsWith(System.lineSeparator());
        assertThat(PrintedProgress.isTerminal(out)).isFalse();
    }

    private static Progress.State state(int done, boolean ended) {
        return new Progress.State(
                100,
                done,
                2,
                new BigDecimal("1.5"),
                "USD",
                Duration.ofSeconds(done),
                Duration.ofSeconds(100 - done),
                ended);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
