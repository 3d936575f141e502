package dev.portolan.routing.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a store keeps that processes share, with processes of their own: races, and ends by {@code kill -9}. {@code -Dportolan.state.kills=200}
 * kills that often; without it, 20 times.
 */
@Tag("integration")
abstract class SharedStoreContract {

    private static final int RACED = 1000;
    private static final int KILLS = Integer.getInteger("portolan.state.kills", 20);
    private static final long SEED = Long.getLong("portolan.state.seed", 20_261_122);

    @TempDir
    Path temp;

    /** Where an empty store is, as {@link NumberedTransitions#open} takes it. */
    abstract String place() throws Exception;

    @Test
    void twoProcessesRaceAThousandTransitionsAndMakeEachOnce(TestReporter reporter) throws Exception {
        String place = place();
        try (TransitionProcess one = new TransitionProcess(temp, place, "one", RACED);
                TransitionProcess two = new TransitionProcess(temp, place, "two", RACED)) {
            one.awaitReady();
            two.awaitReady();
            long begun = System.nanoTime();
            one.go();
            two.go();
            assertThat(one.process().waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(two.process().waitFor(5, TimeUnit.MINUTES)).isTrue();
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);

            assertThat(one.process().exitValue()).as(one.complaints()).isZero();
            assertThat(two.process().exitValue()).as(two.complaints()).isZero();
            List<String> made = new ArrayList<>(one.made());
            made.addAll(two.made());
            assertThat(made).hasSize(RACED).doesNotHaveDuplicates();
            assertThat(one.made()).as("made by the one").hasSizeBetween(RACED / 20, RACED - RACED / 20);
            reporter.publishEntry(
                    "race", one.made().size() + " and " + two.made().size() + " transitions in " + seconds + " s");
        }
        try (StateStore store = NumberedTransitions.open(place)) {
            assertWhole(store, "rollout-0", RACED);
        }
    }

    @Test
    void killedProcessesLoseNoTransitionAndRepeatNone(TestReporter reporter) throws Exception {
        String place = place();
        Random chance = new Random(SEED);
        List<String> told = new ArrayList<>();
        int started = 2;
        TransitionProcess victim = new TransitionProcess(temp, place, "p1", 0);
        TransitionProcess survivor = new TransitionProcess(temp, place, "p2", 0);
        try {
            victim.go();
            survivor.go();
            for (int kill = 0; kill < KILLS; kill++) {
                victim.awaitMade(1);
                // Somewhere in the middle of what it does next, while the other one goes on.
                assertThat(victim.process().waitFor(chance.nextInt(40_000), TimeUnit.MICROSECONDS))
                        .as(victim.complaints())
                        .isFalse();
                victim.kill();
                told.addAll(victim.made());
                victim = survivor;
                survivor = new TransitionProcess(temp, place, "p" + ++started, 0);
                survivor.go();
            }
        } finally {
            victim.kill();
            survivor.kill();
        }
        told.addAll(victim.made());
        told.addAll(survivor.made());

        List<String> kept = new ArrayList<>();
        try (StateStore store = NumberedTransitions.open(place)) {
            for (int key = 0; kept.size() == key * NumberedTransitions.PER_KEY; key++) {
                String name = "rollout-" + key;
                // Waits for what a killed process may still have under way in the database.
                StoredState last = store.update(name, current -> null).state();
                int number = NumberedTransitions.number(last);
                assertWhole(store, name, number);
                for (int made = 1; made <= number; made++) {
                    kept.add(name + " " + made);
                }
            }
        }
        assertThat(told).as("told of").hasSizeGreaterThan(KILLS).doesNotHaveDuplicates();
        assertThat(kept).as("kept").containsAll(told);
        assertThat(kept.size() - told.size())
                .as("kept and not told of: at most what each killed process had under way")
                .isBetween(0, KILLS + 2);
        reporter.publishEntry(
                "kills",
                KILLS + " kills, " + told.size() + " transitions told of, none lost, none repeated, "
                        + (kept.size() - told.size()) + " made and not told of");
    }

    /** A state of so many transitions, each with its one event, in order. */
    private static void assertWhole(StateStore store, String name, int number) {
        StoredState state = store.read(name);
        assertThat(NumberedTransitions.number(state)).isEqualTo(number);
        if (number > 0) {
            assertThat(state.version()).isEqualTo(number);
        }
        List<StoredEvent> events = store.events(name, 0, number + 10);
        assertThat(events).hasSize(number);
        for (int i = 0; i < number; i++) {
            StoredEvent event = events.get(i);
            assertThat(event.number()).isEqualTo(i + 1);
            assertThat(event.version()).isEqualTo(i + 1);
            assertThat(event.text()).startsWith((i + 1) + " " + NumberedTransitions.kind(i + 1) + " by ");
        }
    }
}
