package dev.portolan.routing.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.Attempt;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.ModelLimits;
import dev.portolan.chat.Usage;
import dev.portolan.error.BudgetExceeded;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimeoutPhase;
import dev.portolan.evidence.cost.Price;
import dev.portolan.evidence.cost.PriceSource;
import dev.portolan.retry.RetryBudget;
import dev.portolan.retry.RetryPolicy;
import dev.portolan.retry.RetryingChatModel;
import dev.portolan.routing.route.FallbackModel;
import dev.portolan.routing.route.FallbackPlan;
import dev.portolan.routing.route.Target;
import dev.portolan.routing.state.InMemoryStateStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What calls are counted with: before, after, and when they fail. Prices are per million tokens; the budget is in dollars. */
class BudgetedChatModelTest {

    private static final Currency USD = Currency.getInstance("USD");

    /** Nine tokens of input at the estimate. */
    private static final ChatRequest REQUEST =
            ChatRequest.builder().user("Hello, reader!!").maxOutputTokens(91).build();

    private final HandClock clock = new HandClock("2026-11-22T10:00:00Z");
    private final Budgets ledger = new Budgets(new InMemoryStateStore(clock), clock);
    private final Budget money = Budget.parse("money", "1 USD per day").build();
    private final PriceSource prices = this::price;

    private @Nullable Price price(String provider, String model) {
        return switch (model) {
            case "cheap" -> price("1000", "2000", null, null);
            case "dear" -> price("10000", "20000", null, null);
            case "caching" -> price("1000", "2000", "100", "1250");
            case "euro" -> new Price(Currency.getInstance("EUR"), BigDecimal.ONE, BigDecimal.ONE, null, null);
            default -> null;
        };
    }

    private static Price price(String in, String out, @Nullable String cached, @Nullable String write) {
        return new Price(USD, new BigDecimal(in), new BigDecimal(out), decimal(cached), decimal(write));
    }

    private static @Nullable BigDecimal decimal(@Nullable String text) {
        return text == null ? null : new BigDecimal(text);
    }

    private BudgetPolicy.Builder policy() {
        return BudgetPolicy.builder().prices(prices).margin(0);
    }

    private BudgetedChatModel model(ChatModel inner, BudgetPolicy policy) {
        return new BudgetedChatModel(inner, "assistant", List.of(money), policy, ledger);
    }

    private BudgetedChatModel model(ChatModel inner) {
        return model(inner, policy().build());
    }

    private String spent() {
        return ledger.status(money, "assistant", CallContext.EMPTY)
                .spent()
                .stripTrailingZeros()
                .toPlainString();
    }

    private String reserved() {
        return ledger.status(money, "assistant", CallContext.EMPTY)
                .reserved()
                .stripTrailingZeros()
                .toPlainString();
    }

    @Test
    void inputAndTheMostOutputAreReservedAndTheRealTokensArePaid() {
        Costly costly = new Costly("cheap");
        costly.answering(() -> {
            assertThat(reserved()).isEqualTo("0.191"); // 9 * 0.001 + 91 * 0.002
            return costly.response(Usage.of(20, 30));
        });

        model(costly).chat(REQUEST);

        assertThat(spent()).isEqualTo("0.08");
        assertThat(reserved()).isEqualTo("0");
    }

    @Test
    void withoutALimitOnTheRequestTheModelsOwnIsReserved() {
        ChatRequest open = ChatRequest.of("Hello, reader!!");
        assertReserved(limits(null, 300), open, "0.609");
        assertReserved(limits(109, null), open, "0.209");
        assertReserved(limits(null, null), open, "0.209");
    }

    private static ModelLimits limits(@Nullable Integer window, @Nullable Integer output) {
        return new ModelLimits(window, output, null, null, null, null);
    }

    private void assertReserved(ModelLimits limits, ChatRequest request, String amount) {
        Costly costly =
                new Costly(ModelInfo.builder("acme", "cheap").limits(limits).build());
        costly.answering(() -> {
            assertThat(reserved()).isEqualTo(amount);
            return costly.response(Usage.of(0, 0));
        });
        model(costly, policy().outputTokens(100).build()).chat(request);
    }

    @Test
    void cachedTokensHaveTheirOwnPriceAndWritingThemIsReserved() {
        Costly costly = new Costly("caching");
        costly.answering(() -> {
            assertThat(reserved()).isEqualTo("0.19325"); // 9 * 0.00125 + 91 * 0.002
            return costly.response(Usage.builder()
                    .inputTokens(100L)
                    .cachedInputTokens(80L)
                    .cacheWriteInputTokens(10L)
                    .outputTokens(0L)
                    .build());
        });
        model(costly).chat(REQUEST);

        assertThat(spent()).isEqualTo("0.0305"); // 10 * 0.001 + 80 * 0.0001 + 10 * 0.00125
    }

    @Test
    void whatTheVendorDoesNotTellIsCountedAsItWasReserved() {
        Costly costly = new Costly("cheap");
        costly.answering(() -> costly.response(Usage.UNKNOWN));
        model(costly).chat(REQUEST);
        assertThat(spent()).isEqualTo("0.191");
    }

    @Test
    void anUnknownPriceIsRefusedOrCountedWithAGivenOneAndNeverNothing() {
        Costly costly = new Costly("unheard-of");
        assertThatThrownBy(() -> model(costly).chat(REQUEST))
                .isInstanceOf(BudgetExceeded.class)
                .hasMessageContaining("acme/unheard-of");
        assertThatThrownBy(() -> model(new Costly("euro")).chat(REQUEST)).isInstanceOf(BudgetExceeded.class);
        assertThat(costly.calls).hasValue(0);
        assertThat(reserved()).isEqualTo("0");

        model(
                        costly.using(20, 30),
                        policy().unknownPrice(price("3000", "4000", null, null)).build())
                .chat(REQUEST);
        assertThat(spent()).isEqualTo("0.18");
    }

    @Test
    void aDeploymentIsPricedByTheModelBehindIt() {
        Costly deployment = new Costly(
                ModelInfo.builder("acme", "prod-1").baseModel("cheap").build());
        model(deployment.using(20, 30)).chat(REQUEST);
        assertThat(spent()).isEqualTo("0.08");
    }

    @Test
    void aroundARouterTheDearestIsReservedAndWhoAnsweredIsPaid() {
        Costly cheap = new Costly("cheap");
        Costly dear = new Costly("dear");
        ChatModel inner = new FallbackModel(
                "inner", FallbackPlan.builder().target(new Target("dear", dear)).build());
        ChatModel router = new FallbackModel(
                "router",
                FallbackPlan.builder()
                        .target(new Target("cheap", cheap))
                        .target(new Target("inner", inner))
                        .build());
        ChatRequest small = REQUEST.toBuilder().maxOutputTokens(10).build();
        cheap.answering(() -> {
            assertThat(reserved()).isEqualTo("0.29"); // 9 * 0.01 + 10 * 0.02
            return cheap.response(Usage.of(9, 10));
        });

        model(router).chat(small);
        assertThat(spent()).isEqualTo("0.029");

        cheap.failing(() -> error(ErrorKind.UNAVAILABLE, null));
        dear.using(9, 10);
        model(router).chat(small);
        assertThat(spent()).isEqualTo("0.319");
    }

    @Test
    void answersThatWereNotTakenArePaidToo() {
        Costly costly = new Costly("cheap");
        costly.answering(() -> costly.response(Usage.of(10, 10)).toBuilder()
                .attempts(List.of(
                        attempt("ok", "not taken: empty", Usage.of(100, 0)),
                        attempt("timeout", Attempt.OUTCOME_UNKNOWN, null),
                        attempt("unavailable", null, null),
                        attempt("ok", "not taken: another was faster", null),
                        attempt("cancelled", "stopped", null),
                        attempt("ok", null, null)))
                .build());

        model(costly).chat(REQUEST);

        assertThat(spent()).isEqualTo("0.703"); // 0.03 of its own, 0.1 of the other answer, 0.191 for each of three
    }

    private static Attempt attempt(String outcome, @Nullable String note, @Nullable Usage usage) {
        return new Attempt("acme", "cheap", Instant.EPOCH, Duration.ZERO, outcome, null, null, note, usage);
    }

    @Test
    void whatTheVendorRefusedCostsNothing() {
        for (ErrorKind kind : List.of(ErrorKind.RATE_LIMITED, ErrorKind.UNAVAILABLE, ErrorKind.INVALID_REQUEST)) {
            assertThatThrownBy(() -> model(new Costly("cheap").failing(() -> error(kind, null)))
                            .chat(REQUEST))
                    .isInstanceOf(LlmException.class);
        }
        assertThatThrownBy(() -> model(
                                new Costly("cheap").failing(() -> error(ErrorKind.TIMEOUT, TimeoutPhase.CONNECT)))
                        .chat(REQUEST))
                .isInstanceOf(LlmException.class);
        assertThat(spent()).isEqualTo("0");
        assertThat(reserved()).isEqualTo("0");
    }

    @Test
    void whatTheVendorMayBillIsCountedByTheRule() {
        assertCost(BudgetPolicy.UnknownOutcome.RESERVED, ErrorKind.TIMEOUT, "0.191");
        assertCost(BudgetPolicy.UnknownOutcome.INPUT, ErrorKind.CANCELLED, "0.009");
        assertCost(BudgetPolicy.UnknownOutcome.INPUT, ErrorKind.INVALID_RESPONSE, "0.009");
        assertCost(BudgetPolicy.UnknownOutcome.NOTHING, ErrorKind.TIMEOUT, "0");
    }

    private void assertCost(BudgetPolicy.UnknownOutcome rule, ErrorKind kind, String cost) {
        BigDecimal before = new BigDecimal(spent());
        BudgetPolicy policy = policy().unknownOutcome(rule).build();
        assertThatThrownBy(() -> model(new Costly("cheap").failing(() -> error(kind, null)), policy)
                        .chat(REQUEST))
                .isInstanceOf(LlmException.class);
        assertThat(new BigDecimal(spent()).subtract(before)).isEqualByComparingTo(cost);
    }

    @Test
    void somethingUnforeseenGivesNothingAwayEither() {
        assertThatThrownBy(() -> model(new Costly("cheap").failing(IllegalStateException::new))
                        .chat(REQUEST))
                .isInstanceOf(IllegalStateException.class);
        assertThat(spent()).isEqualTo("0.191");
        assertThat(reserved()).isEqualTo("0");
    }

    @Test
    void retriedSendingsThatMayBeBilledCountEach() {
        Costly costly = new Costly("cheap").failing(() -> error(ErrorKind.TIMEOUT, TimeoutPhase.FIRST_TOKEN));
        ChatModel retrying = new RetryingChatModel(
                costly,
                RetryPolicy.builder()
                        .maxAttempts(3)
                        .baseDelay(Duration.ofNanos(1))
                        .build(),
                new RetryBudget());

        assertThatThrownBy(() -> model(retrying, policy().attempts(3).build()).chat(REQUEST))
                .isInstanceOf(LlmException.class);

        assertThat(costly.calls).hasValue(3);
        assertThat(spent()).isEqualTo("0.573");
    }

    private static LlmException error(ErrorKind kind, @Nullable TimeoutPhase phase) {
        return ErrorDetails.builder("it went wrong").timeoutPhase(phase).toException(kind);
    }

    @Test
    void aStreamIsReservedOnItsFirstPullAndPaidAtItsEnd() {
        Costly costly = new Costly("cheap");
        costly.streaming(text("Hi"), costly.response(Usage.of(9, 10)));
        try (ChatStream stream = model(costly).stream(REQUEST)) {
            assertThat(reserved()).isEqualTo("0");
            stream.next();
            assertThat(reserved()).isEqualTo("0.191");
            ChatResponse response = stream.response();
            assertThat(response.usage().outputTokens()).isEqualTo(10);
        }
        assertThat(spent()).isEqualTo("0.029");
        assertThat(reserved()).isEqualTo("0");
    }

    @Test
    void aStreamThatItsReaderLeavesIsPaidByWhatHadCome() {
        Costly costly = new Costly("cheap")
                .streaming(
                        new ChatEvent.ReasoningDelta("hm", 0),
                        text("twelve chars"),
                        new ChatEvent.ToolCallDelta(1, null, null, "{}"),
                        text("more"));
        try (ChatStream stream = model(costly).stream(REQUEST)) {
            stream.next();
            stream.next();
            stream.next();
        }
        assertThat(spent()).isEqualTo("0.021"); // 9 of input, 1 + 4 + 1 of output

        costly.streaming(new ChatEvent.UsageReported(Usage.of(100, 50)), text("Hi"), text("more"));
        try (ChatStream stream = model(costly).stream(REQUEST)) {
            stream.next();
            stream.next();
        }
        assertThat(spent()).isEqualTo("0.221");
        assertThat(reserved()).isEqualTo("0");
    }

    @Test
    void aStreamThatWasNeverReadReservesNothing() {
        Costly costly = new Costly("cheap");
        model(costly).stream(REQUEST).close();
        assertThat(spent()).isEqualTo("0");
        assertThat(costly.calls).hasValue(0);
    }

    @Test
    void aStreamThatBreaksIsPaidByWhatHadComeAndOneThatNeverBeganByTheError() {
        Costly costly = new Costly("cheap").streaming(text("Hi"), error(ErrorKind.STREAM_INTERRUPTED, null));
        assertThatThrownBy(() -> model(costly).stream(REQUEST).response()).isInstanceOf(LlmException.class);
        assertThat(spent()).isEqualTo("0.011");

        costly.streaming(error(ErrorKind.UNAVAILABLE, null));
        assertThatThrownBy(() -> model(costly).stream(REQUEST).response()).isInstanceOf(LlmException.class);
        assertThat(spent()).isEqualTo("0.011");
        assertThat(reserved()).isEqualTo("0");
    }

    @Test
    void aStreamWithoutRoomIsNotBegun() {
        Costly costly = new Costly("dear");
        ChatRequest large = REQUEST.toBuilder().maxOutputTokens(1000).build();
        assertThatThrownBy(() -> model(costly).stream(large).response()).isInstanceOf(BudgetExceeded.class);
        assertThat(costly.calls).hasValue(0);
    }

    @Test
    void aCallThatNoBudgetCoversIsMadeUncounted() {
        Costly costly = new Costly("unheard-of").streaming(text("Hi"));
        Budget others = Budget.parse("others", "1 USD per day for tenant=acme").build();
        BudgetedChatModel model = new BudgetedChatModel(costly, "assistant", List.of(others), policy().build(), ledger);

        model.chat(REQUEST);
        try (ChatStream stream = model.stream(REQUEST)) {
            stream.next();
        }
        assertThat(costly.calls).hasValue(2);
        assertThat(ledger.status()).isEmpty();
    }

    private static ChatEvent text(String text) {
        return new ChatEvent.TextDelta(text, 0);
    }
}
