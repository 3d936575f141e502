package dev.portolan.routing.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store keeps. */
abstract class StateStoreContract {

    /** A wall clock that is set by hand. */
    static final class SetClock extends Clock {
        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }

        void pass(Duration time) {
            now.updateAndGet(moment -> moment.plus(time));
        }
    }

    final SetClock clock = new SetClock();
    StateStore store;

    /** An empty store. */
    abstract StateStore create(Clock clock) throws Exception;

    @BeforeEach
    void open() throws Exception {
        store = create(clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatWasNeverWrittenIsNotThere() {
        assertThat(store.read("a")).isNull();
        assertThat(store.events("a", 0, 10)).isEmpty();
    }

    @Test
    void theFirstValueHasVersionOneAndEachUpdateOneMore() {
        StateStore.Outcome first = store.update("a", current -> new StateChange.Next("one"));
        StateStore.Outcome second =
                store.update("a", current -> new StateChange.Next(current.value() + " and " + current.version()));

        assertThat(first).isEqualTo(new StateStore.Outcome(new StoredState("one", 1), true));
        assertThat(second).isEqualTo(new StateStore.Outcome(new StoredState("one and 1", 2), true));
        assertThat(store.read("a")).isEqualTo(new StoredState("one and 1", 2));
    }

    @Test
    void aChangeThatLeavesItAsItIsWritesNothing() {
        assertThat(store.update("a", current -> null)).isEqualTo(new StateStore.Outcome(null, false));
        store.update("a", current -> new StateChange.Next("one"));

        assertThat(store.update("a", current -> null))
                .isEqualTo(new StateStore.Outcome(new StoredState("one", 1), false));
    }

    @Test
    void eventsAreNumberedWithoutGapsAndTellTheirVersion() {
        store.update("a", current -> new StateChange.Next("x", List.of("e1", "e2"), null));
        store.update("a", current -> new StateChange.Next("y"));
        store.update("a", current -> new StateChange.Next("z", List.of("e3"), null));

        assertThat(store.events("a", 0, 10))
                .containsExactly(new StoredEvent(1, 1, "e1"), new StoredEvent(2, 1, "e2"), new StoredEvent(3, 3, "e3"));
        assertThat(store.events("a", 1, 1)).containsExactly(new StoredEvent(2, 1, "e2"));
        assertThat(store.events("b", 0, 10)).isEmpty();
    }

    @Test
    void keysAndTextsOfAnyScriptComeBackAsTheyWere() {
        String key = "budget/Größe \"x\" 東京 🗼/2026";
        String value = "line\nline\ttab \"quoted\" \\ 🗼";
        store.update(key, current -> new StateChange.Next(value, List.of(value), null));

        assertThat(store.read(key)).isEqualTo(new StoredState(value, 1));
        assertThat(store.events(key, 0, 1)).containsExactly(new StoredEvent(1, 1, value));
    }

    @Test
    void theLongestKeyAndTextFit() {
        String key = "k".repeat(StateStore.MAX_KEY);
        String value = "ä".repeat(StateStore.MAX_TEXT);
        store.update(key, current -> new StateChange.Next(value, List.of(value), null));

        assertThat(store.read(key)).isEqualTo(new StoredState(value, 1));
        assertThat(store.events(key, 0, 1)).containsExactly(new StoredEvent(1, 1, value));
    }

    @Test
    void badKeysAndTextsAreRefusedBeforeAnythingIsWritten() {
        assertThatThrownBy(() -> store.read("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.update("k".repeat(StateStore.MAX_KEY + 1), current -> null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key");
        assertThatThrownBy(() -> store.events("a\nb", 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.events("a", 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        store.update("a", current -> new StateChange.Next("v".repeat(StateStore.MAX_TEXT + 1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(store.read("a")).isNull();
    }

    @Test
    void whatSomeStoreCouldNotKeepIsRefusedByAll() {
        for (String text : List.of("a\0b", "half \uD83D", "\uDDFC turned \uD83D")) {
            assertThatThrownBy(() -> store.update("a", current -> new StateChange.Next(text)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("value");
            assertThatThrownBy(() -> store.update("a", current -> new StateChange.Next("v", List.of(text), null)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("events");
            assertThatThrownBy(() -> store.read(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("key");
        }
        assertThat(store.read("a")).isNull();
    }

    @Test
    void anEmptyValueAndAnEmptyEventAreKept() {
        store.update("a", current -> new StateChange.Next("", List.of("", "x"), null));

        assertThat(store.read("a")).isEqualTo(new StoredState("", 1));
        assertThat(store.events("a", 0, 9)).containsExactly(new StoredEvent(1, 1, ""), new StoredEvent(2, 1, "x"));
    }

    @Test
    void keysThatDifferInCaseOrSpacesOrFormAreDifferent() {
        List<String> keys = List.of("Key", "key", "key ", " key", "K\u00e9y", "Ke\u0301y", "a/b", "a_b", "../a", "a%b");
        for (String key : keys) {
            store.update(key, current -> new StateChange.Next("of " + key));
        }

        for (String key : keys) {
            assertThat(store.read(key)).isEqualTo(new StoredState("of " + key, 1));
        }
    }

    @Test
    void aTimeBeyondWhatACalendarHoldsIsNever() {
        store.update("a", current -> new StateChange.Next("v", List.of(), Instant.MAX));
        clock.pass(Duration.ofDays(365_000));

        assertThat(store.read("a")).isEqualTo(new StoredState("v", 1));
    }

    @Test
    void aKeyWhoseTimeIsTakenBackIsKept() {
        store.update("a", current -> new StateChange.Next("v", List.of("e"), clock.instant()));
        store.update("a", current -> new StateChange.Next("w", List.of("f"), null));
        clock.pass(Duration.ofDays(1));

        assertThat(store.read("a")).isEqualTo(new StoredState("w", 2));
        assertThat(store.events("a", 0, 9)).hasSize(2);
    }

    @Test
    void valuesGrowAndShrink() {
        for (int length : new int[] {1, 5000, 60_000, 10, 0, 30_000, 3}) {
            String value = "x".repeat(length);
            store.update("a", current -> new StateChange.Next(value, List.of("to " + length), null));
            assertThat(store.read("a").value()).isEqualTo(value);
        }
        assertThat(store.read("a").version()).isEqualTo(7);
        assertThat(store.events("a", 5, 1)).containsExactly(new StoredEvent(6, 6, "to 30000"));
    }

    @Test
    void whatTheChangeThrowsComesOutAndNothingIsWritten() {
        store.update("a", current -> new StateChange.Next("one"));

        assertThatThrownBy(() -> store.update("a", current -> {
                    throw new ArithmeticException("mine");
                }))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("mine");
        assertThat(store.read("a")).isEqualTo(new StoredState("one", 1));
        assertThat(store.update("a", current -> new StateChange.Next("two")).changed())
                .isTrue();
    }

    @Test
    void aKeyIsForgottenAfterItsTimeAndBeginsAnew() {
        store.update(
                "a",
                current -> new StateChange.Next(
                        "one", List.of("e"), clock.instant().plusSeconds(60)));
        clock.pass(Duration.ofSeconds(60));
        assertThat(store.read("a")).isNotNull();

        clock.pass(Duration.ofSeconds(1));
        assertThat(store.read("a")).isNull();
        assertThat(store.events("a", 0, 1)).isEmpty();
        StateStore.Outcome again = store.update("a", current -> {
            assertThat(current).isNull();
            return new StateChange.Next("two", List.of("f"), null);
        });
        assertThat(again.state()).isEqualTo(new StoredState("two", 1));
        assertThat(store.events("a", 0, 5)).containsExactly(new StoredEvent(1, 1, "f"));
    }

    @Test
    void manyThreadsLoseNoUpdate() throws Exception {
        int threads = 8;
        int each = 50;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(() -> {
                    for (int j = 0; j < each; j++) {
                        store.update("sum", current -> {
                            long sum = current == null ? 0 : Long.parseLong(current.value());
                            return new StateChange.Next(Long.toString(sum + 1), List.of("to " + (sum + 1)), null);
                        });
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            pool.shutdown();
        }

        long all = (long) threads * each;
        assertThat(store.read("sum")).isEqualTo(new StoredState(Long.toString(all), all));
        List<StoredEvent> events = store.events("sum", 0, 1000);
        assertThat(events).hasSize((int) all);
        assertThat(events.get((int) all - 1)).isEqualTo(new StoredEvent(all, all, "to " + all));
    }

    @Test
    void aClosedStoreSaysSo() {
        store.close();
        store.close();

        assertThatThrownBy(() -> store.read("a"))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("closed");
    }
}
