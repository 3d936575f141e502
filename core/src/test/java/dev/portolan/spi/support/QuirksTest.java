package dev.portolan.spi.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class QuirksTest {

    private static final class Known extends Quirks {
        Known(Map<String, String> quirks) {
            super(quirks);
        }
    }

    @Test
    void whatIsNotSaidIsAbsentOrWhatHoldsOtherwise() {
        Quirks quirks = new Known(Map.of("effort", "budget", "batch", "250"));

        assertThat(quirks.get("effort")).isEqualTo("budget");
        assertThat(quirks.get("seed")).isNull();
        assertThat(quirks.get("seed", "none")).isEqualTo("none");
        assertThat(quirks.is("effort", "budget")).isTrue();
        assertThat(quirks.is("seed", "budget")).isFalse();
        assertThat(quirks.number("batch", 1)).isEqualTo(250);
        assertThat(quirks.number("seed", 1)).isEqualTo(1);
        assertThat(new Known(Map.of("effort", "budget"))).hasToString("Known{effort=budget}");
    }
}
