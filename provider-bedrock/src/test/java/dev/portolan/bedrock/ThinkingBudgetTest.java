package dev.portolan.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolChoice;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThinkingBudgetTest {

    private static final Family CLAUDE =
            new Family(Map.of("family", "claude", "top-k", "top_k", "effort", "budget", "sampling", "one"));
    private static final Tool TOOL = Tool.of("ping", "", "{\"type\":\"object\",\"properties\":{}}");

    @Test
    void whatCannotStandBesideThinkingIsLeftOut() {
        assertThat(gaps(thinking().temperature(0.3).topP(0.9).topK(10)))
                .extracting(Gap::field)
                .containsExactly("temperature", "topP", "topK");
        assertThat(gaps(thinking().temperature(1.0).maxOutputTokens(2_000))).isEmpty();
        assertThat(gaps(thinking().topP(0.95))).isEmpty();
    }

    @Test
    void aTemperatureThatIsLeftOutLeavesTopPItsPlace() {
        assertThat(gaps(thinking().temperature(0.3).topP(0.97)))
                .extracting(Gap::field)
                .containsExactly("temperature");
        assertThat(gaps(ChatRequest.of("Hi").toBuilder().temperature(0.3).topP(0.97)))
                .extracting(Gap::field)
                .containsExactly("topP");
    }

    @Test
    void aForcedToolCountsMoreThanEffort() {
        ChatRequest.Builder asked = thinking().temperature(0.3).tools(List.of(TOOL));
        assertThat(gaps(asked.toolChoice(ToolChoice.REQUIRED)))
                .extracting(Gap::field)
                .containsExactly("reasoningEffort");
        assertThat(gaps(asked.toolChoice(ToolChoice.AUTO)))
                .extracting(Gap::field)
                .containsExactly("temperature");
    }

    @Test
    void anAnswerTooShortToThinkInIsWrittenWithoutThinking() {
        assertThat(gaps(thinking().maxOutputTokens(1_024)))
                .singleElement()
                .satisfies(gap -> assertThat(gap.message()).contains("1024"));
    }

    @Test
    void withoutThinkingNothingIsLeftOut() {
        assertThat(gaps(thinking().reasoningEffort(ReasoningEffort.NONE).temperature(0.3)))
                .isEmpty();
        assertThat(body(thinking().reasoningEffort(ReasoningEffort.NONE)).path("thinking"))
                .hasToString("{\"type\":\"disabled\"}");
    }

    @Test
    void theBudgetStaysBelowTheLimitOfTheAnswer() {
        assertThat(budget(thinking())).isEqualTo(4_096);
        assertThat(budget(thinking().maxOutputTokens(2_000))).isEqualTo(1_999);
        assertThat(budget(thinking().maxOutputTokens(1_025))).isEqualTo(1_024);
    }

    private static ChatRequest.Builder thinking() {
        return ChatRequest.of("Hi").toBuilder().reasoningEffort(ReasoningEffort.LOW);
    }

    private static List<Gap> gaps(ChatRequest.Builder request) {
        return CLAUDE.amended(List.of(), request.build(), false, CLAUDE::signed);
    }

    private static JsonNode body(ChatRequest.Builder request) {
        return new RequestMapper(CLAUDE, CallOptions.NONE)
                .encode(request.build(), Map.of(), false)
                .body()
                .path("additionalModelRequestFields");
    }

    private static int budget(ChatRequest.Builder request) {
        return body(request).path("thinking").path("budget_tokens").intValue();
    }
}
