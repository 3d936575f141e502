package dev.portolan.testkit.assertj;

import static dev.portolan.testkit.assertj.PortolanAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.Portolan;
import dev.portolan.error.ErrorKind;
import dev.portolan.routing.drill.DrillReport;
import dev.portolan.routing.drill.FallbackDrill;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.testkit.model.TestChatModel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrillReportAssertTest {

    private final FallbackDrill drill = FallbackDrill.builder().build();

    private DrillReport drilled(TestChatModel second) {
        TestChatModel first = TestChatModel.echo();
        try (Portolan portolan = Portolan.builder()
                .isolated()
                .extension(drill.extension())
                .model("one", drill.around("one", first))
                .model("two", drill.around("two", second))
                .property("portolan.models.assistant.provider", "fallback")
                .property("portolan.models.assistant.targets", "one,two")
                .build()) {
            return drill.run(portolan);
        }
    }

    @Test
    void aFallbackThatAnswersPasses() {
        DrillReport report = drilled(TestChatModel.echo());

        assertThat(report)
                .everyFallbackAnswers()
                .answersWithin(Duration.ofMinutes(1))
                .targetsDoNotDiffer();
        assertThatThrownBy(() -> assertThat(report).answersWithin(Duration.ofNanos(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expected answers of assistant within");
    }

    @Test
    void aFallbackThatFailsIsToldWithItsReason() {
        TestChatModel broken = TestChatModel.echo();
        broken.inject(Faults.always(Fault.error(ErrorKind.AUTHENTICATION)));
        DrillReport report = drilled(broken);

        assertThatThrownBy(() -> assertThat(report).everyFallbackAnswers())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("assistant, without one: attempts-exhausted")
                .hasMessageContaining("authentication");
    }

    @Test
    void aDrillOfNothingProvesNothing() {
        assertThatThrownBy(() -> assertThat(new DrillReport(List.of())).everyFallbackAnswers())
                .hasMessageContaining("no router was drilled");
    }
}
