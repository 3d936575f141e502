package dev.portolan.routing.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.portolan.chat.AttemptBudget;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Credentials;
import dev.portolan.chat.Message;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.error.ErrorKind;
import dev.portolan.evidence.cost.Money;
import dev.portolan.evidence.cost.Price;
import dev.portolan.routing.budget.Budget;
import dev.portolan.routing.budget.BudgetPolicy;
import dev.portolan.routing.budget.BudgetedChatModel;
import dev.portolan.routing.budget.Budgets;
import dev.portolan.routing.route.Target;
import dev.portolan.routing.state.InMemoryStateStore;
import dev.portolan.routing.telemetry.CallEvent;
import dev.portolan.routing.telemetry.TelemetryModel;
import dev.portolan.tool.ToolLoop;
import dev.portolan.tool.Toolbox;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Property 23: the shadow never executes tools, never writes memory, never bills to the user's budget; it is marked in traces; sampling rate
 * and daily cap are obeyed exactly.
 */
class HarmlessShadowTest {

    private static final Currency USD = Currency.getInstance("USD");

    private final Stage stage = new Stage();

    private static ShadowSettings.Builder all() {
        return ShadowSettings.builder().sample(1);
    }

    @Test
    void property23OnlyTheSourceSToolCallsAreExecuted() {
        AtomicInteger paid = new AtomicInteger();
        Toolbox toolbox = Toolbox.builder()
                .tool("pay", "Pays.", Map.class, arguments -> {
                    paid.incrementAndGet();
                    return "paid";
                })
                .build();
        Voice source = paying("a", 1);
        Voice target = paying("b", 3);
        ShadowModel shadow = stage.shadow(source, target, all());
        ToolLoop.of(toolbox).run(shadow, ChatRequest.of("pay the bill"));
        stage.run();
        assertThat(paid).hasValue(1);
        assertThat(source.requests).hasSize(2);
        assertThat(target.requests).isEqualTo(source.requests);
        assertThat(shadow.statistics().bothOk()).isEqualTo(2);
    }

    /** Calls the tool until it has had its result. */
    private static Voice paying(String model, int calls) {
        return new Voice(model, (request, context) -> {
            boolean over = request.messages().size() > 1;
            List<dev.portolan.chat.Part> parts = new ArrayList<>();
            if (over) {
                parts.add(new TextPart("done"));
            }
            for (int i = 0; !over && i < calls; i++) {
                parts.add(new ToolCall(model + i, "pay", "{}"));
            }
            return Voice.answer(model, new dev.portolan.chat.AssistantMessage(parts));
        });
    }

    @Test
    void property23RequestsThatMakeTheVendorActAreNotSent() {
        Voice target = Voice.saying("b", "y");
        ShadowModel shadow = stage.shadow(Voice.saying("a", "x"), target, all());
        for (String options : List.of(
                "{\"tools\":[{\"type\":\"web_search\"}]}",
                "{\"mcp_servers\":[{\"url\":\"https://example.org\"}]}",
                "{\"store\":true}",
                "{\"background\":true}",
                "{\"previous_response_id\":\"resp_1\"}")) {
            shadow.chat(
                    ChatRequest.builder()
                            .user("search")
                            .vendorOptions("acme", options)
                            .build(),
                    CallContext.EMPTY);
        }
        shadow.chat(
                ChatRequest.builder()
                        .user("search")
                        .vendorOptions("acme", "{\"store\":false,\"verbosity\":\"low\"}")
                        .build(),
                CallContext.EMPTY);
        stage.run();
        assertThat(shadow.statistics().notCompared(NotCompared.SIDE_EFFECTS)).isEqualTo(5);
        assertThat(target.requests).hasSize(1);

        ShadowModel willing = stage.shadow(Voice.saying("a", "x"), target, all().sideEffects(true));
        willing.chat(
                ChatRequest.builder()
                        .user("search")
                        .vendorOptions("acme", "{\"store\":true}")
                        .build(),
                CallContext.EMPTY);
        stage.run();
        assertThat(target.requests).hasSize(2);
    }

    @Test
    void property23NothingOfTheUserSIsUsedUpAndTheCallIsMarked() {
        List<CallEvent> events = new ArrayList<>();
        Voice target = Voice.saying("b", "y");
        ShadowModel shadow =
                stage.shadow(Voice.saying("a", "x"), new TelemetryModel(target, "new", List.of(events::add)), all());
        AttemptBudget budget = new AttemptBudget(1);
        CallContext user = CallContext.builder()
                .attemptBudget(budget)
                .credentials(Credentials.apiKey("users-own"))
                .idempotencyKey("users-own")
                .wireListener(null)
                .tenant("acme")
                .feature("mail")
                .tag("region", "eu")
                .traceHeader("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .build();
        shadow.chat(Stage.ask("question"), user);
        stage.run();
        CallContext own = target.contexts.get(0);
        assertThat(own.credentials()).isNull();
        assertThat(own.idempotencyKey()).isNull();
        assertThat(own.attemptBudget()).isNotSameAs(budget);
        assertThat(own.tenant()).isEqualTo("acme");
        assertThat(own.traceHeaders()).isEqualTo(user.traceHeaders());
        assertThat(own.tags()).containsEntry("shadow", "true").containsEntry("region", "eu");
        assertThat(events.get(0).tags()).containsEntry("shadow", "true");
        assertThat(user.tags()).doesNotContainKey("shadow");
    }

    @Test
    void property23CredentialsArePassedOnlyWhenThatIsAskedFor() {
        Voice target = Voice.saying("b", "y");
        ShadowModel shadow = stage.shadow(Voice.saying("a", "x"), target, all().passCredentials(true));
        Credentials own = Credentials.apiKey("users-own");
        shadow.chat(
                Stage.ask("question"), CallContext.builder().credentials(own).build());
        stage.run();
        assertThat(target.contexts.get(0).credentials()).isEqualTo(own);
    }

    @Test
    void property23SamplingIsAPureFunctionOfTheCallAndTheRate() {
        SampleChoice one = new SampleChoice("assistant", 0.1);
        SampleChoice other = new SampleChoice("assistant", 0.1);
        SampleChoice more = new SampleChoice("assistant", 0.2);
        SampleChoice elsewhere = new SampleChoice("search", 0.1);
        Random traffic = new Random(23);
        int taken = 0;
        int both = 0;
        for (int i = 0; i < 100_000; i++) {
            CallContext user = Stage.user("user-" + i);
            boolean takes = one.takes(Stage.ask("question " + traffic.nextInt()), user);
            assertThat(other.takes(Stage.ask("another"), user)).isEqualTo(takes);
            assertThat(!takes || more.takes(Stage.ask("another"), user)).isTrue();
            taken += takes ? 1 : 0;
            both += takes && elsewhere.takes(Stage.ask("x"), user) ? 1 : 0;
        }
        assertThat(taken / 100_000.0).isCloseTo(0.1, within(0.003));
        assertThat(both / 100_000.0).isCloseTo(0.01, within(0.001));
    }

    @Test
    void property23WithoutAKeyTheRequestDecidesAlikeEverywhere() {
        SampleChoice choice = new SampleChoice("assistant", 0.1);
        int taken = 0;
        for (int i = 0; i < 100_000; i++) {
            ChatRequest request = Stage.ask("Summarise ticket " + i + " for the next agent, please.");
            boolean takes = choice.takes(request, CallContext.EMPTY);
            assertThat(new SampleChoice("assistant", 0.1).takes(request, CallContext.EMPTY))
                    .isEqualTo(takes);
            taken += takes ? 1 : 0;
        }
        assertThat(taken / 100_000.0).isCloseTo(0.1, within(0.003));
    }

    @Test
    void property23NothingAndEverythingAreExact() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(new SampleChoice("a", 0).takes(Stage.ask("q" + i), CallContext.EMPTY))
                    .isFalse();
            assertThat(new SampleChoice("a", 1).takes(Stage.ask("q" + i), CallContext.EMPTY))
                    .isTrue();
        }
    }

    @Test
    void property23TheDailyCapIsNeverExceededAndUsedUpWhollyAlsoByManyThreads() throws Exception {
        Voice target = Voice.saying("b", "y");
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            ShadowModel shadow = stage.shadow(
                    new Target("old", Voice.saying("a", "x")),
                    new Target("new", target),
                    all().dailyCap(100L).concurrency(8).queue(2_000),
                    pool);
            CountDownLatch users = new CountDownLatch(8);
            ExecutorService callers = Executors.newFixedThreadPool(8);
            for (int t = 0; t < 8; t++) {
                int user = t;
                callers.execute(() -> {
                    for (int i = 0; i < 100; i++) {
                        shadow.chat(Stage.ask(user + "/" + i), CallContext.EMPTY);
                    }
                    users.countDown();
                });
            }
            users.await();
            callers.shutdown();
            assertThat(shadow.awaitIdle(Duration.ofSeconds(30))).isTrue();
            assertThat(target.requests).hasSize(100);
            assertThat(shadow.statistics().sent()).isEqualTo(100);
            assertThat(shadow.statistics().notCompared(NotCompared.CAPPED)).isEqualTo(700);

            stage.setWall(Instant.parse("2026-02-28T10:00:00Z"));
            shadow.chat(Stage.ask("yesterday again"), CallContext.EMPTY);
            assertThat(shadow.awaitIdle(Duration.ofSeconds(30))).isTrue();
            assertThat(target.requests).hasSize(100);

            stage.setWall(Instant.parse("2026-03-02T00:00:00Z"));
            shadow.chat(Stage.ask("tomorrow"), CallContext.EMPTY);
            assertThat(shadow.awaitIdle(Duration.ofSeconds(30))).isTrue();
            assertThat(target.requests).hasSize(101);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void property23TheDailyBudgetEndsTheDayBeforeItIsExceeded() {
        Voice target = Voice.saying("b", "y");
        ShadowModel shadow = stage.shadow(
                Voice.saying("a", "x"),
                target,
                all().dailyBudget(Money.of("0.05", "USD"))
                        .prices((provider, model) -> new Price(USD, BigDecimal.ONE, BigDecimal.TEN, null, null)));
        for (int i = 0; i < 20; i++) {
            shadow.chat(Stage.ask("question " + i), CallContext.EMPTY);
            stage.run();
        }
        // 0.006 each: eight are 0.048.
        assertThat(target.requests).hasSize(8);
        assertThat(shadow.statistics().notCompared(NotCompared.BUDGET)).isEqualTo(12);
        assertThat(shadow.statistics().target().cost().get("USD")).isEqualByComparingTo("0.048");
        stage.setWall(Instant.parse("2026-03-02T00:00:01Z"));
        shadow.chat(Stage.ask("next day"), CallContext.EMPTY);
        stage.run();
        assertThat(target.requests).hasSize(9);
    }

    @Test
    void property23ABudgetThatCannotBeKeptEndsTheDay() {
        Voice target = Voice.saying("b", "y");
        ShadowModel shadow = stage.shadow(Voice.saying("a", "x"), target, all().dailyBudget(Money.of("5", "USD")));
        for (int i = 0; i < 3; i++) {
            shadow.chat(Stage.ask("question " + i), CallContext.EMPTY);
            stage.run();
        }
        assertThat(target.requests).hasSize(1);
        assertThat(shadow.statistics().notCompared(NotCompared.BUDGET)).isEqualTo(2);
    }

    @Test
    void property23WhatMayHaveBeenPaidCountsAsTheDearestCallOfTheDay() {
        List<ErrorKind> script = Collections.synchronizedList(new ArrayList<>());
        Voice target = new Voice("b", (request, context) -> {
            if (!script.isEmpty()) {
                throw Voice.error(script.remove(0));
            }
            return Voice.answer("b", "y");
        });
        ShadowModel shadow = stage.shadow(
                Voice.saying("a", "x"),
                target,
                all().dailyBudget(Money.of("0.018", "USD"))
                        .prices((provider, model) -> new Price(USD, BigDecimal.ONE, BigDecimal.TEN, null, null)));
        chat(shadow, "answered");
        script.add(ErrorKind.TIMEOUT);
        chat(shadow, "timed out");
        script.add(ErrorKind.RATE_LIMITED);
        chat(shadow, "refused");
        chat(shadow, "answered again");
        chat(shadow, "too much");
        assertThat(target.requests).hasSize(4);
    }

    private void chat(ShadowModel shadow, String text) {
        assertThat(Objects.requireNonNull(
                        shadow.chat(Stage.ask(text), CallContext.EMPTY).text()))
                .isEqualTo("x");
        stage.run();
    }

    @Test
    void property23ABudgetByTenantIsNotBilledForTheShadow() {
        Budgets ledger = new Budgets(new InMemoryStateStore(stage.clock), stage.clock);
        Budget budget =
                Budget.parse("tenants", "100000 tokens per day by tenant").build();
        ChatModel target = new BudgetedChatModel(
                Voice.saying("b", "y"),
                "new",
                List.of(budget),
                BudgetPolicy.builder().build(),
                ledger);
        ChatRequest request =
                ChatRequest.builder().user("question").maxOutputTokens(600).build();
        CallContext user = CallContext.builder().tenant("acme").build();
        ShadowModel shadow = stage.shadow(Voice.saying("a", "x"), target, all());
        shadow.chat(request, user);
        stage.run();
        assertThat(shadow.statistics().bothOk()).isEqualTo(1);
        assertThat(ledger.status(budget, "new", user).spent()).isZero();
        CallContext marked = user.toBuilder().tag(ShadowModel.TAG, "true").build();
        assertThat(ledger.status(budget, "new", marked).spent()).isEqualByComparingTo("1500");
    }

    @Test
    void property23ABudgetOrBreakerOfTheTargetSOwnIsNoErrorOfTheTarget() {
        ShadowModel shadow = stage.shadow(Voice.saying("a", "x"), Voice.failing("b", ErrorKind.BUDGET_EXCEEDED), all());
        chat(shadow, "question");
        assertThat(shadow.statistics().pairs()).isZero();
        assertThat(shadow.statistics().notCompared(NotCompared.BUDGET)).isEqualTo(1);
        assertThat(Message.user("x").text()).isEqualTo("x");
    }
}
