package dev.portolan.routing.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.Portolan;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Tool;
import dev.portolan.error.ErrorKind;
import dev.portolan.evidence.cost.Price;
import dev.portolan.routing.drill.DrillReport;
import dev.portolan.routing.drill.DrillStep;
import dev.portolan.routing.drill.FallbackDrill;
import dev.portolan.routing.drill.RouterDrill;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FallbackDrillTest {

    private final Map<String, Deployment> deployments = new TreeMap<>();
    private final StagedProvider provider =
            new StagedProvider((name, connection) -> deployments.computeIfAbsent(name, Deployment::new));

    /** Answers each call, unless it is broken. */
    private static final class Deployment implements ChatModel {
        private final Scripted answers;
        private final List<String> calls = new ArrayList<>();
        boolean broken;

        Deployment(String name) {
            this.answers = new Scripted(ModelInfo.builder("acme", name)
                    .capability(Capability.TOOLS, !name.equals("plain"))
                    .build());
        }

        private ChatResponse answer(String how) {
            calls.add(how);
            if (broken) {
                throw Scripted.error(ErrorKind.AUTHENTICATION);
            }
            return answers.answer("ready");
        }

        @Override
        public ChatResponse chat(ChatRequest request, CallContext context) {
            return answer("call");
        }

        @Override
        public ChatStream stream(ChatRequest request, CallContext context) {
            return new ChatStream() {
                @Override
                protected ChatEvent pull() {
                    return new ChatEvent.Completed(answer("stream"));
                }

                @Override
                protected void abort() {}
            };
        }

        @Override
        public ModelInfo info() {
            return answers.info();
        }
    }

    private Portolan load(FallbackDrill drill, Map<String, String> properties) {
        Portolan.Builder builder =
                Portolan.builder().isolated().extension(provider).extension(drill.extension());
        for (String name : List.of("one", "two", "plain", "large")) {
            builder.property("portolan.models." + name + ".provider", "staged")
                    .property("portolan.models." + name + ".model", name);
        }
        properties.forEach((key, value) -> builder.property("portolan.models." + key, value));
        return builder.build();
    }

    private static List<String> steps(RouterDrill router) {
        return router.steps().stream()
                .map(step -> (step.streamed() ? "stream " : "call ") + "without " + step.failing() + " by "
                        + step.answeredBy())
                .toList();
    }

    private final FallbackDrill drill = FallbackDrill.builder().build();

    @Test
    void eachTargetFailsInTurnAndEachIsSeenToAnswer() {
        FallbackDrill priced = FallbackDrill.builder()
                .timeout(Duration.ofSeconds(5))
                .prices((who, model) -> model.equals("two")
                        ? new Price(Currency.getInstance("USD"), new BigDecimal("1"), new BigDecimal("4"), null, null)
                        : null)
                .build();
        try (Portolan portolan = load(
                priced,
                Map.of(
                        "assistant.provider",
                        "fallback",
                        "assistant.targets",
                        "one,two,plain",
                        "assistant.on-context-length",
                        "large"))) {
            DrillReport report = priced.run(portolan);

            RouterDrill router = report.routers().get(0);
            assertThat(steps(router))
                    .containsExactly(
                            "call without [one] by two",
                            "call without [two] by one",
                            "call without [plain] by one",
                            "call without [one, two] by plain",
                            "call without [] by large",
                            "stream without [one] by two",
                            "stream without [two] by one",
                            "stream without [plain] by one");
            assertThat(report.passed()).isTrue();
            assertThat(report.problems()).isEmpty();
            assertThat(router.kind()).isEqualTo("fallback");
            DrillStep first = router.steps().get(0);
            assertThat(first.provider() + " " + first.model()).isEqualTo("acme two");
            assertThat(first.warnings()).containsExactly("fell-back");
            assertThat(first.latency()).isPositive();
            assertThat(first.usage().totalTokens()).isEqualTo(17);
            // 12 tokens at 1 and 5 at 4 for a million
            assertThat(first.cost()).isEqualByComparingTo("0.000032");
            assertThat(router.steps().get(1).cost()).isNull();
            assertThat(router.remarks()).containsExactly("plain cannot do what others can: tools");
        }
        assertThat(Objects.requireNonNull(deployments.get("one")).calls)
                .containsExactly("call", "call", "stream", "stream");
    }

    @Test
    void aFallbackWhoseKeyIsWrongIsFoundBeforeItIsNeeded() {
        Deployment broken = new Deployment("two");
        broken.broken = true;
        deployments.put("two", broken);
        try (Portolan portolan =
                load(drill, Map.of("assistant.provider", "fallback", "assistant.targets", "one,two"))) {
            portolan.chatModel("assistant").chat(ChatRequest.of("Hello"));
            DrillReport report = drill.run(portolan);

            assertThat(report.passed()).isFalse();
            assertThat(report.problems())
                    .hasSize(3)
                    .allSatisfy(problem -> assertThat(problem).contains("acme two authentication"))
                    .anySatisfy(problem -> assertThat(problem).startsWith("assistant, without one: attempts-exhausted"))
                    .anySatisfy(problem -> assertThat(problem).startsWith("assistant, as a stream, without one: "));
        }
    }

    @Test
    void everyKindOfRouterCanBeDrilled() {
        FallbackDrill calls = FallbackDrill.builder().streams(false).build();
        Map<String, String> properties = new TreeMap<>();
        for (String kind : List.of("fallback", "hedge", "balance", "cascade")) {
            properties.put(kind + ".provider", kind);
            properties.put(kind + ".targets", "one,two");
        }
        properties.put("tier.provider", "tier");
        properties.put("tier.mini", "one");
        properties.put("tier.frontier", "two");
        properties.put("tier.on-failure", "next");
        properties.put("strict.provider", "tier");
        properties.put("strict.mini", "one");
        properties.put("nested.provider", "fallback");
        properties.put("nested.targets", "hedge,plain");
        try (Portolan portolan = load(calls, properties)) {
            DrillReport report = calls.run(portolan);

            assertThat(report.problems()).isEmpty();
            assertThat(report.passed()).isTrue();
            for (RouterDrill router : report.routers()) {
                if (router.router().equals("strict")) {
                    assertThat(router.skipped()).contains("on-failure=fail");
                    assertThat(router.steps()).isEmpty();
                } else if (router.router().equals("nested")) {
                    assertThat(steps(router))
                            .containsExactly("call without [hedge] by plain", "call without [plain] by hedge");
                } else {
                    assertThat(steps(router))
                            .as(router.router())
                            .containsExactly("call without [one] by two", "call without [two] by one");
                }
            }
            assertThat(report.routers()).hasSize(7);
        }
    }

    @Test
    void whoHasNobodyElseFails() {
        try (Portolan portolan = load(drill, Map.of("assistant.provider", "hedge", "assistant.targets", "one"))) {
            assertThat(drill.run(portolan).passed()).isFalse();
        }
    }

    @Test
    void withoutARouterNothingIsProved() {
        try (Portolan portolan = load(drill, Map.of())) {
            assertThat(drill.run(portolan).passed()).isFalse();
            assertThatThrownBy(() -> drill.run(portolan, List.of("one")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"one\" is no router");
        }
    }

    @Test
    void modelsThatWerePutInByHandAreDrilledWhenTheDrillIsAroundThem() {
        for (boolean around : new boolean[] {true, false}) {
            Scripted one = new Scripted("one");
            Scripted two = new Scripted("two");
            for (int i = 0; i < 4; i++) {
                one.then(one.answer("ready"));
                two.then(two.answer("ready"));
            }
            try (Portolan portolan = Portolan.builder()
                    .isolated()
                    .extension(drill.extension())
                    .model("one", around ? drill.around("one", one) : one)
                    .model("two", around ? drill.around("two", two) : two)
                    .property("portolan.models.assistant.provider", "cascade")
                    .property("portolan.models.assistant.targets", "one,two")
                    .build()) {
                DrillReport report = drill.run(portolan, List.of("assistant"));
                if (around) {
                    assertThat(steps(report.routers().get(0)).subList(0, 2))
                            .containsExactly("call without [one] by two", "call without [two] by one");
                } else {
                    assertThat(report.problems())
                            .anySatisfy(problem ->
                                    assertThat(problem).contains("put models in by hand with FallbackDrill.around"));
                }
            }
        }
    }

    @Test
    void whatGoesWrongOutsideOfCallsIsAFinding() {
        FallbackDrill withTools = FallbackDrill.builder()
                .streams(false)
                .request(ChatRequest.builder()
                        .user("Answer with the word ready.")
                        .tools(List.of(Tool.of("f", "d", "{\"type\":\"object\"}")))
                        .build())
                .build();
        StagedProvider failing = new StagedProvider((name, connection) -> {
            if (name.equals("two")) {
                throw new IllegalStateException("no credentials");
            }
            return new Deployment(name);
        });
        try (Portolan portolan = Portolan.builder()
                .isolated()
                .extension(failing)
                .extension(withTools.extension())
                .property("portolan.models.one.provider", "staged")
                .property("portolan.models.one.model", "plain")
                .property("portolan.models.two.provider", "staged")
                .property("portolan.models.two.model", "two")
                .property("portolan.models.assistant.provider", "fallback")
                .property("portolan.models.assistant.targets", "one,two")
                .build()) {
            DrillReport report = withTools.run(portolan);

            assertThat(report.passed()).isFalse();
            assertThat(report.problems())
                    .anySatisfy(problem -> assertThat(problem).contains("no credentials"));
        }
        assertThatThrownBy(() -> FallbackDrill.builder().timeout(Duration.ZERO)).hasMessageContaining("timeout");
    }
}
