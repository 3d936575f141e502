package dev.portolan.evidence.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextChecksTest {

    @Test
    void exactAndLooseDifferInCaseSpaceAndQuotes() {
        String expected = "{\"text\":\"It's  Done\"}";
        assertThat(Seen.value(TextChecks.expected(TextMatch.EXACT), Seen.expecting("It's  Done", expected)))
                .isEqualTo(1);
        assertThat(Seen.value(TextChecks.expected(TextMatch.EXACT), Seen.expecting("It's Done", expected)))
                .isZero();
        assertThat(Seen.value(TextChecks.expected(TextMatch.LOOSE), Seen.expecting(" it\u2019s done\n", expected)))
                .isEqualTo(1);
        assertThat(Seen.value(TextChecks.expected(TextMatch.LOOSE), Seen.expecting("it's gone", expected)))
                .isZero();
        assertThat(TextChecks.expected(TextMatch.LOOSE).score(Seen.text("a")).kind())
                .isEqualTo(Score.Kind.NOT_APPLICABLE);
    }

    @Test
    void theReferenceIsComparedToo() {
        Check check = TextChecks.sameAsReference(TextMatch.LOOSE);
        assertThat(Seen.value(check, Seen.referring(Seen.answer("Yes"), Seen.answer("yes"))))
                .isEqualTo(1);
        assertThat(Seen.value(check, Seen.referring(Seen.answer("Yes"), Seen.answer("no"))))
                .isZero();
        assertThat(check.score(Seen.text("a")).kind()).isEqualTo(Score.Kind.NOT_APPLICABLE);
    }

    @Test
    void wordsCountByShare() {
        Check check = TextChecks.contains(TextMatch.LOOSE, "Seine", "Paris", "Louvre", "1889");
        assertThat(check.score(Seen.text("paris on the SEINE, 1889"))).satisfies(score -> {
            assertThat(score.value()).isEqualTo(0.75);
            assertThat(score.reason()).isEqualTo("missing: Louvre");
        });
        assertThat(Seen.value(TextChecks.contains(TextMatch.EXACT, "Seine"), Seen.text("seine")))
                .isZero();
        assertThat(Seen.value(
                        TextChecks.containsExpected(TextMatch.EXACT),
                        Seen.expecting("a b", "{\"contains\":[\"a\",\"c\"]}")))
                .isEqualTo(0.5);
        assertThat(TextChecks.containsExpected(TextMatch.EXACT)
                        .score(Seen.text("a"))
                        .kind())
                .isEqualTo(Score.Kind.NOT_APPLICABLE);
        assertThatIllegalArgumentException().isThrownBy(() -> TextChecks.contains(TextMatch.EXACT));
        assertThatIllegalArgumentException().isThrownBy(() -> TextChecks.contains(TextMatch.LOOSE, " "));
    }

    @Test
    void aPatternIsFoundAnywhere() {
        Check check = TextChecks.matches(Pattern.compile("\\b[A-Z]{2}\\d{4}\\b"));
        assertThat(Seen.value(check, Seen.text("ticket AB1234."))).isEqualTo(1);
        assertThat(Seen.value(check, Seen.text("ticket AB123"))).isZero();
    }

    @ParameterizedTest
    @CsvSource({"5, 1", "4, 0", "17, 1", "18, 0", "10, 1", "0, 0"})
    void theLengthMayDifferWithinARange(int length, double score) {
        assertThat(Seen.value(
                        TextChecks.lengthRatio(0.5, 1.75),
                        Seen.referring(Seen.answer("\uD83D\uDE00".repeat(length)), Seen.answer("0123456789"))))
                .isEqualTo(score);
    }

    @Test
    void withoutAReferenceTheExpectedTextIsTheMeasure() {
        Check check = TextChecks.lengthRatio(0.5, 1.75);
        assertThat(Seen.value(check, Seen.expecting("abc", "{\"text\":\"abcd\"}")))
                .isEqualTo(1);
        assertThat(Seen.value(check, Seen.expecting("a", "{\"text\":\"abcd\"}")))
                .isZero();
        assertThat(check.score(Seen.text("a")).kind()).isEqualTo(Score.Kind.NOT_APPLICABLE);
        assertThat(check.score(Seen.referring(Seen.answer("a"), Seen.answer("")))
                        .kind())
                .isEqualTo(Score.Kind.NOT_APPLICABLE);
        assertThatIllegalArgumentException().isThrownBy(() -> TextChecks.lengthRatio(2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> TextChecks.lengthRatio(-1, 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "First 3 apples, then 4: 42.5 in all | 1",
                "42.5 is my answer, not 43 | 0",
                "It is 42,5. | 1",
                "42.6 | 1",
                "42.61 | 0",
                "42.39 | 0",
                "4.25e1 | 1",
                "-42.5 | 0",
                "forty-two | 0",
            })
    void theLastNumberIsTheAnswer(String text, double score) {
        assertThat(Seen.value(NumberCheck.within(new BigDecimal("0.1")), Seen.expecting(text, "{\"number\":42.5}")))
                .isEqualTo(score);
    }

    @Test
    void groupsOfThousandsAreReadInEachNotation() {
        NumberCheck exact = NumberCheck.within(BigDecimal.ZERO);
        for (String text : new String[] {
            "1,234,567.5",
            "1.234.567,5",
            "1 234 567,5",
            "1'234'567.5",
            "1\u202f234\u202f567,5",
            "1_234_567.5",
            "1234567.50"
        }) {
            assertThat(Seen.value(exact, Seen.expecting("It is " + text + " EUR", "{\"number\":1234567.5}")))
                    .as(text)
                    .isEqualTo(1);
        }
        assertThat(Seen.value(exact, Seen.expecting("1.234", "{\"number\":1234}")))
                .isEqualTo(1);
        assertThat(Seen.value(exact, Seen.expecting("1.234", "{\"number\":1.234}")))
                .isEqualTo(1);
        assertThat(Seen.value(exact, Seen.expecting("1.23", "{\"number\":123}")))
                .isZero();
        assertThat(Seen.value(exact, Seen.expecting("10.5.2026", "{\"number\":2026}")))
                .isEqualTo(1);
        assertThat(Seen.value(exact, Seen.expecting("\u0664\u0662", "{\"number\":42}")))
                .isEqualTo(1);
        assertThat(Seen.value(exact, Seen.expecting("gpt4", "{\"number\":4}"))).isZero();
    }

    @Test
    void aToleranceMayBeAShare() {
        NumberCheck check = NumberCheck.withinShare(new BigDecimal("0.01"));
        assertThat(Seen.value(check, Seen.expecting("-101", "{\"number\":-100}")))
                .isEqualTo(1);
        assertThat(Seen.value(check, Seen.expecting("-101.5", "{\"number\":-100}")))
                .isZero();
        assertThat(check.score(Seen.text("1")).kind()).isEqualTo(Score.Kind.NOT_APPLICABLE);
        assertThatIllegalArgumentException().isThrownBy(() -> NumberCheck.within(new BigDecimal(-1)));
    }

    @Test
    void theNumberMayBeAField() {
        NumberCheck check = NumberCheck.within(BigDecimal.ZERO).at("/total");
        assertThat(Seen.value(check, Seen.expecting("{\"total\":7,\"n\":8}", "{\"number\":7}")))
                .isEqualTo(1);
        assertThat(Seen.value(check, Seen.expecting("{\"total\":\"7 EUR\"}", "{\"number\":7}")))
                .isEqualTo(1);
        assertThat(Seen.value(check, Seen.expecting("{\"total\":\"7 or 8\"}", "{\"number\":8}")))
                .isZero();
        assertThat(Seen.value(check, Seen.expecting("{\"total\":1e999999999}", "{\"number\":8}")))
                .isZero();
        assertThat(Seen.value(check, Seen.expecting("{\"n\":7}", "{\"number\":7}")))
                .isZero();
        assertThat(Seen.value(check, Seen.expecting("7", "{\"number\":7}"))).isZero();
        assertThat(check.name()).isEqualTo("number");
    }
}
