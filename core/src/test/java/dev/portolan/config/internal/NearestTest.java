package dev.portolan.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

    @Test
    void distanceCountsLettersAndSwapsOfNeighbours() {
        assertThat(Nearest.distance("model", "model")).isZero();
        assertThat(Nearest.distance("modle", "model")).isEqualTo(1);
        assertThat(Nearest.distance("mdel", "model")).isEqualTo(1);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    }

    @Test
    void theNearestIsTheFirstInTheAlphabetAmongEquals() {
        assertThat(Nearest.of("bat", List.of("hat", "cat"))).isEqualTo("cat");
    }

    @Test
    void whatIsTooFarOffIsNotOffered() {
        assertThat(Nearest.of("temperature", List.of("seed", "stop"))).isNull();
        assertThat(Nearest.of("x", List.of())).isNull();
    }
}
