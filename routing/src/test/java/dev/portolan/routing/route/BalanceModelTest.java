package dev.portolan.routing.route;

import static dev.portolan.routing.route.Scripted.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.Portolan;
import dev.portolan.chat.Attempt;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Message;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Tool;
import dev.portolan.chat.Warning;
import dev.portolan.config.ConfigurationException;
import dev.portolan.error.AttemptsExhausted;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.InvalidRequest;
import dev.portolan.error.LlmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BalanceModelTest {

    private static final ChatRequest REQUEST = ChatRequest.of("Hello");

    private final AtomicLong nanos = new AtomicLong();
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(3);
    private final RouteClock time = new RouteClock(
            Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC), nanos::get, random::nextDouble);
    private final BalanceFigures figures = new BalanceFigures();
    private final Map<String, Deployment> deployments =
            new TreeMap<>(Map.of("a", new Deployment("a"), "b", new Deployment("b"), "c", new Deployment("c")));

    /** Answers after its latency, or fails; counts. */
    private final class Deployment implements ChatModel {
        private final Scripted answers;
        Duration latency = Duration.ofMillis(100);

        @Nullable
        LlmException failure;

        int calls;

        Deployment(String name) {
            this.answers = new Scripted(name);
        }

        @Override
        public ChatResponse chat(ChatRequest request, CallContext context) {
            calls++;
            nanos.addAndGet(latency.toNanos());
            if (failure != null) {
                throw failure;
            }
            return answers.answer("Hi");
        }

        @Override
        public ChatStream stream(ChatRequest request, CallContext context) {
            chat(request, context);
            answers.then(List.of(Scripted.text("Hi"), answers.answer("Hi")));
            return answers.stream(request, context);
        }

        @Override
        public ModelInfo info() {
            return answers.info();
        }
    }

    private Deployment on(String name) {
        return Objects.requireNonNull(deployments.get(name));
    }

    private FallbackPlan.Builder plan() {
        FallbackPlan.Builder plan = FallbackPlan.builder();
        deployments.forEach((name, model) -> plan.target(new Target(name, model)));
        return plan;
    }

    private BalanceModel model(BalanceStrategy strategy, BalancePolicy.Affinity affinity) {
        return new BalanceModel(
                "assistant",
                plan().build(),
                new BalancePolicy(strategy, affinity, Duration.ofMinutes(5), 2),
                figures,
                time);
    }

    private BalanceModel model(BalanceStrategy strategy) {
        return model(strategy, BalancePolicy.Affinity.OFF);
    }

    private static String answering(ChatResponse response) {
        return response.attempts().get(response.attempts().size() - 1).model();
    }

    private static CallContext session(String key) {
        return CallContext.builder().stickinessKey(key).build();
    }

    @Test
    void withoutWeightsAllTakeTheSame() {
        BalanceModel model = model(BalanceStrategy.WEIGHTED);
        for (int i = 0; i < 3000; i++) {
            model.chat(REQUEST);
        }

        deployments.values().forEach(one -> assertThat(one.calls).isBetween(900, 1100));
    }

    @Test
    void weightsAreSharesAndZeroIsForNeed() {
        BalanceModel model = new BalanceModel(
                "assistant",
                plan().weights(Map.of("a", 3, "b", 1, "c", 0)).build(),
                new BalancePolicy(BalanceStrategy.WEIGHTED, BalancePolicy.Affinity.OFF, Duration.ofMinutes(5), 2),
                figures,
                time);
        for (int i = 0; i < 2000; i++) {
            model.chat(REQUEST);
        }
        assertThat(on("a").calls).isBetween(1420, 1580);
        assertThat(on("c").calls).isZero();

        on("a").failure = error(ErrorKind.UNAVAILABLE);
        on("b").failure = error(ErrorKind.UNAVAILABLE);
        assertThat(answering(model.chat(REQUEST))).isEqualTo("c");
    }

    @Test
    void theLessBusyOfTwoIsTakenAndTheFirstIsNotFavoured() {
        BalanceModel model = model(BalanceStrategy.LEAST_BUSY);
        Map<String, Integer> idle = new TreeMap<>();
        for (int i = 0; i < 3000; i++) {
            idle.merge(answering(model.chat(REQUEST)), 1, Integer::sum);
        }
        idle.values().forEach(calls -> assertThat(calls).isBetween(900, 1100));

        figures.load("a").begin();
        int before = on("a").calls;
        for (int i = 0; i < 300; i++) {
            model.chat(REQUEST);
        }
        assertThat(on("a").calls).as("never better than the other of two").isEqualTo(before);
    }

    @Test
    void aSlowTargetGetsLittleUntilItsSlownessFades() {
        BalanceModel model = model(BalanceStrategy.LATENCY);
        on("a").latency = Duration.ofSeconds(4);
        for (int i = 0; i < 30; i++) {
            model.chat(REQUEST);
        }
        int slow = on("a").calls;
        assertThat(slow).isBetween(1, 3);

        on("a").latency = Duration.ofMillis(100);
        nanos.addAndGet(Duration.ofMinutes(5).toNanos());
        for (int i = 0; i < 30; i++) {
            model.chat(REQUEST);
        }
        assertThat(on("a").calls - slow).isGreaterThan(3);
    }

    @Test
    void callsUnderWayCountWithTheLatency() {
        BalanceModel model = model(BalanceStrategy.LATENCY);
        for (int i = 0; i < 30; i++) {
            model.chat(REQUEST);
        }
        for (int i = 0; i < 20; i++) {
            figures.load("b").begin();
        }
        int before = on("b").calls;
        for (int i = 0; i < 50; i++) {
            model.chat(REQUEST);
        }
        assertThat(on("b").calls).isEqualTo(before);
        assertThat(figures.load("b").underWay()).isEqualTo(20);
        assertThat(figures.load("a").underWay()).isZero();
    }

    @Test
    void whatFailsIsLeftAloneForAWhileThatGrows() {
        BalanceModel model = model(BalanceStrategy.WEIGHTED);
        on("a").failure = error(ErrorKind.UNAVAILABLE);
        on("a").latency = on("b").latency = on("c").latency = Duration.ofMillis(1);
        int rests = 0;
        for (int i = 0; i < 60_000; i++) {
            int before = on("a").calls;
            ChatResponse response = model.chat(REQUEST);
            if (on("a").calls > before) {
                rests++;
                assertThat(response.warnings()).extracting(Warning::code).containsExactly("fell-back");
            }
        }
        // 1, 2, 4, 8, 16, 30 s of a minute
        assertThat(rests).isBetween(5, 6);
        on("a").failure = null;
        nanos.addAndGet(Duration.ofSeconds(31).toNanos());
        while (on("a").calls == rests) {
            model.chat(REQUEST);
        }
        assertThat(figures.load("a").resting(nanos.get())).isFalse();
    }

    @Test
    void anOpenBreakerAndARateLimitSayForHowLong() {
        TargetLoad load = figures.load("a");
        load.failed(error(ErrorKind.CIRCUIT_OPEN, Duration.ofSeconds(90)), 0);
        load.failed(error(ErrorKind.RATE_LIMITED, Duration.ofSeconds(3)), 0);
        load.failed(error(ErrorKind.UNAVAILABLE), 0);

        assertThat(load.resting(Duration.ofSeconds(89).toNanos())).isTrue();
        assertThat(load.resting(Duration.ofSeconds(91).toNanos())).isFalse();
    }

    @Test
    void aBadRequestChangesNothing() {
        BalanceModel model = model(BalanceStrategy.LATENCY);
        deployments.values().forEach(one -> one.failure = error(ErrorKind.INVALID_REQUEST));
        assertThatThrownBy(() -> model.chat(REQUEST)).isInstanceOf(InvalidRequest.class);
        deployments.values().forEach(one -> one.failure = error(ErrorKind.CONTEXT_LENGTH));
        assertThatThrownBy(() -> model.chat(REQUEST)).isInstanceOf(AttemptsExhausted.class);

        for (String name : deployments.keySet()) {
            TargetLoad load = figures.load(name);
            assertThat(load.resting(nanos.get())).isFalse();
            assertThat(load.underWay()).isZero();
            assertThat(load.cost(false, nanos.get())).isZero();
        }
    }

    @Test
    void whenAllFailTheErrorHasAllOfThem() {
        BalanceModel model = model(BalanceStrategy.LEAST_BUSY);
        deployments.values().forEach(one -> one.failure = error(ErrorKind.UNAVAILABLE));

        for (int i = 0; i < 2; i++) {
            AttemptsExhausted thrown = catchThrowableOfType(AttemptsExhausted.class, () -> model.chat(REQUEST));
            assertThat(thrown.attempts()).extracting(Attempt::model).containsExactlyInAnyOrder("a", "b", "c");
        }
    }

    @Test
    void aSessionStaysWithItsTargetAsLongAsTheCacheLives() {
        BalanceModel model = model(BalanceStrategy.WEIGHTED, BalancePolicy.Affinity.KEY);
        Map<String, String> homes = new TreeMap<>();
        for (int round = 0; round < 20; round++) {
            nanos.addAndGet(Duration.ofMinutes(4).toNanos());
            for (int session = 0; session < 30; session++) {
                ChatResponse response = model.chat(REQUEST, session("s" + session));
                assertThat(answering(response))
                        .isEqualTo(homes.computeIfAbsent("s" + session, key -> answering(response)));
                if (round > 0) {
                    assertThat(response.attempts().get(0).note()).isEqualTo("has the prompt in its cache");
                }
            }
        }
        assertThat(homes.values()).contains("a", "b", "c");

        nanos.addAndGet(Duration.ofMinutes(6).toNanos());
        ChatResponse late = model.chat(REQUEST, session("s0"));
        assertThat(late.attempts().get(0).note()).isEqualTo("chosen by weight");
    }

    @Test
    void aConversationIsToldByItsBeginningAndNothingOfItIsKept() {
        ChatRequest first =
                ChatRequest.builder().system("You help.").user("Why?").build();
        ChatRequest later = ChatRequest.builder()
                .messages(List.of(
                        Message.system("You help."),
                        Message.user("Why?"),
                        Message.assistant("Since."),
                        Message.user("And?")))
                .build();

        assertThat(PromptPrefix.of(later)).isEqualTo(PromptPrefix.of(first));
        assertThat(PromptPrefix.of(first.toBuilder()
                        .tools(List.of(Tool.of("f", "d", "{\"type\":\"object\"}")))
                        .build()))
                .isNotEqualTo(PromptPrefix.of(first));
        assertThat(PromptPrefix.of(
                        ChatRequest.builder().system("You help. Why?").user("").build()))
                .isNotEqualTo(PromptPrefix.of(first));
        assertThat(PromptPrefix.of(ChatRequest.of("x".repeat(20_000))))
                .isNotEqualTo(PromptPrefix.of(ChatRequest.of("x".repeat(20_001))));

        BalanceModel model = model(BalanceStrategy.WEIGHTED, BalancePolicy.Affinity.PROMPT);
        String home = answering(model.chat(first));
        for (int i = 0; i < 20; i++) {
            assertThat(answering(model.chat(later))).isEqualTo(home);
        }
        assertThat(figures.affinity().size()).isEqualTo(1);
    }

    @Test
    void aSessionLeavesATargetThatFailsAndStaysWithTheNext() {
        BalanceModel model = model(BalanceStrategy.WEIGHTED, BalancePolicy.Affinity.KEY);
        String home = answering(model.chat(REQUEST, session("s")));
        on(home).failure = error(ErrorKind.UNAVAILABLE);

        ChatResponse other = model.chat(REQUEST, session("s"));
        on(home).failure = null;
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());

        assertThat(other.warnings()).extracting(Warning::code).containsExactly("fell-back");
        assertThat(answering(model.chat(REQUEST, session("s")))).isEqualTo(answering(other));
    }

    @Test
    void aSessionLeavesATargetWithTooMuchToDoAndComesBack() {
        BalanceModel model = model(BalanceStrategy.LEAST_BUSY, BalancePolicy.Affinity.KEY);
        String home = answering(model.chat(REQUEST, session("s")));
        for (int i = 0; i < 4; i++) {
            figures.load(home).begin();
        }
        assertThat(answering(model.chat(REQUEST, session("s"))))
                .as("four is few")
                .isEqualTo(home);
        figures.load(home).begin();

        assertThat(answering(model.chat(REQUEST, session("s")))).isNotEqualTo(home);
        figures.load(home).end();
        assertThat(answering(model.chat(REQUEST, session("s")))).isEqualTo(home);
    }

    @Test
    void theMemoryOfCachesIsBounded() {
        CacheAffinity affinity = new CacheAffinity();
        for (int i = 0; i < CacheAffinity.MOST + 500; i++) {
            affinity.bind(i, "a", 0);
        }
        assertThat(affinity.size()).isEqualTo(CacheAffinity.MOST);
        assertThat(affinity.target(0, 0, 1)).isNull();
        assertThat(affinity.target(600, 0, 1)).isEqualTo("a");
    }

    @Test
    void aStreamIsUnderWayUntilItsEndItsCloseOrItsError() {
        BalanceModel model = model(BalanceStrategy.LATENCY);
        List<Integer> during = new ArrayList<>();
        try (ChatStream stream = model.stream(REQUEST)) {
            assertThat(underWay()).isZero();
            stream.next();
            during.add(underWay());
            assertThat(stream.response().text()).isEqualTo("Hi");
            during.add(underWay());
        }
        try (ChatStream stream = model.stream(REQUEST)) {
            stream.next();
            during.add(underWay());
        }
        during.add(underWay());
        deployments.values().forEach(one -> one.failure = error(ErrorKind.UNAVAILABLE));
        ChatStream failing = model.stream(REQUEST);
        assertThatThrownBy(failing::next).isInstanceOf(AttemptsExhausted.class);
        during.add(underWay());

        assertThat(during).containsExactly(1, 0, 1, 0, 0);
    }

    private int underWay() {
        return deployments.keySet().stream()
                .mapToInt(name -> figures.load(name).underWay())
                .sum();
    }

    @Test
    void aStreamThatIsDroppedIsUnderWayUntilItIsCollected() {
        BalanceModel model = model(BalanceStrategy.LATENCY);
        for (int i = 0; i < 5; i++) {
            model.stream(REQUEST).next();
        }
        assertThat(underWay()).isBetween(0, 5);
        Awaitility.await().until(() -> {
            System.gc();
            return underWay() == 0;
        });
    }

    @Test
    void whatItIsAndWhatMakesNoSense() {
        BalanceModel model = model(BalanceStrategy.LATENCY);
        assertThat(model.info().provider()).isEqualTo("balance");
        assertThat(model.check(REQUEST)).isEmpty();
        assertThat(model).asString().startsWith("BalanceModel[assistant");
        assertThatThrownBy(
                        () -> new BalancePolicy(BalanceStrategy.LATENCY, BalancePolicy.Affinity.OFF, Duration.ZERO, 2))
                .hasMessageStartingWith("cache-lifetime:");
        assertThatThrownBy(() -> new BalancePolicy(
                        BalanceStrategy.LATENCY, BalancePolicy.Affinity.OFF, Duration.ofMinutes(1), 0.5))
                .hasMessageStartingWith("overload:");
    }

    @Test
    void byPropertiesItKeepsItsHomesOverAReload() {
        Portolan.Builder configuration = Portolan.builder()
                .isolated()
                .extension(new BalanceRouter())
                .property("portolan.models.assistant.provider", "balance")
                .property("portolan.models.assistant.targets", "a,b,c")
                .property("portolan.models.assistant.strategy", "least-busy")
                .property("portolan.models.assistant.cache-lifetime", "1h");
        deployments.forEach(configuration::model);
        try (Portolan portolan = configuration.build()) {
            ChatModel assistant = portolan.chatModel("assistant");
            String home = answering(assistant.chat(REQUEST, session("s")));
            for (int i = 0; i < 20; i++) {
                portolan.reload();
                assertThat(answering(assistant.chat(REQUEST, session("s")))).isEqualTo(home);
            }
        }
        assertThatThrownBy(() -> configuration
                        .property("portolan.models.assistant.overload", "0")
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("overload:");
    }
}
