package dev.portolan.routing.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.routing.state.FileStateStore;
import dev.portolan.routing.state.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dportolan.state.kills=200} kills that often; without it, 10 times. */
@Tag("integration")
class KilledRolloutTest {

    private static final int KILLS = Integer.getInteger("portolan.state.kills", 10);
    private static final Pattern REASON = Pattern.compile("p\\d+-\\d+;");

    @TempDir
    Path temp;

    private final class Hands {
        private final Path told;
        private final Process process;

        Hands(String who) throws IOException {
            told = Files.createFile(temp.resolve(who + ".told"));
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            RolloutHands.class.getName(),
                            temp.resolve("state").toString(),
                            who,
                            told.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(temp.resolve(who + ".complaints").toFile())
                    .start();
        }

        List<String> told() throws IOException {
            String text = Files.readString(told);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        }

        void kill() {
            process.destroyForcibly().onExit().join();
        }
    }

    @Test
    void aRolloutWhoseInstancesAreKilledLosesNoOrderAndRepeatsNone(TestReporter reporter) throws Exception {
        Random chance = new Random(20_261_122);
        List<String> told = new ArrayList<>();
        int started = 2;
        Hands victim = new Hands("p1");
        Hands survivor = new Hands("p2");
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                Hands watched = victim;
                await().pollInterval(Duration.ofMillis(5))
                        .atMost(Duration.ofMinutes(2))
                        .until(() -> !watched.told().isEmpty() || !watched.process.isAlive());
                assertThat(victim.process.waitFor(chance.nextInt(40_000), TimeUnit.MICROSECONDS))
                        .as("ended by itself")
                        .isFalse();
                victim.kill();
                told.addAll(victim.told());
                victim = survivor;
                survivor = new Hands("p" + ++started);
            }
        } finally {
            victim.kill();
            survivor.kill();
        }
        told.addAll(victim.told());
        told.addAll(survivor.told());

        try (StateStore store = FileStateStore.open(temp.resolve("state"))) {
            Rollout rollout = Rollout.of(RolloutHands.PLAN, store);
            List<RolloutEvent> log = rollout.log();
            List<String> kept = new ArrayList<>();
            for (int i = 0; i < log.size(); i++) {
                assertThat(log.get(i).number()).isEqualTo(i + 1);
                REASON.matcher(log.get(i).reason())
                        .results()
                        .map(MatchResult::group)
                        .distinct()
                        .forEach(kept::add);
            }
            assertThat(kept)
                    .as("an order is in the log once")
                    .doesNotHaveDuplicates()
                    .containsAll(told);
            assertThat(kept.size() - told.size())
                    .as("made and not told of: at most what each killed process had under way")
                    .isBetween(0, KILLS + 2);
            RolloutState replayed = RolloutState.of(log);
            assertThat(replayed.stage()).isEqualTo(rollout.status().stage());
            assertThat(replayed.step()).isEqualTo(rollout.status().step());
            long rollbacks = log.stream()
                    .filter(event -> event.kind() == RolloutEvent.Kind.ROLLED_BACK)
                    .count();
            reporter.publishEntry(
                    "kills",
                    KILLS + " kills, " + log.size() + " events, " + rollbacks + " rollbacks, " + told.size()
                            + " orders told of, none lost, none repeated");
        }
    }
}
