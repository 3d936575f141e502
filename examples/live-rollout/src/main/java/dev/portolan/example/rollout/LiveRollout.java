package dev.portolan.example.rollout;

import dev.portolan.Portolan;
import dev.portolan.chat.ChatModel;
import dev.portolan.routing.rollout.GoDecision;
import dev.portolan.routing.rollout.Rollout;
import dev.portolan.routing.rollout.RolloutEvent;
import dev.portolan.routing.shadow.ShadowStatistics;
import dev.portolan.routing.shadow.Shadows;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Pace;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.azure.AzureSimulator;
import dev.portolan.simulator.bedrock.BedrockSimulator;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Customers write all the time. Behind the name that answers them the traffic moves from Azure's GPT-4o to Claude on Bedrock: mirrored first, then 5 %, then
 * 25 %, where the new model is made to fail two calls in five. The rollout goes back by itself, and no customer sees an error.
 */
public final class LiveRollout {

    private static final long MIRRORED = 50;

    private final PrintStream out;

    LiveRollout(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs the program.
     *
     * @param arguments none
     * @throws InterruptedException when it is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        new LiveRollout(System.out).run();
    }

    /** What came of it. */
    record Result(Rollout rollout, long calls, long failures, long answeredAfterwards) {}

    Result run() throws InterruptedException {
        out.println("No key, no network: both services are simulated, and the failure is planted.");
        Responder mind = Responder.text("It left our harbour this morning and will be with you tomorrow.");
        try (AzureSimulator azure = AzureSimulator.builder()
                        .deployment("support", "gpt-4o-2024-11-20")
                        .responder(mind)
                        .pace(Pace.of(Duration.ofMillis(20), 2000))
                        .start();
                BedrockSimulator bedrock = BedrockSimulator.builder()
                        .responder(mind)
                        .pace(Pace.of(Duration.ofMillis(15), 2000))
                        .start();
                Portolan portolan = Portolan.builder()
                        .property(
                                "portolan.providers.azure.endpoint",
                                azure.baseUrl().toString())
                        .property(
                                "portolan.providers.bedrock.endpoint",
                                bedrock.baseUrl().toString())
                        .build()) {
            ChatModel assistant = portolan.chatModel("assistant");
            assistant.info();
            return move(assistant, Rollout.named("assistant"), bedrock);
        }
    }

    private Result move(ChatModel assistant, Rollout rollout, BedrockSimulator bedrock) throws InterruptedException {
        Timeline timeline = new Timeline(out);
        rollout.listen(timeline);
        try (Traffic traffic = Traffic.begin(assistant)) {
            timeline.tell("customers write; present answers, and half of the calls go to next as well, in the shadow");
            timeline.tell("shadow: " + timeline.await(LiveRollout::mirrored).summary());
            rollout.start(new Word("the support team", "an example has no parity report"), "Begin");

            timeline.await(event -> event.kind() == RolloutEvent.Kind.ADVANCED && event.percent() == 25);
            traffic.more(100);
            timeline.tell("now next begins to fail two calls in five");
            bedrock.inject(Faults.NONE.withProbability(0.4, 1, new Fault.Status(503, null)));

            timeline.await(event -> event.kind() == RolloutEvent.Kind.ROLLED_BACK);
            traffic.more(50);
            long before = traffic.ofTarget();
            traffic.more(500);
            long after = traffic.ofTarget() - before;
            timeline.tell("500 calls later next has answered " + after + " more");
            timeline.await(event -> event.kind() == RolloutEvent.Kind.RECOVERED);
            out.println();
            out.println(rollout.explain());
            out.println(traffic.calls() + " calls, " + traffic.failures() + " of them failed for a customer.");
            return new Result(rollout, traffic.calls(), traffic.failures(), after);
        }
    }

    private static @Nullable ShadowStatistics mirrored() {
        ShadowStatistics statistics = Shadows.shared().statistics("mirrored");
        return statistics != null && statistics.pairs() >= MIRRORED ? statistics : null;
    }

    /** Somebody's word in place of a signed GO, which takes a parity report. */
    private record Word(String actor, String overrideReason, Instant at) implements GoDecision {

        Word(String actor, String overrideReason) {
            this(actor, overrideReason, Instant.now());
        }

        @Override
        public boolean go() {
            return false;
        }

        @Override
        public String reference() {
            return "by word";
        }

        @Override
        public Map<String, String> hashes() {
            return Map.of();
        }
    }
}
