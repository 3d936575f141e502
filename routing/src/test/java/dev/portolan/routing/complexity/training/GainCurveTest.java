package dev.portolan.routing.complexity.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.portolan.routing.complexity.training.GainCurve.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The figures are worked out by hand. */
class GainCurveTest {

    @Test
    void whoKnowsTheOneGainRecoversItFirst() {
        // One of four gains: the curve is 0.5 at share 0, 0.75 from 1/4 on. Area 0.25 * 0.625 + 0.75 * 0.75 = 0.71875.
        GainCurve curve = GainCurve.of(
                List.of(new Point(0.1, 1, 1), new Point(0.9, 0, 1), new Point(0.2, 1, 1), new Point(0.3, 0, 0)));
        assertThat(curve.weak()).isEqualTo(0.5);
        assertThat(curve.strong()).isEqualTo(0.75);
        assertThat(curve.apgr()).isEqualTo(0.875, within(1e-12));
        assertThat(curve.shareFor(0.625)).isEqualTo(0.125, within(1e-12));
        assertThat(curve.saved(0.95, 20)).isEqualTo((1 - 0.85 * 0.25) * 0.95, within(1e-12));
    }

    @Test
    void equalPredictionsAreChance() {
        GainCurve curve = GainCurve.of(List.of(new Point(1, 0, 1), new Point(1, 1, 1), new Point(1, 1, 0.5)));
        assertThat(curve.apgr()).isEqualTo(0.5, within(1e-12));
    }

    @Test
    void theOracleIsAboveOneWhereTheWeakModelWinsAtTimes() {
        // Gains 1, 0, -0.5: scores 1/3, 2/3, 2/3, 1/2; area (1/2 + 2/3 + 7/12) / 3 = 7/12; gap 1/6.
        GainCurve curve = GainCurve.of(List.of(new Point(1, 0, 1), new Point(0, 0, 0), new Point(-0.5, 1, 0.5)));
        assertThat(curve.apgr()).isEqualTo(1.5, within(1e-12));
        assertThat(curve.shareFor(0.9)).isEqualTo(1);
        assertThat(curve.shareFor(0.2)).isZero();
    }

    @Test
    void theWorstOrderLoses() {
        GainCurve curve = GainCurve.of(List.of(new Point(1, 0, 0), new Point(0, 0, 1)));
        assertThat(curve.apgr()).isEqualTo(0.25, within(1e-12));
    }
}
