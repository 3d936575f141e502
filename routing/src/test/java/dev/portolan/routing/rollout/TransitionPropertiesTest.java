package dev.portolan.routing.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.CallContext;
import dev.portolan.routing.rollout.RolloutEvent.Kind;
import dev.portolan.routing.rollout.judge.Arm;
import dev.portolan.routing.rollout.judge.CallOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Properties 14 to 21 of a rollout that can be trusted. */
class TransitionPropertiesTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private static List<Kind> kinds(Fleet.Instance instance) {
        return instance.rollout.log().stream()
                .map(RolloutEvent::kind)
                .filter(Kind::isTransition)
                .toList();
    }

    @Test
    void p14EveryTransitionHappensOnceHoweverManyInstancesSeeItComing() throws InterruptedException {
        Fleet fleet = new Fleet(Fleet.plan().preset(RolloutPreset.GRADUAL).build(), 14);
        Fleet.Instance first = fleet.started();
        for (int i = 0; i < 7; i++) {
            fleet.instance();
        }
        for (int calls = 0; calls < 4000; calls++) {
            fleet.instances.get(calls % 8).call(0, 0);
        }
        fleet.time.pass(HOUR);
        // All have what it takes to advance, and race.
        CountDownLatch ready = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (Fleet.Instance instance : fleet.instances) {
            Thread thread = new Thread(() -> {
                try {
                    ready.await();
                    for (int i = 0; i < 20; i++) {
                        instance.controller.poll();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.start();
            threads.add(thread);
        }
        ready.countDown();
        for (Thread thread : threads) {
            thread.join(30_000);
        }
        assertThat(kinds(first)).containsExactly(Kind.CREATED, Kind.ADVANCED, Kind.ADVANCED);
        assertThat(first.state().percent()).isEqualTo(50);
        assertThat(fleet.instances.stream()
                        .mapToLong(i -> i.own.stream()
                                .filter(event -> event.kind() == Kind.ADVANCED && event.percent() == 50)
                                .count()))
                .containsOnlyOnce(1L);
        fleet.instances.forEach(Fleet.Instance::poll);
        for (Fleet.Instance instance : fleet.instances) {
            assertThat(instance.heard)
                    .filteredOn(event -> event.percent() == 50)
                    .hasSize(1);
        }
    }

    @Test
    void p15ARollbackThatTwoCallsDecideAtOnceIsToldOnce() {
        for (int reading = 1; reading <= 6; reading++) {
            Fleet fleet = new Fleet(Fleet.plan().preset(RolloutPreset.BIG_BANG).build(), 15);
            Fleet.Instance here = fleet.started();
            here.target(2, CallOutcome.INFRASTRUCTURE);

            // Another thread decides the same and tells the store, while this call is being judged.
            fleet.time.onReading(reading, () -> {
                here.target(2, CallOutcome.INFRASTRUCTURE);
                here.poll();
            });
            here.target(2, CallOutcome.INFRASTRUCTURE);
            here.poll();

            assertThat(here.own)
                    .as("at reading %d of the clock", reading)
                    .filteredOn(event -> event.kind() == Kind.ROLLED_BACK)
                    .hasSize(1);
            assertThat(here.state().stage()).isEqualTo(RolloutStage.ROLLED_BACK);
        }
    }

    @Test
    void p15ARollbackHoldsForTheNextCallHereWithoutTheStoreAndElsewhereAfterTheNextPoll() {
        Fleet fleet = new Fleet(Fleet.plan().preset(RolloutPreset.BIG_BANG).build(), 15);
        Fleet.Instance here = fleet.started();
        Fleet.Instance there = fleet.instance();
        assertThat(here.side("u").arm()).isEqualTo(Arm.TARGET);
        int asked = fleet.store.asked;

        int calls = 0;
        while (here.side("u" + calls).arm() == Arm.TARGET) {
            here.target(1, CallOutcome.INFRASTRUCTURE);
            calls++;
        }

        assertThat(calls).isLessThanOrEqualTo(8);
        assertThat(fleet.store.asked).isEqualTo(asked);
        assertThat(here.rollout.status().stage()).isEqualTo(RolloutStage.ROLLED_BACK);
        assertThat(there.side("u").arm()).isEqualTo(Arm.TARGET);
        here.background.run();
        there.poll();
        assertThat(there.side("u").arm()).isEqualTo(Arm.SOURCE);
        // Told at once, and not a second time when it is stored.
        assertThat(here.own)
                .filteredOn(event -> event.kind() == Kind.ROLLED_BACK)
                .hasSize(1);
        assertThat(there.heard)
                .filteredOn(event -> event.kind() == Kind.ROLLED_BACK)
                .hasSize(1);
    }

    @Test
    void p16NeitherGatesNorListenersNorABrokenStoreSuppressARollback() {
        RolloutPlan gated = Fleet.plan()
                .steps(List.of(RolloutStep.of(50).gated(), RolloutStep.of(100)))
                .build();
        Fleet fleet = new Fleet(gated, 16);
        Fleet.Instance instance = fleet.started();
        instance.rollout.listen((id, event, own) -> {
            throw new IllegalStateException("a listener that fails");
        });
        instance.rollout.hold("Ada", "lunch");
        instance.controller.lease(() -> false);
        instance.background.listenersHang = true;
        fleet.store.down = true;
        instance.poll();
        assertThat(instance.rollout.status().storeTrouble()).contains("the database is down");
        assertThat(IntStream.range(0, 100).mapToObj(i -> instance.side("u" + i).arm()))
                .as("the last known state stays")
                .contains(Arm.TARGET, Arm.SOURCE);

        instance.target(8, CallOutcome.INFRASTRUCTURE);

        assertThat(instance.controller.rolledBack()).isTrue();
        assertThat(IntStream.range(0, 100).mapToObj(i -> instance.side("u" + i).arm()))
                .containsOnly(Arm.SOURCE);
        instance.background.run();
        instance.background.runLater();
        assertThat(instance.state().stage()).isEqualTo(RolloutStage.HELD);
        fleet.store.down = false;
        instance.background.runLater();
        assertThat(instance.state().stage()).isEqualTo(RolloutStage.ROLLED_BACK);
        assertThat(instance.background.untold).isNotEmpty();
    }

    @Test
    void p16AStoreThatDoesNotKnowWhetherItWroteCountsNothingTwiceAndRepeatsNoTransition() {
        Fleet fleet = new Fleet(Fleet.plan().build(), 17);
        Fleet.Instance instance = fleet.started();
        instance.target(10, CallOutcome.OK);
        fleet.store.forgetful = true;
        instance.poll();
        instance.target(5, CallOutcome.OK);
        assertThat(instance.rollout.status().requests()).isEqualTo(15);
        instance.poll();
        instance.poll();
        assertThat(instance.rollout.status().requests()).isEqualTo(15);

        instance.target(4, CallOutcome.AUTHENTICATION);
        fleet.store.forgetful = true;
        instance.background.run();
        instance.background.runLater();
        instance.poll();
        assertThat(kinds(instance)).containsExactly(Kind.CREATED, Kind.ADVANCED, Kind.ROLLED_BACK);
        assertThat(instance.own)
                .filteredOn(event -> event.kind() == Kind.ROLLED_BACK)
                .hasSize(1);
    }

    @Test
    void p16WithoutAStoreNothingAdvancesAndWithoutALeaseOneOnlyObserves() {
        Fleet fleet = new Fleet(Fleet.plan().preset(RolloutPreset.GRADUAL).build(), 18);
        Fleet.Instance instance = fleet.started();
        fleet.store.down = true;
        instance.traffic(3000, HOUR, 0, 0);
        assertThat(instance.rollout.status().percent()).isEqualTo(10);
        instance.controller.lease(() -> false);
        fleet.store.down = false;
        instance.poll();
        assertThat(instance.state().percent()).isEqualTo(10);
        assertThat(instance.rollout.status().requests()).isGreaterThan(100);
        instance.controller.lease(() -> true);
        instance.poll();
        assertThat(instance.state().percent()).isEqualTo(50);
    }

    @Test
    void p17ARollbackLatchesUntilAResetWithActorAndReasonAfterTheCoolDown() {
        Fleet fleet = new Fleet(Fleet.plan().build(), 19);
        Fleet.Instance instance = fleet.started();
        instance.rollout.rollback("Ada", "complaints");
        instance.poll();
        instance.traffic(2000, Duration.ofMinutes(50), 0, 0);
        assertThat(instance.rollout.status().stage()).isEqualTo(RolloutStage.ROLLED_BACK);
        for (Runnable order : List.<Runnable>of(
                () -> instance.rollout.promote("Ada", "again"),
                () -> instance.rollout.resume("Ada", "again"),
                () -> instance.rollout.start(Fleet.go("go-2"), "again"),
                () -> instance.rollout.reset("Ada", "too early"))) {
            assertThatThrownBy(order::run).isInstanceOf(RolloutRefusedException.class);
        }
        fleet.time.pass(HOUR);
        assertThatThrownBy(() -> instance.rollout.reset(" ", "why")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> instance.rollout.reset("Ada", "")).isInstanceOf(IllegalArgumentException.class);
        instance.rollout.reset("Ada", "the vendor repaired it");
        assertThat(instance.rollout.status().stage()).isEqualTo(RolloutStage.SHADOW);
        // The decision of the first run does not count for the second.
        assertThatThrownBy(() -> instance.rollout.start(Fleet.go("go-1"), "again"))
                .isInstanceOf(RolloutRefusedException.class)
                .hasMessageContaining("used already");
        instance.rollout.start(Fleet.go("go-2"), "again");
        assertThat(instance.rollout.status().percent()).isEqualTo(5);
        assertThat(instance.rollout.log().get(4)).satisfies(event -> {
            assertThat(event.kind()).isEqualTo(Kind.RESET);
            assertThat(event.actor()).isEqualTo("Ada");
            assertThat(event.reason()).isEqualTo("the vendor repaired it");
        });
    }

    @Test
    void p18EvidenceOfAnEarlierStepDoesNotCountForTheNext() {
        Fleet fleet = new Fleet(Fleet.plan().build(), 20);
        Fleet.Instance instance = fleet.started();
        long epoch = instance.controller.epoch();
        instance.target(500, CallOutcome.OK);
        instance.rollout.promote("Ada", "go on");
        assertThat(instance.rollout.status().requests()).isZero();
        // A call that began in the step before ends in this one.
        instance.controller.ended(
                dev.portolan.routing.rollout.judge.CallSample.ok(Arm.TARGET, Duration.ofSeconds(9)), epoch);
        assertThat(instance.rollout.status().requests()).isZero();
        assertThat(instance.rollout.status().counters().late()).isEqualTo(1);

        Fleet.Instance carrying = new Fleet(Fleet.plan().carryErrors(true).build(), 20).started();
        carrying.target(200, CallOutcome.OK);
        carrying.target(3, CallOutcome.TIMEOUT);
        carrying.rollout.promote("Ada", "go on");
        assertThat(carrying.rollout.status().requests()).isZero();
        assertThat(carrying.rollout.status().evidence().errors(Arm.TARGET).hits())
                .isEqualTo(3);
        assertThat(carrying.rollout.status().evidence().latency()).isEmpty();
    }

    @Test
    void p19ARestartLosesNothingAndTheLogReplaysToTheState() {
        Fleet fleet = new Fleet(Fleet.plan().preset(RolloutPreset.GRADUAL).build(), 21);
        Fleet.Instance before = fleet.started();
        before.traffic(500, Duration.ofMinutes(40), 0, 0.01);
        RolloutStatus seen = before.rollout.status();

        Fleet.Instance after = fleet.instance();
        assertThat(after.rollout.status().requests()).isEqualTo(seen.requests());
        assertThat(after.rollout.status().evidence().toJson())
                .isEqualTo(seen.evidence().toJson());
        assertThat(after.rollout.status().elapsed()).isEqualTo(seen.elapsed());
        after.traffic(2500, Duration.ofMinutes(21), 0, 0.01);
        assertThat(after.rollout.status().percent()).isEqualTo(50);
        after.rollout.hold("Ada", "a release");
        after.rollout.resume("Ada", "it is out");
        after.rollout.rollback("Ada", "complaints");
        after.poll();
        assertThat(RolloutState.of(after.rollout.log())).isEqualTo(after.state());
        assertThat(fleet.instance().side("u").arm()).isEqualTo(Arm.SOURCE);
    }

    @Test
    void p20ClocksThatJumpShortenNoStepAndManyInstancesDoNotEither() {
        Fleet fleet = new Fleet(Fleet.plan().preset(RolloutPreset.GRADUAL).build(), 22);
        Fleet.Instance instance = fleet.started();
        for (int i = 0; i < 9; i++) {
            fleet.instance();
        }
        for (int i = 0; i < 3000; i++) {
            instance.call(0, 0);
        }
        for (int i = 0; i < 59; i++) {
            fleet.time.jump(Duration.ofDays(i % 2 == 0 ? 400 : -399));
            fleet.time.pass(Duration.ofMinutes(1));
            fleet.instances.forEach(Fleet.Instance::poll);
            assertThat(instance.rollout.status().percent()).isEqualTo(10);
        }
        fleet.time.jump(Duration.ofDays(-4000));
        fleet.time.pass(Duration.ofMinutes(1));
        fleet.instances.forEach(Fleet.Instance::poll);
        assertThat(instance.rollout.status().percent()).isEqualTo(50);
        assertThat(kinds(instance)).containsExactly(Kind.CREATED, Kind.ADVANCED, Kind.ADVANCED);
    }

    @Test
    void p21AnOutsideCeilingCanReduceAndNeitherRaiseNorUndoARollback() {
        Fleet fleet = new Fleet(Fleet.plan().preset(RolloutPreset.GRADUAL).build(), 23);
        Fleet.Instance instance = fleet.started();
        instance.rollout.promote("Ada", "to 50 %");
        double[] flag = {100};
        instance.rollout.limit(context -> flag[0]);
        assertThat(share(instance)).isBetween(450L, 550L);
        flag[0] = 5;
        assertThat(share(instance)).isBetween(25L, 75L);
        // Nothing advances on the evidence of a smaller share.
        instance.target(2000, CallOutcome.OK);
        fleet.time.pass(HOUR);
        instance.side("somebody");
        instance.poll();
        assertThat(instance.rollout.status().percent()).isEqualTo(50);
        flag[0] = Double.NaN;
        assertThat(share(instance)).isZero();
        instance.rollout.limit(context -> {
            throw new IllegalStateException("the flags are down");
        });
        assertThat(share(instance)).isZero();
        instance.rollout.limit(context -> 100);
        instance.rollout.rollback("Ada", "complaints");
        assertThat(share(instance)).isZero();
        instance.poll();
        assertThat(share(instance)).isZero();
    }

    private static long share(Fleet.Instance instance) {
        return IntStream.range(0, 1000)
                .filter(i -> instance.side(CallContext.builder()
                                        .stickinessKey("user-" + i)
                                        .build())
                                .arm()
                        == Arm.TARGET)
                .count();
    }
}
