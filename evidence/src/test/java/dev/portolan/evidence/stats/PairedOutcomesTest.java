package dev.portolan.evidence.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PairedOutcomesTest {

    private static final Clusters FOUR = Clusters.none(4);

    @Test
    void pairsAreCountedByWhoPassed() {
        boolean[] source = {true, true, true, true, true, false, false, false, false, false};
        boolean[] target = {true, true, true, true, false, true, true, true, false, false};

        PairedOutcomes counted = PairedOutcomes.of(source, target);

        assertThat(counted).isEqualTo(new PairedOutcomes(4, 1, 3, 2));
        assertThat(counted.examples()).isEqualTo(10);
        assertThat(counted.difference()).isEqualTo(0.2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedOutcomes.of(source, new boolean[] {true}))
                .withMessageContaining("target: has 1 values where source has 10");
    }

    @Test
    void countsThatCannotBeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PairedOutcomes(-1, 2, 2, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new PairedOutcomes(2, -1, 2, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new PairedOutcomes(2, 2, -1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new PairedOutcomes(2, 2, 2, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new PairedOutcomes(0, 0, 0, 0));
        assertThat(new PairedOutcomes(0, 0, 0, 1).examples()).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new PairedOutcomes(1, 1, 1, 1).tango(1));
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        double[] four = {1, 1, 0, 1};
        double[] broken = {1, Double.NaN, 0, 1};
        Bootstrap bootstrap = new Bootstrap();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> NonInferiority.ofPassRates(four, four, FOUR, 0, bootstrap));
        assertThatIllegalArgumentException().isThrownBy(() -> NonInferiority.ofScores(four, four, FOUR, 1, bootstrap));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NonInferiority.ofScores(broken, four, FOUR, 0.05, bootstrap))
                .withMessageStartingWith("source[1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NonInferiority.ofScores(four, broken, FOUR, 0.05, bootstrap))
                .withMessageStartingWith("target[1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NonInferiority.ofScores(four, new double[3], FOUR, 0.05, bootstrap));
    }
}
