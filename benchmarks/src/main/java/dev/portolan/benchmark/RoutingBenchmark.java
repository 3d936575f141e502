package dev.portolan.benchmark;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Message;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Usage;
import dev.portolan.routing.route.BalanceModel;
import dev.portolan.routing.route.BalancePolicy;
import dev.portolan.routing.route.BalanceStrategy;
import dev.portolan.routing.route.FallbackModel;
import dev.portolan.routing.route.FallbackPlan;
import dev.portolan.routing.route.HedgeModel;
import dev.portolan.routing.route.HedgePolicy;
import dev.portolan.routing.route.Target;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a router adds to a call of a model that answers at once: gates, choice, trail. As a distribution. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class RoutingBenchmark {

    /** Who is called. */
    @Param({"model", "fallback", "hedge", "weighted", "least-busy", "latency", "latency with affinity"})
    public String route = "";

    private static final ChatRequest REQUEST = ChatRequest.builder()
            .system("You are a clerk who sorts letters. ".repeat(60))
            .user("Which of the departments is this letter for?")
            .build();

    private ChatModel model = new Ready("none");

    /** A benchmark; made by JMH. */
    public RoutingBenchmark() {}

    private static final class Ready implements ChatModel {
        private final ModelInfo info;
        private final ChatResponse response;

        Ready(String name) {
            this.info = ModelInfo.builder("acme", name).build();
            this.response = ChatResponse.builder()
                    .provider("acme")
                    .model(name)
                    .message(Message.assistant("billing"))
                    .finishReason(new FinishReason(FinishReason.Kind.STOP, "stop"))
                    .usage(Usage.of(400, 2))
                    .build();
        }

        @Override
        public ChatResponse chat(ChatRequest request, CallContext context) {
            return response;
        }

        @Override
        public ChatStream stream(ChatRequest request, CallContext context) {
            throw new UnsupportedOperationException("no streams here");
        }

        @Override
        public ModelInfo info() {
            return info;
        }
    }

    /** Makes the router. */
    @Setup(Level.Trial)
    public void connect() {
        FallbackPlan.Builder plan = FallbackPlan.builder();
        for (String name : List.of("one", "two", "three")) {
            plan.target(new Target(name, new Ready(name)));
        }
        model = switch (route) {
            case "model" -> new Ready("one");
            case "fallback" -> new FallbackModel(route, plan.build());
            case "hedge" -> new HedgeModel(route, plan.build(), new HedgePolicy(0.95, 50, Duration.ofMinutes(1), 0.1));
            case "weighted" -> balance(plan, BalanceStrategy.WEIGHTED, BalancePolicy.Affinity.OFF);
            case "least-busy" -> balance(plan, BalanceStrategy.LEAST_BUSY, BalancePolicy.Affinity.OFF);
            case "latency" -> balance(plan, BalanceStrategy.LATENCY, BalancePolicy.Affinity.OFF);
            default -> balance(plan, BalanceStrategy.LATENCY, BalancePolicy.Affinity.PROMPT);
        };
    }

    private static ChatModel balance(
            FallbackPlan.Builder plan, BalanceStrategy strategy, BalancePolicy.Affinity affinity) {
        return new BalanceModel(
                "balance", plan.build(), new BalancePolicy(strategy, affinity, Duration.ofMinutes(5), 2));
    }

    /**
     * One call.
     *
     * @return the answer
     */
    @Benchmark
    public Object call() {
        return model.chat(REQUEST, CallContext.EMPTY);
    }
}
