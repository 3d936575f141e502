package dev.portolan.evidence.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExtractionCheckTest {

    private static final String INVOICE =
            "{\"json\":{\"no\":\"A-7\",\"total\":12.50,\"paid\":true,\"items\":[{\"name\":\"tea\",\"n\":2},{\"name\":\"cup\",\"n\":1}]}}";

    private final ExtractionCheck check = ExtractionCheck.exact();

    @Test
    void allRightIsOne() {
        assertThat(Seen.value(
                        check,
                        Seen.expecting(
                                "{\"items\":[{\"name\":\"tea\",\"n\":2},{\"name\":\"cup\",\"n\":1}],\"no\":\"A-7\",\"total\":12.5,"
                                        + "\"paid\":true,\"note\":null}",
                                INVOICE)))
                .isEqualTo(1);
        assertThat(check.name()).isEqualTo("extraction");
    }

    @Test
    void aWrongValueIsOneTooManyAndOneTooFew() {
        Observation seen = Seen.expecting(
                "{\"no\":\"A-7\",\"total\":13,\"extra\":1,\"items\":[{\"name\":\"tea\",\"n\":2}]}", INVOICE);
        Map<String, FieldCounts> counts = check.counts(seen);
        assertThat(counts)
                .containsEntry("/no", new FieldCounts(1, 1, 1))
                .containsEntry("/total", new FieldCounts(0, 1, 1))
                .containsEntry("/paid", new FieldCounts(0, 0, 1))
                .containsEntry("/extra", new FieldCounts(0, 1, 0))
                .containsEntry("/items/*/name", new FieldCounts(1, 1, 2))
                .containsEntry("/items/*/n", new FieldCounts(1, 1, 2))
                .hasSize(6);
        // 3 right, 5 answered, 7 expected
        assertThat(Seen.value(check, seen)).isEqualTo(0.5);
        assertThat(check.score(seen).reason())
                .contains("/total 0 right of 1 answered, 1 expected")
                .doesNotContain("/no ");
    }

    @Test
    void itemsAreHeldAgainstThoseTheyShareMostWith() {
        assertThat(Seen.value(
                        check,
                        Seen.expecting(
                                "{\"no\":\"A-7\",\"total\":12.5,\"paid\":true,\"items\":[{\"name\":\"cup\",\"n\":1},"
                                        + "{\"name\":\"tea\",\"n\":2}]}",
                                INVOICE)))
                .isEqualTo(1);
        // Values of different items do not make up one item.
        assertThat(Seen.value(
                        check,
                        Seen.expecting(
                                "[{\"name\":\"tea\",\"n\":1},{\"name\":\"cup\",\"n\":2}]",
                                "{\"json\":[{\"name\":\"tea\",\"n\":2},{\"name\":\"cup\",\"n\":1}]}")))
                .isEqualTo(0.5);
        assertThat(Seen.value(check, Seen.expecting("[3,1,2]", "{\"json\":[1,2,3,4]}")))
                .isCloseTo(6.0 / 7, within(1e-12));
    }

    @Test
    void largeArraysArePairedByOrder() {
        String numbers = IntStream.range(0, 150).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
        String turned = IntStream.range(0, 150)
                .mapToObj(i -> String.valueOf(149 - i))
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(Seen.value(check, Seen.expecting(numbers, "{\"json\":" + numbers + "}")))
                .isEqualTo(1);
        assertThat(Seen.value(check, Seen.expecting(turned, "{\"json\":" + numbers + "}")))
                .isZero();
    }

    @Test
    void anObjectInPlaceOfAValueIsWrong() {
        assertThat(check.counts(Seen.expecting("{\"a\":{\"b\":1,\"c\":[2]}}", "{\"json\":{\"a\":5}}")))
                .containsEntry("/a", new FieldCounts(0, 0, 1))
                .containsEntry("/a/b", new FieldCounts(0, 1, 0))
                .containsEntry("/a/c/*", new FieldCounts(0, 1, 0));
    }

    @Test
    void eachFieldMayHaveItsOwnMatch() {
        String expected = "{\"json\":{\"name\":\"Jo Doe\",\"total\":10,\"id\":\"x\",\"seen\":\"today\"}}";
        String answer = "{\"name\":\"jo  doe\",\"total\":10.004,\"id\":\"y-1\",\"seen\":\"never\"}";
        assertThat(Seen.value(check, Seen.expecting(answer, expected))).isZero();
        ExtractionCheck own = ExtractionCheck.matching(ValueMatch.LOOSE_TEXT)
                .field("/total", ValueMatch.within(new BigDecimal("0.005")))
                .field("/id", ValueMatch.pattern(Pattern.compile("-\\d$")))
                .field("/seen", ValueMatch.ANY);
        assertThat(Seen.value(own, Seen.expecting(answer, expected))).isEqualTo(1);
        assertThat(Seen.value(own, Seen.expecting("{\"name\":\"jo doe\",\"total\":10.006,\"id\":\"y-1\"}", expected)))
                .isCloseTo(4.0 / 7, within(1e-12));
        assertThatIllegalArgumentException().isThrownBy(() -> own.field("total", ValueMatch.ANY));
    }

    @Test
    void whatIsNoJsonExtractsNothing() {
        assertThat(Seen.value(check, Seen.expecting("sorry", INVOICE))).isZero();
        assertThat(Seen.value(check, Seen.expecting("```json\n{\"a\":1}\n```", "{\"json\":{\"a\":1}}")))
                .isZero();
        assertThat(Seen.value(
                        check.reading(JsonReading.FENCED),
                        Seen.expecting("```json\n{\"a\":1}\n```", "{\"json\":{\"a\":1}}")))
                .isEqualTo(1);
        assertThat(check.score(Seen.text("{}")).kind()).isEqualTo(Score.Kind.NOT_APPLICABLE);
        assertThat(check.counts(Seen.text("{}"))).isNull();
        assertThat(Seen.value(check, Seen.expecting("{}", "{\"json\":{}}"))).isEqualTo(1);
        assertThat(Seen.value(check, Seen.expecting("", "{\"json\":{}}"))).isZero();
    }

    @Test
    void countsOfManyAnswersGivePrecisionAndRecall() {
        FieldCounts sum = new FieldCounts(1, 2, 4).plus(new FieldCounts(2, 2, 2));
        assertThat(sum.precision()).isEqualTo(0.75);
        assertThat(sum.recall()).isEqualTo(0.5);
        assertThat(sum.f1()).isCloseTo(0.6, within(1e-12));
        assertThat(FieldCounts.NONE.precision()).isNaN();
        assertThat(FieldCounts.NONE.recall()).isNaN();
        assertThat(FieldCounts.NONE.f1()).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new FieldCounts(2, 1, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new FieldCounts(-1, 1, 3));
    }

    @Test
    void valuesAreComparedAsJson() {
        assertThat(ValueMatch.EXACT.matches("{\"a\":1,\"b\":[1]}", "{\"b\":[1.0],\"a\":1.00}"))
                .isTrue();
        assertThat(ValueMatch.EXACT.matches("[1,2]", "[2,1]")).isFalse();
        assertThat(ValueMatch.EXACT.matches("1", "\"1\"")).isFalse();
        assertThat(ValueMatch.EXACT.matches("{\"a\":1}", "{\"a\":1,\"b\":2}")).isFalse();
        assertThat(ValueMatch.EXACT.matches("{\"a\":1}", "{\"b\":1}")).isFalse();
        assertThat(ValueMatch.EXACT.matches("no json", "no json")).isFalse();
        assertThat(ValueMatch.SUBSET.matches("{\"a\":[{\"b\":1}]}", "{\"a\":[{\"b\":1,\"c\":2}],\"d\":3}"))
                .isTrue();
        assertThat(ValueMatch.SUBSET.matches("{\"a\":[1]}", "{\"a\":[1,2]}")).isFalse();
        assertThat(ValueMatch.SUBSET.matches("{\"a\":1,\"b\":1}", "{\"a\":1}")).isFalse();
        assertThat(ValueMatch.SUBSET.matches("[1]", "[2]")).isFalse();
        assertThat(ValueMatch.LOOSE_TEXT.matches("\"A b\"", "\"a  B\"")).isTrue();
        assertThat(ValueMatch.LOOSE_TEXT.matches("\"A b\"", "\"ab\"")).isFalse();
        assertThat(ValueMatch.LOOSE_TEXT.matches("2", "2.0")).isTrue();
        ValueMatch near = ValueMatch.within(new BigDecimal("0.5"));
        assertThat(near.matches("1", "1.5")).isTrue();
        assertThat(near.matches("1", "1.51")).isFalse();
        assertThat(near.matches("true", "true")).isTrue();
        assertThat(near.matches("1", "\"1\"")).isFalse();
        assertThat(near.matches("1", "1e999999999")).isFalse();
        assertThat(ValueMatch.pattern(Pattern.compile("^\\d+$")).matches("null", "42"))
                .isTrue();
        assertThat(ValueMatch.pattern(Pattern.compile("^\\d+$")).matches("null", "[42]"))
                .isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> ValueMatch.within(new BigDecimal(-1)));
    }
}
