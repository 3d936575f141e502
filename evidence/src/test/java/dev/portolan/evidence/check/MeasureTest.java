package dev.portolan.evidence.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.portolan.chat.Timings;
import dev.portolan.chat.Usage;
import dev.portolan.evidence.cost.Price;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MeasureTest {

    private static final Currency USD = Currency.getInstance("USD");
    private static final Price MINI =
            new Price(USD, new BigDecimal("0.15"), new BigDecimal("0.60"), new BigDecimal("0.075"), null);

    private static Observation took(Timings timings, Usage usage) {
        return Observation.of(
                Seen.REQUEST,
                Seen.response("Hi").toBuilder().timings(timings).usage(usage).build());
    }

    private static final Observation SLOW = took(
            new Timings(Duration.ofMillis(1500), Duration.ofMillis(200)),
            Usage.builder()
                    .inputTokens(2_000_000L)
                    .cachedInputTokens(1_000_000L)
                    .outputTokens(500_000L)
                    .build());

    private static final Observation UNKNOWN = Seen.text("Hi");

    @Test
    void figuresAreThoseOfTheResponse() {
        assertThat(Measure.LATENCY.of(SLOW)).isEqualByComparingTo("1.5");
        assertThat(Measure.FIRST_TOKEN_LATENCY.of(SLOW)).isEqualByComparingTo("0.2");
        assertThat(Measure.INPUT_TOKENS.of(SLOW)).isEqualByComparingTo("2000000");
        assertThat(Measure.OUTPUT_TOKENS.of(SLOW)).isEqualByComparingTo("500000");
        assertThat(Measure.TOTAL_TOKENS.of(SLOW)).isEqualByComparingTo("2500000");
        assertThat(Measure.LATENCY.name()).isEqualTo("latency");
        assertThat(Measure.LATENCY.unit()).isEqualTo("s");
        assertThat(Measure.LATENCY).hasToString("Measure[latency, s]");
    }

    @Test
    void whatIsNotKnownIsMissingAndNeverZero() {
        Measure cost = Measure.cost((provider, model) -> MINI, USD);
        for (Measure measure : new Measure[] {
            Measure.LATENCY, Measure.FIRST_TOKEN_LATENCY, Measure.INPUT_TOKENS, Measure.TOTAL_TOKENS, cost
        }) {
            assertThat(measure.of(UNKNOWN)).as(measure.name()).isNull();
            assertThat(measure.atMost(BigDecimal.TEN).score(UNKNOWN).kind())
                    .as(measure.name())
                    .isEqualTo(Score.Kind.MISSING);
            assertThat(measure.of(
                            Observation.builder(Seen.REQUEST, Seen.blocked()).build()))
                    .as(measure.name())
                    .isNull();
        }
        assertThat(Measure.LATENCY
                        .atMost(BigDecimal.TEN)
                        .score(Observation.builder(Seen.REQUEST, Seen.blocked()).build())
                        .reason())
                .contains("blocked");
    }

    @Test
    void aCachedAnswerTellsNoTimeAndNoMoney() {
        Observation cached = SLOW.toBuilder().replayed(true).build();
        assertThat(Measure.LATENCY.of(cached)).isNull();
        assertThat(Measure.FIRST_TOKEN_LATENCY.of(cached)).isNull();
        assertThat(Measure.cost((provider, model) -> MINI, USD).of(cached)).isNull();
        assertThat(Measure.OUTPUT_TOKENS.of(cached)).isNotNull();
        assertThat(Measure.LATENCY.atMost(BigDecimal.TEN).score(cached).reason())
                .contains("cache");
    }

    @Test
    void aLimitIsKeptOrNot() {
        assertThat(Seen.value(Measure.LATENCY.atMost(Duration.ofMillis(1500)), SLOW))
                .isEqualTo(1);
        assertThat(Seen.value(Measure.LATENCY.atMost(Duration.ofMillis(1499)), SLOW))
                .isZero();
        assertThat(Seen.value(Measure.OUTPUT_TOKENS.atMost(new BigDecimal(499_999)), SLOW))
                .isZero();
        assertThat(Measure.LATENCY.atMost(BigDecimal.ONE).score(SLOW).reason()).isEqualTo("1.5 s, the limit is 1 s");
        assertThatIllegalStateException().isThrownBy(() -> Measure.INPUT_TOKENS.atMost(Duration.ofSeconds(1)));
    }

    @Test
    void costIsExactAndKnowsTheCache() {
        Measure cost = Measure.cost((provider, model) -> model.startsWith("gpt-4o-mini") ? MINI : null, USD);
        // 1 M plain at 0.15, 1 M cached at 0.075, 0.5 M out at 0.60
        assertThat(cost.of(SLOW)).isEqualByComparingTo("0.525");
        assertThat(cost.unit()).isEqualTo("USD");
        assertThat(Seen.value(cost.atMost(new BigDecimal("0.525")), SLOW)).isEqualTo(1);
        assertThat(Seen.value(cost.atMost(new BigDecimal("0.524")), SLOW)).isZero();
        assertThat(MINI.of(Usage.of(3, 1))).isEqualByComparingTo("0.00000105");
        assertThat(Measure.cost((provider, model) -> null, USD).of(SLOW)).isNull();
        assertThat(Measure.cost((provider, model) -> MINI, Currency.getInstance("EUR"))
                        .of(SLOW))
                .isNull();
    }

    @Test
    void escalationIsToldByToolFieldOrWords() {
        EscalationCheck tool = EscalationCheck.byTool("handover");
        EscalationCheck any = tool.or(EscalationCheck.byField("/needsHuman", "true"))
                .or(EscalationCheck.byText(Pattern.compile("(?i)a colleague will")));
        Answer calling = Seen.calls(Seen.call("handover", "{}"));
        Answer field = Seen.answer("{\"needsHuman\":true}");
        Answer words = Seen.answer("A colleague will call you.");
        Answer none = Seen.answer("{\"needsHuman\":false}");
        assertThat(tool.escalates(calling)).isTrue();
        assertThat(tool.escalates(field)).isFalse();
        assertThat(tool.escalates(Seen.calls(Seen.call("find", "{}")))).isFalse();
        assertThat(any.escalates(field)).isTrue();
        assertThat(any.escalates(words)).isTrue();
        assertThat(any.escalates(none)).isFalse();

        assertThat(Seen.value(
                        any.rate(), Observation.builder(Seen.REQUEST, calling).build()))
                .isEqualTo(1);
        assertThat(Seen.value(
                        any.rate(), Observation.builder(Seen.REQUEST, none).build()))
                .isZero();
        assertThat(Seen.value(any.expected(), Seen.expecting(words, "{\"escalation\":true}")))
                .isEqualTo(1);
        assertThat(Seen.value(any.expected(), Seen.expecting(words, "{\"escalation\":false}")))
                .isZero();
        assertThat(any.expected().score(Seen.text("a")).kind()).isEqualTo(Score.Kind.NOT_APPLICABLE);
        assertThat(Seen.value(any.sameAsReference(), Seen.referring(words, calling)))
                .isEqualTo(1);
        assertThat(Seen.value(any.sameAsReference(), Seen.referring(none, calling)))
                .isZero();
        assertThat(any.sameAsReference().score(Seen.text("a")).kind()).isEqualTo(Score.Kind.NOT_APPLICABLE);
        assertThatIllegalArgumentException().isThrownBy(EscalationCheck::byTool);
        assertThatIllegalArgumentException().isThrownBy(() -> EscalationCheck.byField("/a", "human"));
    }
}
