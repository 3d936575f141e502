package dev.portolan.routing.rollout;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.routing.rollout.judge.Arm;
import dev.portolan.routing.rollout.judge.CallOutcome;
import dev.portolan.routing.rollout.judge.CallSample;
import dev.portolan.routing.rollout.judge.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Instances of a rollout around one store, in simulated time, with seeded traffic. */
final class Fleet {

    static final ChatRequest FIRST_TURN = ChatRequest.of("hello");

    final SimulatedTime time = new SimulatedTime();
    final BreakableStore store = new BreakableStore();
    final Random random;
    final List<Instance> instances = new ArrayList<>();
    RolloutPlan plan;
    private int users;

    Fleet(RolloutPlan plan, long seed) {
        this.plan = plan;
        this.random = new Random(seed);
    }

    /** A plan that watches errors and latency alone. */
    static RolloutPlan.Builder plan() {
        return RolloutPlan.builder("gpt4o-to-sonnet", "Ada", "tickets solved without a human", "errors above 5 %")
                .limits(Limits.DEFAULT.watching(false, false));
    }

    static GoDecision go(String reference) {
        return decision(reference, true, null);
    }

    static GoDecision decision(String reference, boolean go, @Nullable String override) {
        return new GoDecision() {
            @Override
            public String actor() {
                return "Ada";
            }

            @Override
            public Instant at() {
                return Instant.parse("2026-11-20T09:00:00Z");
            }

            @Override
            public boolean go() {
                return go;
            }

            @Override
            public @Nullable String overrideReason() {
                return override;
            }

            @Override
            public String reference() {
                return reference;
            }

            @Override
            public Map<String, String> hashes() {
                return Map.of("prompt", "sha256-1", "model", "sha256-2");
            }
        };
    }

    Instance instance() {
        Instance instance = new Instance("instance-" + (instances.size() + 1));
        instances.add(instance);
        instance.poll();
        return instance;
    }

    /** An instance that has left the shadow. */
    Instance started() {
        Instance instance = instance();
        instance.rollout.start(go("go-1"), "parity is shown");
        return instance;
    }

    /** One of the fleet. */
    final class Instance {
        final ManualBackground background = new ManualBackground();
        final RolloutController controller;
        final Rollout rollout;
        final List<RolloutEvent> heard = new ArrayList<>();
        final List<RolloutEvent> own = new ArrayList<>();

        Instance(String name) {
            controller = new RolloutController(
                    plan, store, name, time, time::nanos, background, new Sides(random::nextDouble));
            rollout = new Rollout(controller, store);
            rollout.listen((id, event, mine) -> {
                heard.add(event);
                if (mine) {
                    own.add(event);
                }
            });
        }

        void poll() {
            background.run();
            controller.poll();
        }

        RolloutState state() {
            return RolloutDocument.fromJson(java.util.Objects.requireNonNull(store.inner.read("rollout/" + plan.id()))
                            .value())
                    .state();
        }

        Side side(String user) {
            return side(CallContext.builder().stickinessKey(user).build());
        }

        Side side(CallContext context) {
            return controller.side(FIRST_TURN, context);
        }

        /** Somebody new calls; both sides take 100 ms unless said otherwise. */
        Arm call(double sourceErrors, double targetErrors) {
            return call(sourceErrors, targetErrors, CallOutcome.INFRASTRUCTURE, 100, 100);
        }

        Arm call(double sourceErrors, double targetErrors, CallOutcome failure, long sourceMillis, long targetMillis) {
            Side side = side("user-" + users++);
            Arm arm = side.arm();
            boolean failed = random.nextDouble() < (arm == Arm.SOURCE ? sourceErrors : targetErrors);
            long millis = arm == Arm.SOURCE ? sourceMillis : targetMillis;
            Duration took = Duration.ofNanos((long) (millis * 1e6 * (0.9 + 0.2 * random.nextDouble())));
            controller.ended(failed ? CallSample.failed(arm, failure) : CallSample.ok(arm, took), controller.epoch());
            return arm;
        }

        /** Calls with time between them, and a poll every few seconds. */
        void traffic(int calls, Duration over, double sourceErrors, double targetErrors) {
            Duration each = over.dividedBy(calls);
            Duration sincePoll = Duration.ZERO;
            for (int i = 0; i < calls; i++) {
                call(sourceErrors, targetErrors);
                time.pass(each);
                sincePoll = sincePoll.plus(each);
                if (sincePoll.compareTo(Rollout.POLL) >= 0) {
                    sincePoll = Duration.ZERO;
                    poll();
                }
            }
            poll();
        }

        /** Calls of the target alone, within the present stretch. */
        void target(int calls, CallOutcome outcome) {
            for (int i = 0; i < calls; i++) {
                controller.ended(
                        outcome == CallOutcome.OK
                                ? CallSample.ok(Arm.TARGET, Duration.ofMillis(100))
                                : CallSample.failed(Arm.TARGET, outcome),
                        controller.epoch());
            }
        }
    }
}
