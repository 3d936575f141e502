package dev.portolan.testkit.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.parity.Gate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run cannot be made of. */
class ParityRunBuilderTest {

    private static final Subject SOURCE = Subject.of("present", Bench.good());
    private static final Subject TARGET = Subject.of("new", Bench.good());

    @Test
    void whatIsMissingIsNamed() {
        refuses(ParityRun.builder(), "dataset");
        refuses(ParityRun.builder().dataset(Bench.dataset(1)), "source");
        refuses(ParityRun.builder().dataset(Bench.dataset(1)).source(SOURCE), "target");
        refuses(ParityRun.builder().dataset(Bench.dataset(1)).source(SOURCE).target(TARGET), "checks");
        refuses(
                ParityRun.builder()
                        .dataset(Dataset.of("nothing", List.of()))
                        .source(SOURCE)
                        .target(TARGET)
                        .checks(Bench.GOOD),
                "nothing has no examples");
    }

    @Test
    void namesAreDifferent() {
        refuses(Bench.run(1, Bench.good(), Bench.good()).target(TARGET), "two are called new");
        refuses(Bench.run(1, Bench.good(), Bench.good()).checks(Bench.GOOD), "two are called good");
    }

    @Test
    void aGateNamesChecksThatThereAre() {
        refuses(
                Bench.run(1, Bench.good(), Bench.good())
                        .gate(Gate.builder().margin("goood", 0.1).build()),
                "goood, which no check is called");
    }

    @Test
    void recordingsNeedAFile() {
        refuses(Bench.run(1, Bench.good(), Bench.good()).mode(RunMode.REPLAY), "replay needs a file");
    }

    @Test
    void numbersAreSane() {
        assertThatThrownBy(() -> ParityRun.builder().repeats(0)).hasMessageContaining("repeats");
        assertThatThrownBy(() -> ParityRun.builder().concurrency(0)).hasMessageContaining("concurrency");
        assertThatThrownBy(() -> ParityRun.builder().callTimeout(Duration.ZERO)).hasMessageContaining("callTimeout");
        assertThatThrownBy(() -> ParityRun.builder().expectedLatency(Duration.ZERO))
                .hasMessageContaining("expectedLatency");
        assertThatThrownBy(() -> Budget.ofTokens(-1)).hasMessageContaining("tokens");
        assertThatThrownBy(() -> Budget.money(java.math.BigDecimal.valueOf(-1))).hasMessageContaining("money");
        assertThatThrownBy(() -> Subject.of(" ", Bench.good())).hasMessageContaining("name");
    }

    @Test
    void modesHaveNames() {
        assertThat(RunMode.of("Auto")).isEqualTo(RunMode.AUTO);
        assertThatThrownBy(() -> RunMode.of("sometimes")).hasMessageContaining("sometimes");
    }

    @Test
    void wordsShowNoContent() {
        assertThat(Budget.money(java.math.BigDecimal.TEN).tokens(7).toString()).isEqualTo("Budget[money=10, tokens=7]");
        assertThat(Budget.UNLIMITED.toString()).contains("unlimited");
        assertThat(Bench.run(1, Bench.good(), Bench.good()).build().toString())
                .isEqualTo("ParityRun[questions, present -> [new]]");
        assertThat(SOURCE.toString()).startsWith("Subject[present, ");
    }

    private static void refuses(ParityRunBuilder builder, String why) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(why);
    }
}
