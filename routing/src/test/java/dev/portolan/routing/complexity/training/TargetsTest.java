package dev.portolan.routing.complexity.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.ChatRequest;
import dev.portolan.routing.complexity.TrainingTap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The figures are worked out by hand. */
class TargetsTest {

    private static final ChatRequest REQUEST = ChatRequest.of("What is a group?");

    @Test
    void modelsAboutAsGoodAsEitherSteadyTheTarget() {
        // Weak 0.25, strong 0.75 on average: "like weak" 0.25 and "like strong" 1 are peers, "midway" 0.5 is none.
        List<Outcome> outcomes = List.of(
                outcome("a", 0, 1, Map.of("like weak", 1.0, "like strong", 1.0, "midway", 1.0)),
                outcome("a", 0.5, 0.5, Map.of("like weak", 0.0, "like strong", 1.0, "midway", 0.0)),
                outcome("a", 0.5, 1, Map.of("like weak", 0.0, "like strong", 1.0, "midway", 1.0)),
                outcome("a", 0, 0.5, Map.of("like weak", 0.0, "like strong", 1.0, "midway", 0.0)));
        // The second: own gain 0, that of the means 0.75 - 0.25.
        assertThat(Targets.of(outcomes)).containsExactly(0.75, 0.25, 0.625, 0.625);
    }

    @Test
    void withoutOtherModelsTheGainIsTheTarget() {
        assertThat(Targets.of(List.of(outcome("a", 0.25, 1, Map.of()), outcome("b", 1, 0, Map.of("x", 1.0)))))
                .containsExactly(0.75, -1);
    }

    private static Outcome outcome(String source, double weak, double strong, Map<String, Double> others) {
        return new Outcome(
                source + ":0000000000000000",
                source,
                "t",
                REQUEST,
                TrainingTap.sample(REQUEST),
                16,
                weak,
                strong,
                others);
    }
}
