package dev.portolan.evidence.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.error.Cancelled;
import dev.portolan.error.ErrorKind;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CheckTest {

    private static final Check LENGTH =
            Check.of("length", seen -> Score.of(seen.answer().text().length() / 10.0, "its length"));

    @Test
    void aLambdaIsACheck() {
        assertThat(Seen.value(LENGTH, Seen.text("abc"))).isEqualTo(0.3);
        assertThat(Seen.value(LENGTH, Seen.text("abcdef"))).isEqualTo(0.6);
        assertThat(LENGTH.name()).isEqualTo("length");
        assertThat(LENGTH.weight()).isEqualTo(1);
        assertThat(LENGTH).hasToString("Check[length]");
    }

    @Test
    void aLambdaThatThrowsIsMissingDataAndItsMessageIsNotShown() {
        Score score = Check.of("x", seen -> {
                    throw new IllegalStateException("secret answer");
                })
                .score(Seen.text(""));
        assertThat(score.kind()).isEqualTo(Score.Kind.MISSING);
        assertThat(score.value()).isNull();
        assertThat(score.reason()).contains("IllegalStateException").doesNotContain("secret");
    }

    @Test
    void aCancelledCallIsNoScoreAtAll() {
        Check cancelled = Check.of("x", seen -> {
            throw Seen.failure(ErrorKind.CANCELLED);
        });
        assertThatThrownBy(() -> cancelled.score(Seen.text(""))).isInstanceOf(Cancelled.class);
    }

    @Test
    void negatingTurnsTheScoreAroundAndLeavesWhatIsMissing() {
        assertThat(LENGTH.negate().name()).isEqualTo("not length");
        assertThat(Seen.value(LENGTH.negate(), Seen.text("abc"))).isEqualTo(0.7);
        assertThat(Check.of("x", seen -> Score.missing("lost"))
                        .negate()
                        .score(Seen.text(""))
                        .kind())
                .isEqualTo(Score.Kind.MISSING);
        assertThat(LENGTH.hardBreak().negate().score(Seen.text("")).isHardBreak())
                .isFalse();
    }

    @Test
    void everythingBelowOneIsAHardBreakWhereThatIsAskedFor() {
        assertThat(LENGTH.hardBreak().score(Seen.text("abcdefghij")).isHardBreak())
                .isFalse();
        Score broken = LENGTH.hardBreak().score(Seen.text("abcdefghi"));
        assertThat(broken.isHardBreak()).isTrue();
        assertThat(broken.value()).isEqualTo(0.9);
        assertThat(LENGTH.hardBreakBelow(0.5).score(Seen.text("abcde")).isHardBreak())
                .isFalse();
        assertThat(LENGTH.hardBreakBelow(0.5).score(Seen.text("abcd")).isHardBreak())
                .isTrue();
        assertThat(Check.of("x", seen -> Score.missing("lost"))
                        .hardBreak()
                        .score(Seen.text(""))
                        .isHardBreak())
                .isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> LENGTH.hardBreakBelow(0));
        assertThatIllegalArgumentException().isThrownBy(() -> LENGTH.hardBreakBelow(1.01));
    }

    @Test
    void aPassMarkKnowsOnlyZeroAndOne() {
        assertThat(Seen.value(LENGTH.passingAt(0.5), Seen.text("abcde"))).isEqualTo(1);
        assertThat(Seen.value(LENGTH.passingAt(0.5), Seen.text("abcd"))).isZero();
        Score broken = LENGTH.hardBreak().passingAt(0.5).score(Seen.text("abcdefgh"));
        assertThat(broken.isHardBreak()).isTrue();
        assertThat(Check.of("x", seen -> Score.missing("lost"))
                        .passingAt(0.5)
                        .score(Seen.text(""))
                        .kind())
                .isEqualTo(Score.Kind.MISSING);
    }

    @Test
    void limitedToTagsItAsksNothingElsewhere() {
        AtomicInteger asked = new AtomicInteger();
        Check counting = Check.of("x", seen -> Score.of(asked.incrementAndGet() > 0, "asked"))
                .onlyFor("german", "french");
        Observation tagged = Observation.builder(Seen.REQUEST, Seen.answer(""))
                .tags(List.of("french", "long"))
                .build();
        assertThat(counting.score(Seen.text("")).kind()).isEqualTo(Score.Kind.NOT_APPLICABLE);
        assertThat(asked).hasValue(0);
        assertThat(Seen.value(counting, tagged)).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(LENGTH::onlyFor);
    }

    @Test
    void nameAndWeightCanBeSetAndStay() {
        Check check = LENGTH.weighted(2).named("size").hardBreak().onlyFor("a").negate();
        assertThat(check.name()).isEqualTo("not size");
        assertThat(check.weight()).isEqualTo(2);
        assertThat(Seen.value(LENGTH.weighted(3), Seen.text("abc"))).isEqualTo(0.3);
        assertThatIllegalArgumentException().isThrownBy(() -> LENGTH.weighted(0));
        assertThatIllegalArgumentException().isThrownBy(() -> LENGTH.weighted(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> LENGTH.weighted(Double.POSITIVE_INFINITY));
        assertThatIllegalArgumentException().isThrownBy(() -> LENGTH.named(" "));
    }

    @Test
    void aScoreIsFromZeroToOneAndShowsNoReason() {
        assertThatIllegalArgumentException().isThrownBy(() -> Score.of(1.01, ""));
        assertThatIllegalArgumentException().isThrownBy(() -> Score.of(-0.01, ""));
        assertThatIllegalArgumentException().isThrownBy(() -> Score.of(Double.NaN, ""));
        assertThat(Score.of(0.5, "secret")).hasToString("Score[0.5]");
        assertThat(Score.hardBreak("secret")).hasToString("Score[0.0, hard break]");
        assertThat(Score.missing("secret")).hasToString("Score[MISSING]");
        assertThat(Score.of(0.5, "a")).isEqualTo(Score.of(0.5, "a")).hasSameHashCodeAs(Score.of(0.5, "a"));
        assertThat(Score.of(0.5, "a"))
                .isNotEqualTo(Score.of(0.5, "b"))
                .isNotEqualTo(Score.of(0.6, "a"))
                .isNotEqualTo("a");
        assertThat(Score.hardBreak("a")).isNotEqualTo(Score.of(0, "a"));
        assertThat(Score.missing("a")).isNotEqualTo(Score.notApplicable("a"));
    }

    @Test
    void aCardIsTheWeightedMeanOfWhatApplies() {
        Check half = Check.of("half", seen -> Score.of(0.5, ""));
        Check full = Check.of("full", seen -> Score.of(1, "")).weighted(3);
        Check idle = Check.of("idle", seen -> Score.notApplicable("")).weighted(100);
        Check lost = Check.of("lost", seen -> Score.missing(""));
        Check fatal = Check.of("fatal", seen -> Score.hardBreak(""));
        Observation any = Seen.text("");

        assertThat(ScoreCard.of(List.of(half, full, idle), any).overall()).isEqualTo(0.875);
        assertThat(ScoreCard.of(List.of(half, lost), any).overall()).isNull();
        assertThat(ScoreCard.of(List.of(idle), any).overall()).isNull();
        ScoreCard broken = ScoreCard.of(List.of(full, lost, fatal), any);
        assertThat(broken.overall()).isZero();
        assertThat(broken.hasHardBreak()).isTrue();
        assertThat(ScoreCard.of(List.of(half, full), any).hasHardBreak()).isFalse();
        assertThat(broken.entries()).extracting(ScoreCard.Entry::check).containsExactly("full", "lost", "fatal");
        assertThatIllegalArgumentException().isThrownBy(() -> ScoreCard.of(List.of(half, half), any));
    }

    @Test
    void anObservationKeepsItsPartsAndShowsNoContent() {
        Observation seen = Observation.builder(Seen.REQUEST, Seen.answer("secret"))
                .expectations(Expectations.fromJson("{\"text\":\"hidden\"}"))
                .reference(Seen.answer("covert"))
                .tags(List.of("a"))
                .replayed(true)
                .build();
        Observation again = seen.toBuilder().build();
        assertThat(again.answer()).isSameAs(seen.answer());
        assertThat(again.expectations().text()).isEqualTo("hidden");
        assertThat(again.reference()).isSameAs(seen.reference());
        assertThat(again.tags()).containsExactly("a");
        assertThat(again.replayed()).isTrue();
        assertThat(seen.toString()).doesNotContain("secret", "hidden", "covert", "due");
        assertThat(Seen.blocked().text()).isEmpty();
        assertThat(Seen.blocked().toolCalls()).isEmpty();
        assertThat(Seen.blocked().blocked()).isNotNull();
        assertThat(Seen.blocked()).hasToString("Answer[prompt blocked]");
    }
}
