package dev.portolan.routing.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.portolan.chat.Attempt;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Message;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Usage;
import dev.portolan.chat.Warning;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.evidence.cost.Price;
import dev.portolan.evidence.cost.PriceSource;
import dev.portolan.routing.telemetry.TelemetryModel;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class MonitorTest {

    private static final ChatRequest REQUEST = ChatRequest.of("Hello");
    private static final Clock WALL = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

    private final AtomicLong nanos = new AtomicLong();
    private final Monitor monitor = new Monitor(
            Duration.ofMinutes(5),
            (provider, model) -> model.equals("large-1")
                    ? new Price(
                            Currency.getInstance("USD"),
                            new BigDecimal("1"),
                            new BigDecimal("4"),
                            new BigDecimal("0.1"),
                            null)
                    : null,
            nanos::get);

    private static ChatResponse answer(String model, Usage usage, List<Warning> warnings, List<Attempt> attempts) {
        return ChatResponse.builder()
                .provider("acme")
                .model(model)
                .message(Message.assistant("Hi"))
                .finishReason(new FinishReason(FinishReason.Kind.STOP, "stop"))
                .usage(usage)
                .warnings(warnings)
                .attempts(attempts)
                .build();
    }

    private static ChatResponse answer() {
        return answer("large-1", Usage.of(1000, 100), List.of(), List.of());
    }

    /** A call of so long that ends so. */
    private void call(String name, Duration took, Object outcome) {
        ChatModel model = new TelemetryModel(
                new ChatModel() {
                    @Override
                    public ChatResponse chat(ChatRequest request, CallContext context) {
                        nanos.addAndGet(took.toNanos());
                        if (outcome instanceof LlmException e) {
                            throw e;
                        }
                        return (ChatResponse) outcome;
                    }

                    @Override
                    public ChatStream stream(ChatRequest request, CallContext context) {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public ModelInfo info() {
                        return ModelInfo.builder("acme", "large-1").build();
                    }
                },
                name,
                List.of(monitor),
                WALL,
                nanos::get);
        try {
            model.chat(REQUEST);
        } catch (LlmException e) {
            assertThat(e).isSameAs(outcome);
        }
    }

    private static LlmException error(ErrorKind kind) {
        return ErrorDetails.builder("it went wrong").toException(kind);
    }

    @Test
    void quantilesAreThoseOfTheAnsweredCallsToOnePerCent() {
        for (int millis = 1; millis <= 1000; millis++) {
            call("assistant", Duration.ofMillis(millis), answer());
            nanos.addAndGet(-Duration.ofMillis(millis).toNanos());
        }
        call("assistant", Duration.ofSeconds(50), error(ErrorKind.TIMEOUT));

        ModelFigures figures = monitor.of("assistant");
        assertThat(millis(figures, 0.5)).isBetween(495L, 510L);
        assertThat(millis(figures, 0.95)).isBetween(945L, 965L);
        assertThat(millis(figures, 0.99)).isBetween(985L, 1005L);
        assertThat(figures.calls()).isEqualTo(1001);
    }

    private static long millis(ModelFigures figures, double quantile) {
        Duration latency = figures.latency(quantile);
        return latency == null ? -1 : latency.toMillis();
    }

    @Test
    void whatTheRequestIsToBlameForLeavesTheModelAvailable() {
        call("assistant", Duration.ofMillis(5), answer());
        call("assistant", Duration.ofMillis(5), error(ErrorKind.INVALID_REQUEST));
        call("assistant", Duration.ofMillis(5), error(ErrorKind.CONTENT_FILTERED));
        call("assistant", Duration.ofMillis(5), error(ErrorKind.UNAVAILABLE));
        call("assistant", Duration.ofMillis(5), error(ErrorKind.ATTEMPTS_EXHAUSTED));

        ModelFigures figures = monitor.of("assistant");
        assertThat(figures.availability()).isEqualTo(0.6);
        assertThat(figures.outcomes())
                .isEqualTo(Map.of(
                        "ok",
                        1L,
                        "invalid-request",
                        1L,
                        "content-filtered",
                        1L,
                        "unavailable",
                        1L,
                        "attempts-exhausted",
                        1L));
    }

    @Test
    void tokensCostAndCacheAddUpAndTheUnknownIsCounted() {
        Usage cached = Usage.builder()
                .inputTokens(1000L)
                .outputTokens(100L)
                .cachedInputTokens(600L)
                .build();
        call("assistant", Duration.ofMillis(5), answer("large-1", cached, List.of(), List.of()));
        call("assistant", Duration.ofMillis(5), answer("large-1", Usage.UNKNOWN, List.of(), List.of()));
        call("assistant", Duration.ofMillis(5), answer("other", Usage.of(1000, 10), List.of(), List.of()));

        ModelFigures figures = monitor.of("assistant");
        assertThat(figures.inputTokens()).isEqualTo(2000);
        assertThat(figures.outputTokens()).isEqualTo(110);
        assertThat(figures.cacheShare()).isEqualTo(0.3);
        // 400 at 1, 600 at 0.1, 100 at 4 for a million
        assertThat(figures.cost().get("USD")).isEqualByComparingTo("0.00086");
        assertThat(figures.costUnknown()).isEqualTo(2);
        assertThat(figures.usageUnknown()).isEqualTo(1);
    }

    @Test
    void whatASecondAttemptOrAStoppedCallCostIsCountedAsUnknown() {
        call(
                "assistant",
                Duration.ofMillis(5),
                answer(
                        "large-1",
                        Usage.of(1000, 100),
                        List.of(new Warning("hedged", "model", "b answered")),
                        List.of()));
        call("assistant", Duration.ofMillis(5), error(ErrorKind.CANCELLED));

        ModelFigures figures = monitor.of("assistant");
        assertThat(figures.hedgeRate()).isEqualTo(1.0);
        assertThat(figures.cost().get("USD")).as("what is known of it").isPositive();
        assertThat(figures.costUnknown()).isEqualTo(2);
        assertThat(figures.usageUnknown()).isEqualTo(2);
        assertThat(figures.plus(figures).hedgeRate()).isEqualTo(1.0);
    }

    @Test
    void fallbacksAndRepeatsHaveTheirShares() {
        Attempt attempt = new Attempt("acme", "large-1", WALL.instant(), Duration.ZERO, "unavailable", 503, null, null);
        call("assistant", Duration.ofMillis(5), answer());
        call(
                "assistant",
                Duration.ofMillis(5),
                answer(
                        "large-1",
                        Usage.of(1, 1),
                        List.of(new Warning("fell-back", "model", "b answered")),
                        List.of(attempt, attempt)));

        ModelFigures figures = monitor.of("assistant");
        assertThat(figures.fallbackRate()).isEqualTo(0.5);
        assertThat(figures.repeatedRate()).isEqualTo(0.5);
    }

    @Test
    void whatIsOlderThanTheWindowIsForgotten() {
        call("assistant", Duration.ofMillis(5), answer());
        nanos.addAndGet(Duration.ofMinutes(4).toNanos());
        call("assistant", Duration.ofMillis(5), answer());
        assertThat(monitor.of("assistant").calls()).isEqualTo(2);

        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        assertThat(monitor.of("assistant").calls()).isEqualTo(1);
        nanos.addAndGet(Duration.ofHours(2).toNanos());
        ModelFigures none = monitor.of("assistant");
        assertThat(none.calls()).isZero();
        assertThat(none.availability()).isNull();
        assertThat(none.latency(0.5)).isNull();
        assertThat(none.outcomes()).isEmpty();
    }

    @Test
    void figuresOfTwoInstancesAddUp() {
        call("one", Duration.ofMillis(100), answer());
        call("two", Duration.ofMillis(300), answer());
        call("two", Duration.ofMillis(300), error(ErrorKind.NETWORK));

        ModelFigures both = monitor.of("one").plus(monitor.of("two"));
        assertThat(both.name()).isEqualTo("one");
        assertThat(both.calls()).isEqualTo(3);
        assertThat(millis(both, 1)).isBetween(298L, 302L);
        assertThat(both.cost().get("USD")).isEqualByComparingTo("0.0028");
    }

    @Test
    void aLineTellsWhatIsKnown() {
        call("assistant", Duration.ofMillis(120), answer());
        call("assistant", Duration.ofMillis(5), error(ErrorKind.RATE_LIMITED));
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger log = (Logger) LoggerFactory.getLogger("monitor-test");
        log.addAppender(lines);

        monitor.logTo(log);

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("assistant: 2 calls, 50.0 % available, 0.0 % fell back, p50/p95/p99 120/120/120 ms,"
                        + " 1,000 in, 100 out, 0.0 % cached, 0.0014 USD, rate-limited 1");
        assertThat(monitor.all()).extracting(ModelFigures::name).containsExactly("assistant");
    }

    @Test
    void figuresAreSeenByJmxUntilTheViewIsClosed() throws Exception {
        call("a:b,c", Duration.ofMillis(120), answer());
        ObjectName bean = new ObjectName("dev.portolan:type=Monitor,name=" + ObjectName.quote("a:b,c"));
        try (Monitor.View view = monitor.expose("a:b,c")) {
            assertThat(view).isNotNull();
            assertThat(read(bean, "Calls")).isEqualTo(1L);
            assertThat(read(bean, "LatencyP50Millis")).isEqualTo(120L);
            assertThat(read(bean, "LatencyP95Millis")).isEqualTo(120L);
            assertThat(read(bean, "LatencyP99Millis")).isEqualTo(120L);
            assertThat(read(bean, "Availability")).isEqualTo(1.0);
            assertThat(read(bean, "FallbackRate")).isEqualTo(0.0);
            assertThat(read(bean, "CacheShare")).isEqualTo(0.0);
            assertThat(read(bean, "InputTokens")).isEqualTo(1000L);
            assertThat(read(bean, "OutputTokens")).isEqualTo(100L);
            assertThat(read(bean, "Cost")).asString().contains("0.0014");
            assertThat(read(bean, "Outcomes")).asString().contains("ok");
            assertThatThrownBy(() -> monitor.expose("a:b,c")).isInstanceOf(IllegalStateException.class);
        }
        assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(bean))
                .isFalse();
        try (Monitor.View view = monitor.expose("a:b,c")) {
            nanos.addAndGet(Duration.ofHours(1).toNanos());
            assertThat(view).isNotNull();
            assertThat(read(bean, "LatencyP50Millis")).isEqualTo(-1L);
            assertThat(read(bean, "Availability")).isEqualTo(-1.0);
        }
    }

    private static Object read(ObjectName bean, String attribute) throws Exception {
        return ManagementFactory.getPlatformMBeanServer().getAttribute(bean, attribute);
    }

    @Test
    void whatIsNoWindowOrQuantileIsRefused() {
        assertThatThrownBy(() -> new Monitor(Duration.ZERO, (provider, model) -> null))
                .hasMessageContaining("window");
        assertThatThrownBy(() -> monitor.of("nobody").latency(95)).hasMessageContaining("quantile");
    }

    @Test
    void aPriceIsThatOfTheRequestItself() {
        Monitor byLength = new Monitor(
                Duration.ofMinutes(5),
                new PriceSource() {
                    @Override
                    public @Nullable Price price(String provider, String model) {
                        return null;
                    }

                    @Override
                    public Price price(String provider, String model, Usage usage, @Nullable Instant at) {
                        assertThat(at).isEqualTo(WALL.instant());
                        boolean step = Objects.requireNonNull(usage.inputTokens()) > 200;
                        BigDecimal rate = step ? BigDecimal.TEN : BigDecimal.ONE;
                        return new Price(Currency.getInstance("USD"), rate, rate, null, null);
                    }
                },
                nanos::get);
        tell(byLength, answer());
        assertThat(byLength.of("priced").cost().get("USD")).isEqualByComparingTo("0.011");
    }

    @Test
    void theSharedMonitorKnowsWhatModelsOfTheCatalogCost() {
        tell(
                Monitor.shared(),
                answer().toBuilder().provider("openai").model("gpt-4o-mini").build());

        assertThat(Monitor.shared().of("priced").cost()).containsOnlyKeys("USD");
        assertThat(Monitor.shared().of("priced").costUnknown()).isZero();
    }

    private void tell(Monitor to, ChatResponse response) {
        ChatModel model = new ChatModel() {
            @Override
            public ChatResponse chat(ChatRequest request, CallContext context) {
                return response;
            }

            @Override
            public ChatStream stream(ChatRequest request, CallContext context) {
                throw new UnsupportedOperationException();
            }

            @Override
            public ModelInfo info() {
                return ModelInfo.builder("acme", "large-1").build();
            }
        };
        new TelemetryModel(model, "priced", List.of(to), WALL, nanos::get).chat(REQUEST);
    }
}
