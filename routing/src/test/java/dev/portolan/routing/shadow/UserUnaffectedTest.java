package dev.portolan.routing.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.AttemptBudget;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.Deadline;
import dev.portolan.error.ErrorKind;
import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.check.Score;
import dev.portolan.routing.route.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Property 22: user latency unaffected. The source path never waits for the shadow; bounded queue, drop-oldest with a counter; own pool, own
 * timeout, own budget, own breaker; p99 of the source under a hung target within noise (measured by the load test).
 */
class UserUnaffectedTest {

    private final Stage stage = new Stage();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private static ShadowSettings.Builder all() {
        return ShadowSettings.builder().sample(1);
    }

    @Test
    void property22TheSourcePathNeverWaitsForTheShadow() {
        Voice source = Voice.saying("a", "x");
        Voice target = new Voice("b", (request, context) -> {
            stage.taking(60_000).run();
            return Voice.answer("b", "late");
        });
        ShadowModel shadow = stage.shadow(source, target, all());
        Random traffic = new Random(22);
        for (int i = 0; i < 1_000; i++) {
            long before = stage.nanos();
            shadow.chat(Stage.ask("question " + traffic.nextLong()), CallContext.EMPTY);
            assertThat(stage.nanos()).isEqualTo(before);
        }
        assertThat(target.requests).isEmpty();
        assertThat(stage.tasks).hasSize(4);
    }

    @Test
    void property22TheQueueIsBoundedAndDropsItsOldestWithACounter() {
        Voice target = Voice.saying("b", "y");
        ShadowModel shadow = stage.shadow(Voice.saying("a", "x"), target, all().queue(10));
        for (int i = 0; i < 25; i++) {
            shadow.chat(Stage.ask("question " + i), CallContext.EMPTY);
        }
        assertThat(shadow.statistics().notCompared(NotCompared.QUEUE_FULL)).isEqualTo(15);
        assertThat(shadow.statistics().pending()).isEqualTo(10);
        stage.run();
        assertThat(target.requests).hasSize(10).startsWith(Stage.ask("question 15"));
        assertThat(shadow.statistics().pairs()).isEqualTo(10);
    }

    @Test
    void property22TheQueueIsBoundedByTheMemoryThatItHolds() {
        Voice target = Voice.saying("b", "y");
        ShadowModel shadow = stage.shadow(Voice.saying("a", "x"), target, all().queueBytes(1 << 20));
        String large = "x".repeat(100_000);
        for (int i = 0; i < 20; i++) {
            shadow.chat(Stage.ask(i + large), CallContext.EMPTY);
        }
        assertThat(shadow.statistics().pending()).isEqualTo(5);
        shadow.chat(Stage.ask("x".repeat(600_000)), CallContext.EMPTY);
        assertThat(shadow.statistics().notCompared(NotCompared.QUEUE_FULL)).isEqualTo(16);
        stage.run();
        assertThat(target.requests).hasSize(5);
    }

    @Test
    void property22TheTargetHasItsOwnPool() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(2);
        AtomicInteger most = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        Thread user = Thread.currentThread();
        Voice target = new Voice("b", (request, context) -> {
            assertThat(Thread.currentThread()).isNotSameAs(user);
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            entered.countDown();
            await(release);
            now.decrementAndGet();
            return Voice.answer("b", "y");
        });
        ShadowModel shadow = stage.shadow(
                new Target("old", Voice.saying("a", "x")), new Target("new", target), all().concurrency(2), threads);
        for (int i = 0; i < 50; i++) {
            shadow.chat(Stage.ask("question " + i), CallContext.EMPTY);
        }
        await(entered);
        assertThat(shadow.statistics().pending()).isEqualTo(50);
        release.countDown();
        assertThat(shadow.awaitIdle(Duration.ofSeconds(30))).isTrue();
        assertThat(most).hasValue(2);
        assertThat(shadow.statistics().pairs()).isEqualTo(50);
    }

    @Test
    void property22TheTargetHasItsOwnTimeoutAndBudget() {
        Voice target = Voice.saying("b", "y");
        ShadowModel shadow = stage.shadow(
                Voice.saying("a", "x"),
                target,
                all().timeout(Duration.ofSeconds(7)).attempts(3));
        Cancellation cancellation = new Cancellation();
        AttemptBudget budget = new AttemptBudget(2);
        CallContext user = CallContext.builder()
                .deadline(Deadline.in(Duration.ofSeconds(1), stage::nanos))
                .cancellation(cancellation)
                .attemptBudget(budget)
                .build();
        shadow.chat(Stage.ask("question"), user);
        cancellation.cancel();
        stage.advance(Duration.ofSeconds(2));
        stage.run();
        CallContext own = target.contexts.get(0);
        assertThat(Objects.requireNonNull(own.deadline()).remaining()).isEqualTo(Duration.ofSeconds(7));
        assertThat(Objects.requireNonNull(own.cancellation()).isCancelled()).isFalse();
        assertThat(Objects.requireNonNull(own.attemptBudget()).remaining()).isEqualTo(3);
        assertThat(budget.remaining()).isEqualTo(2);
        assertThat(shadow.statistics().bothOk()).isEqualTo(1);
    }

    @Test
    void property22TheTargetHasItsOwnBreakerWhichItsTimeoutsOpen() {
        Voice target = Voice.failing("b", ErrorKind.TIMEOUT);
        ShadowModel shadow = stage.shadow(Voice.saying("a", "x"), target, all());
        for (int i = 0; i < 30; i++) {
            assertThat(shadow.chat(Stage.ask("question " + i), CallContext.EMPTY)
                            .text())
                    .isEqualTo("x");
            stage.run();
        }
        assertThat(target.requests).hasSize(10);
        assertThat(shadow.statistics().notCompared(NotCompared.CIRCUIT_OPEN)).isEqualTo(20);
        stage.advance(Duration.ofSeconds(31));
        shadow.chat(Stage.ask("again"), CallContext.EMPTY);
        stage.run();
        assertThat(target.requests).hasSize(11);
    }

    @Test
    void property22AHungTargetThatListensIsCancelledAfterItsTimeout() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Voice target = new Voice("b", (request, context) -> {
            Objects.requireNonNull(context.cancellation()).onCancel(cancelled::countDown);
            entered.countDown();
            await(cancelled);
            throw Voice.error(ErrorKind.CANCELLED);
        });
        ShadowModel shadow = stage.shadow(
                new Target("old", Voice.saying("a", "x")),
                new Target("new", target),
                all().timeout(Duration.ofSeconds(5)).grace(Duration.ofSeconds(1)),
                threads);
        shadow.chat(Stage.ask("question"), CallContext.EMPTY);
        await(entered);
        stage.awaitBells(1);
        stage.advance(Duration.ofSeconds(6));
        assertThat(shadow.awaitIdle(Duration.ofSeconds(30))).isTrue();
        assertThat(shadow.statistics().target().errors()).containsEntry("timeout", 1L);
        assertThat(shadow.statistics().wereStuck()).isZero();
        assertThat(stage.bells()).isZero();
    }

    @Test
    void property22AHungTargetThatIgnoresEverythingLosesItsPlaceAndIsNoticed() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        List<CountDownLatch> entered = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            entered.add(new CountDownLatch(1));
        }
        AtomicInteger calls = new AtomicInteger();
        Voice target = new Voice("b", (request, context) -> {
            int call = calls.getAndIncrement();
            if (call < 2) {
                entered.get(call).countDown();
                awaitDeaf(release);
            }
            return Voice.answer("b", "y");
        });
        ShadowModel shadow = stage.shadow(
                new Target("old", Voice.saying("a", "x")),
                new Target("new", target),
                all().concurrency(2).timeout(Duration.ofSeconds(5)).grace(Duration.ofSeconds(1)),
                threads);
        shadow.chat(Stage.ask("one"), CallContext.EMPTY);
        await(entered.get(0));
        stage.awaitBells(1);
        stage.advance(Duration.ofSeconds(7));
        assertThat(shadow.awaitIdle(Duration.ofSeconds(30))).isTrue();
        assertThat(shadow.statistics().stuck()).isEqualTo(1);
        assertThat(shadow.statistics().target().errors()).containsEntry("timeout", 1L);

        shadow.chat(Stage.ask("two"), CallContext.EMPTY);
        await(entered.get(1));
        stage.awaitBells(1);
        stage.advance(Duration.ofSeconds(7));
        assertThat(shadow.awaitIdle(Duration.ofSeconds(30))).isTrue();
        assertThat(shadow.statistics().stuck()).isEqualTo(2);
        assertThat(shadow.chat(Stage.ask("three"), CallContext.EMPTY).text()).isEqualTo("x");
        assertThat(shadow.statistics().notCompared(NotCompared.STUCK)).isEqualTo(1);
        assertThat(shadow.statistics().summary()).contains("2 calls of the target hang");

        release.countDown();
        stage.until(() -> shadow.statistics().stuck() == 0);
        shadow.chat(Stage.ask("four"), CallContext.EMPTY);
        assertThat(shadow.awaitIdle(Duration.ofSeconds(30))).isTrue();
        ShadowStatistics seen = shadow.statistics();
        assertThat(seen.bothOk()).isEqualTo(1);
        assertThat(seen.wereStuck()).isEqualTo(2);
        assertThat(seen.pairs()).isEqualTo(3);
        assertThat(seen.pending()).isZero();
    }

    @Test
    void closingWaitsForWhatIsUnderWayAndThenStopsIt() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Voice target = new Voice("b", (request, context) -> {
            if (request.equals(Stage.ask("hangs"))) {
                Objects.requireNonNull(context.cancellation()).onCancel(cancelled::countDown);
                entered.countDown();
                await(cancelled);
                throw Voice.error(ErrorKind.CANCELLED);
            }
            throw Voice.error(ErrorKind.UNAVAILABLE);
        });
        ShadowModel shadow = stage.shadow(
                new Target("old", Voice.saying("a", "x")), new Target("new", target), all().concurrency(1), threads);
        shadow.chat(Stage.ask("fails"), CallContext.EMPTY);
        assertThat(shadow.close(Duration.ofSeconds(30))).isTrue();
        assertThat(shadow.statistics().target().errors()).containsEntry("unavailable", 1L);

        ShadowModel hanging = stage.shadow(
                new Target("old", Voice.saying("a", "x")), new Target("new", target), all().concurrency(1), threads);
        hanging.chat(Stage.ask("hangs"), CallContext.EMPTY);
        await(entered);
        hanging.chat(Stage.ask("waits"), CallContext.EMPTY);
        assertThat(hanging.close(Duration.ZERO)).isFalse();
        assertThat(hanging.awaitIdle(Duration.ofSeconds(30))).isTrue();
        assertThat(hanging.statistics().notCompared(NotCompared.CLOSED)).isEqualTo(2);
        assertThat(hanging.statistics().pairs()).isZero();
    }

    @Test
    void closingByTryEndsQuietlyAlsoWhenTheThreadIsInterrupted() {
        Voice target = Voice.saying("b", "y");
        try (ShadowModel shadow = stage.shadow(Voice.saying("a", "x"), target, all())) {
            shadow.chat(Stage.ask("one"), CallContext.EMPTY);
            Thread.currentThread().interrupt();
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aCheckThatHangsLosesItsPlaceAndThePairIsNotCompared() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        Check hangs = Check.of("hangs", seen -> {
            entered.countDown();
            awaitDeaf(release);
            return Score.of(true, "late");
        });
        ShadowModel shadow = stage.shadow(
                new Target("old", Voice.saying("a", "x")),
                new Target("new", Voice.saying("b", "y")),
                all().checks(List.of(hangs)).timeout(Duration.ofSeconds(5)).grace(Duration.ofSeconds(1)),
                threads);
        shadow.chat(Stage.ask("question"), CallContext.EMPTY);
        await(entered);
        stage.awaitBells(1);
        stage.advance(Duration.ofSeconds(7));
        assertThat(shadow.awaitIdle(Duration.ofSeconds(30))).isTrue();
        release.countDown();
        stage.until(() -> shadow.statistics().stuck() == 0);
        assertThat(shadow.statistics().pairs()).isZero();
        assertThat(shadow.statistics().notCompared(NotCompared.STUCK)).isEqualTo(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw Voice.error(ErrorKind.CANCELLED);
        }
    }

    /** Like code that swallows interrupts. */
    private static void awaitDeaf(CountDownLatch latch) {
        boolean open = false;
        while (!open) {
            try {
                open = latch.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                assertThat(e).isNotNull();
            }
        }
    }
}
