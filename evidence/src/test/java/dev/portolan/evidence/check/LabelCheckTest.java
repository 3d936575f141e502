package dev.portolan.evidence.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabelCheckTest {

    private static Observation one(String answer) {
        return Seen.expecting(answer, "{\"label\":\"Billing\"}");
    }

    private static Observation several(String answer) {
        return Seen.expecting(answer, "{\"labels\":[\"a\",\"b\",\"c\"]}");
    }

    @Test
    void theWholeTextIsTheLabel() {
        LabelCheck check = LabelCheck.text();
        assertThat(Seen.value(check, one(" \"billing\". "))).isEqualTo(1);
        assertThat(Seen.value(check, one("**Billing**"))).isEqualTo(1);
        assertThat(Seen.value(check, one("refund"))).isZero();
        assertThat(Seen.value(check, one("It is billing"))).isZero();
        assertThat(Seen.value(check, one("billing, refund"))).isZero();
        assertThat(Seen.value(check, one(""))).isZero();
        assertThat(check.score(Seen.text("billing")).kind()).isEqualTo(Score.Kind.NOT_APPLICABLE);
        assertThat(check.name()).isEqualTo("label");
    }

    @Test
    void severalLabelsCountByF1() {
        LabelCheck check = LabelCheck.text();
        assertThat(Seen.value(check, several("c, b, a"))).isEqualTo(1);
        assertThat(Seen.value(check, several("a\nb"))).isEqualTo(0.8);
        assertThat(Seen.value(check, several("a; x"))).isEqualTo(0.4);
        assertThat(Seen.value(check, several("a, a, b, c"))).isEqualTo(1);
        assertThat(Seen.value(check, several("x"))).isZero();
    }

    @Test
    void theLabelMayBeAField() {
        LabelCheck check = LabelCheck.at("/category");
        assertThat(Seen.value(check, one("{\"category\":\"billing\"}"))).isEqualTo(1);
        assertThat(Seen.value(check, one("{\"category\":\"refund\"}"))).isZero();
        assertThat(Seen.value(check, one("{\"category\":null}"))).isZero();
        assertThat(Seen.value(check, one("billing"))).isZero();
        assertThat(Seen.value(check, several("{\"category\":[\"c\",\"b\",\"a\"]}")))
                .isEqualTo(1);
        assertThat(Seen.value(LabelCheck.at("/*/tag"), several("[{\"tag\":\"a\"},{\"tag\":\"b\"}]")))
                .isEqualTo(0.8);
    }

    @Test
    void knownLabelsAreFoundInProse() {
        LabelCheck check = LabelCheck.among("billing", "refund", "bill");
        assertThat(Seen.value(check, one("I would say: Billing, clearly."))).isEqualTo(1);
        assertThat(Seen.value(check, one("Billing or refund"))).isZero();
        assertThat(Seen.value(check, one("rebilling"))).isZero();
        assertThat(check.labels(Seen.answer("refund, then billing"))).containsExactly("billing", "refund");
        assertThatIllegalArgumentException().isThrownBy(LabelCheck::among);
        assertThatIllegalArgumentException().isThrownBy(() -> LabelCheck.among(" "));
    }

    @Test
    void aConfusionMatrixCountsWhatWasTakenForWhat() {
        LabelCheck check = LabelCheck.text();
        ConfusionMatrix matrix = check.confusion(List.of(
                Seen.expecting("a", "{\"label\":\"a\"}"),
                Seen.expecting("A", "{\"label\":\"a\"}"),
                Seen.expecting("b", "{\"label\":\"a\"}"),
                Seen.expecting("b", "{\"label\":\"b\"}"),
                Seen.expecting("a, b", "{\"label\":\"b\"}"),
                several("a"),
                Seen.text("a")));
        assertThat(matrix.total()).isEqualTo(5);
        assertThat(matrix.labels()).containsExactly(ConfusionMatrix.NO_LABEL, "a", "b");
        assertThat(matrix.count("a", "a")).isEqualTo(2);
        assertThat(matrix.count("a", "b")).isEqualTo(1);
        assertThat(matrix.count("b", ConfusionMatrix.NO_LABEL)).isEqualTo(1);
        assertThat(matrix.count("b", "a")).isZero();
        assertThat(matrix.accuracy()).isEqualTo(0.6);
        assertThat(matrix.precision("a")).isEqualTo(1);
        assertThat(matrix.recall("a")).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(matrix.f1("a")).isCloseTo(0.8, within(1e-12));
        assertThat(matrix.precision("b")).isEqualTo(0.5);
        assertThat(matrix.recall("b")).isEqualTo(0.5);
        assertThat(matrix.macroF1()).isCloseTo(0.65, within(1e-12));
        // po = 0.6; pe = 0.6 * 0.4 + 0.4 * 0.4 = 0.4
        assertThat(matrix.kappa()).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(matrix.recall(ConfusionMatrix.NO_LABEL)).isNaN();
        assertThat(matrix).hasToString("ConfusionMatrix[2 labels, 5 answers]");
    }

    @Test
    void anEmptyMatrixTellsNothing() {
        ConfusionMatrix empty = ConfusionMatrix.builder().build();
        assertThat(empty.accuracy()).isNaN();
        assertThat(empty.macroF1()).isNaN();
        assertThat(empty.kappa()).isNaN();
        assertThat(empty.labels()).isEmpty();
    }
}
