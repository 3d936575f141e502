package dev.portolan.routing.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Usage;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimedOut;
import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.check.TextChecks;
import dev.portolan.evidence.check.TextMatch;
import dev.portolan.evidence.cost.Money;
import dev.portolan.evidence.cost.Price;
import dev.portolan.evidence.parity.CallOutcome;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShadowModelTest {

    private final Stage stage = new Stage();
    private final List<ShadowResult> results = new ArrayList<>();

    private ShadowSettings.Builder all() {
        return ShadowSettings.builder().sample(1).listener(results::add);
    }

    @Test
    void theSourceAnswersAndTheTargetIsAskedTheSameAfterwards() {
        Voice source = Voice.saying("a", "yes");
        Voice target = Voice.saying("b", "no");
        ShadowModel shadow =
                stage.shadow(source, target, all().checks(List.of(TextChecks.sameAsReference(TextMatch.EXACT))));

        assertThat(shadow.chat(Stage.ask("well?"), CallContext.EMPTY).text()).isEqualTo("yes");
        assertThat(target.requests).isEmpty();
        stage.run();

        assertThat(target.requests).containsExactly(Stage.ask("well?"));
        ShadowResult pair = results.get(0);
        assertThat(pair.source().model()).isEqualTo("a");
        assertThat(pair.target().model()).isEqualTo("b");
        assertThat(pair.target().usage()).isEqualTo(Usage.of(1000, 500));
        assertThat(pair.regressions()).containsExactly("text-as-reference");
        assertThat(pair.content()).isNull();
        ShadowStatistics seen = shadow.statistics();
        assertThat(seen.pairs()).isEqualTo(1);
        assertThat(seen.bothOk()).isEqualTo(1);
        assertThat(seen.checks().get("text-as-reference").sourceMean()).isEqualTo(1.0);
        assertThat(seen.checks().get("text-as-reference").targetMean()).isEqualTo(0.0);
        assertThat(seen.pending()).isZero();
    }

    @Test
    void aStreamIsHandedOnUntouchedAndItsWholeAnswerIsCompared() {
        Voice source = Voice.saying("a", "one two three");
        Voice target = Voice.saying("b", "one two");
        ShadowModel shadow = stage.shadow(source, target, all());
        List<ChatEvent> events = new ArrayList<>();
        try (ChatStream stream = shadow.stream(Stage.ask("count"), CallContext.EMPTY)) {
            assertThat(source.requests).isEmpty();
            stream.forEach(events::add);
        }
        stage.run();
        assertThat(events).hasSize(4);
        assertThat(events.get(3)).isInstanceOf(ChatEvent.Completed.class);
        assertThat(results.get(0).streamed()).isTrue();
        assertThat(results.get(0).source().firstToken()).isNotNull();
        assertThat(results.get(0).target().firstToken()).isNotNull();
    }

    @Test
    void anAbandonedStreamIsCountedAndNotCompared() {
        Voice target = Voice.saying("b", "no");
        ShadowModel shadow = stage.shadow(Voice.saying("a", "one two"), target, all());
        try (ChatStream stream = shadow.stream(Stage.ask("count"), CallContext.EMPTY)) {
            stream.next();
        }
        stage.run();
        assertThat(shadow.statistics().notCompared(NotCompared.ABANDONED)).isEqualTo(1);
        assertThat(target.requests).isEmpty();
    }

    @Test
    void aStreamThatNobodyReadIsNoCall() {
        ShadowModel shadow = stage.shadow(Voice.saying("a", "x"), Voice.saying("b", "y"), all());
        shadow.stream(Stage.ask("count"), CallContext.EMPTY).close();
        assertThat(shadow.statistics().sampled()).isZero();
    }

    @Test
    void anErrorOfTheSourceReachesTheUserAndIsHalfAPair() {
        ShadowModel shadow = stage.shadow(Voice.failing("a", ErrorKind.UNAVAILABLE), Voice.saying("b", "there"), all());
        assertThatThrownBy(() -> shadow.chat(Stage.ask("hello"), CallContext.EMPTY))
                .isInstanceOf(LlmException.class);
        stage.run();
        assertThat(shadow.statistics().onlyTargetOk()).isEqualTo(1);
        assertThat(shadow.statistics().source().errors()).containsEntry("unavailable", 1L);
    }

    @Test
    void aCallThatTheUserCancelledIsNotSentAgain() {
        Cancellation cancellation = new Cancellation();
        Voice target = Voice.saying("b", "there");
        ShadowModel shadow = stage.shadow(Voice.failing("a", ErrorKind.CANCELLED), target, all());
        assertThatThrownBy(() -> shadow.chat(
                        Stage.ask("hello"),
                        CallContext.builder().cancellation(cancellation).build()))
                .isInstanceOf(LlmException.class);
        stage.run();
        assertThat(target.requests).isEmpty();
        assertThat(shadow.statistics().notCompared(NotCompared.CANCELLED)).isEqualTo(1);
    }

    @Test
    void bothSidesAreScoredByTheSameChecksAndMissingScoresAreNoZeros() {
        Check half = Check.of(
                "half", seen -> seen.answer().text().isEmpty() ? Score.missing("empty") : Score.of(0.5, "half"));
        ShadowModel shadow = stage.shadow(Voice.saying("a", "x"), Voice.saying("b", ""), all().checks(List.of(half)));
        shadow.chat(Stage.ask("hello"), CallContext.EMPTY);
        stage.run();
        CheckStatistics found = shadow.statistics().checks().get("half");
        assertThat(found.pairs()).isZero();
        assertThat(found.targetMissing()).isEqualTo(1);
        assertThat(found.targetMean()).isNull();
    }

    @Test
    void costIsKnownOnlyWhereThePriceIs() {
        Currency usd = Currency.getInstance("USD");
        ShadowModel shadow = stage.shadow(
                Voice.saying("a", "x"),
                Voice.saying("b", "y"),
                all().prices((provider, model) ->
                        model.equals("a") ? new Price(usd, BigDecimal.ONE, BigDecimal.TEN, null, null) : null));
        shadow.chat(Stage.ask("hello"), CallContext.EMPTY);
        stage.run();
        assertThat(results.get(0).source().cost()).isEqualTo(Money.of("0.006", "USD"));
        assertThat(results.get(0).target().cost()).isNull();
        assertThat(shadow.statistics().source().costKnown()).isEqualTo(1);
        assertThat(shadow.statistics().target().costUnknown()).isEqualTo(1);
    }

    @Test
    void latenciesAreMeasuredByTheMonotonicClockOnBothSides() {
        Voice source = new Voice("a", (request, context) -> {
            stage.taking(20).run();
            return Voice.answer("a", "x");
        });
        Voice target = new Voice("b", (request, context) -> {
            stage.taking(50).run();
            return Voice.answer("b", "x");
        });
        ShadowModel shadow = stage.shadow(source, target, all());
        shadow.chat(Stage.ask("hello"), CallContext.EMPTY);
        stage.run();
        assertThat(results.get(0).source().latency()).isEqualTo(Duration.ofMillis(20));
        assertThat(results.get(0).target().latency()).isEqualTo(Duration.ofMillis(50));
        assertThat(shadow.statistics().latencyRatio(0.5)).isBetween(2.4, 2.6);
    }

    @Test
    void aTargetThatRejectsTheRequestIsBrokenHard() {
        ShadowModel shadow = stage.shadow(Voice.saying("a", "x"), Voice.failing("b", ErrorKind.CONTEXT_LENGTH), all());
        shadow.chat(Stage.ask("hello"), CallContext.EMPTY);
        stage.run();
        assertThat(results.get(0).target().outcome()).isEqualTo(CallOutcome.REJECTED);
        assertThat(shadow.statistics().target().hardBreaks()).isEqualTo(1);
        assertThat(shadow.statistics().onlySourceOk()).isEqualTo(1);
    }

    @Test
    void aTimeoutOfTheTargetIsAnErrorOfItsOwn() {
        Voice target = new Voice("b", (request, context) -> {
            throw Voice.error(ErrorKind.TIMEOUT);
        });
        ShadowModel shadow = stage.shadow(Voice.saying("a", "x"), target, all());
        shadow.chat(Stage.ask("hello"), CallContext.EMPTY);
        stage.run();
        assertThat(shadow.statistics().target().errors()).containsEntry("timeout", 1L);
        assertThat(Voice.error(ErrorKind.TIMEOUT)).isInstanceOf(TimedOut.class);
    }

    @Test
    void aClosedShadowStillAnswers() throws InterruptedException {
        Voice target = Voice.saying("b", "y");
        ShadowModel shadow = stage.shadow(Voice.saying("a", "x"), target, all());
        shadow.chat(Stage.ask("one"), CallContext.EMPTY);
        assertThat(shadow.close(Duration.ZERO)).isFalse();
        assertThat(shadow.chat(Stage.ask("two"), CallContext.EMPTY).text()).isEqualTo("x");
        stage.run();
        assertThat(target.requests).isEmpty();
        assertThat(shadow.statistics().notCompared(NotCompared.CLOSED)).isEqualTo(2);
    }
}
