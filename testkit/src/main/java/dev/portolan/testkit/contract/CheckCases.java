package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.Warning;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a model says of itself agrees with what it does. */
interface CheckCases {

    private static ChatRequest demanding() {
        return ChatRequest.of("Hello.").toBuilder()
                .temperature(0.3)
                .topP(0.9)
                .topK(10)
                .seed(1L)
                .frequencyPenalty(0.1)
                .presencePenalty(0.1)
                .reasoningEffort(ReasoningEffort.LOW)
                .stop(List.of("END"))
                .build();
    }

    @Test
    default void aModelSaysWhoItIs(Bench bench) {
        assertThat(bench.model().info().model()).isEqualTo(bench.modelId());
        assertThat(bench.model().info().provider()).isNotBlank();
    }

    @Test
    default void aModelStatesWhatItCan(Bench bench) {
        // What is unknown is sent and may fail at the vendor; these a provider must know.
        assertThat(List.of(Capability.STREAMING, Capability.TOOLS))
                .allSatisfy(capability -> assertThat(bench.model().info().knows(capability))
                        .as("%s is known", capability)
                        .isTrue());
    }

    @Test
    default void aPlainQuestionHasNoGap(Bench bench) {
        assertThat(bench.model().check(ChatRequest.of("Hello."))).isEmpty();
        Twins.nothingSent(bench);
    }

    @Test
    default void theUserSWordCountsMoreThanWhatIsKnown(Bench bench) {
        for (Capability capability : Capability.values()) {
            assertThat(bench.modelWithout(capability).info().supports(capability))
                    .as("%s, which the user denied", capability)
                    .isFalse();
        }
    }

    @Test
    default void everyGapBecomesAWarningAndNothingElseDoes(Bench bench) {
        ChatModel model = bench.model();
        ChatRequest request = demanding();
        List<Gap> gaps = model.check(request);
        bench.onEachPath(
                path -> assertThat(path.ask(model, request, Twins.ADAPT).warnings())
                        .extracting(Warning::field)
                        .containsExactlyInAnyOrderElementsOf(
                                gaps.stream().map(Gap::field).toList()));
    }

    @Test
    default void checkingAsksNobody(Bench bench) {
        bench.model().check(demanding());
        bench.model().check(ToolCases.ASKING);
        Twins.nothingSent(bench);
    }
}
