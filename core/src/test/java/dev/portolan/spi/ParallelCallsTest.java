package dev.portolan.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.ToolCall;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelCallsTest {

    private static final Set<String> DECLARED = Set.of("weather", "sights");
    private static final String BOTH = """
            {"tool_uses":[{"recipient_name":"functions.weather","parameters":{"city":"Oslo"}},\
            {"recipient_name":"functions.sights","parameters":{}}]}""";

    @ParameterizedTest
    @ValueSource(strings = {"parallel", "multi_tool_use.parallel"})
    void T25_callsAreTakenOutOfTheWrapper(String wrapper) {
        assertThat(ParallelCalls.of(new ToolCall("call_1", wrapper, BOTH), DECLARED))
                .containsExactly(
                        new ToolCall("call_1_0", "weather", "{\"city\":\"Oslo\"}", true, false, null),
                        new ToolCall("call_1_1", "sights", "{}", true, false, null));
    }

    @Test
    void aToolOfThatNameIsNoWrapper() {
        ToolCall call = new ToolCall("call_1", "parallel", BOTH);
        assertThat(ParallelCalls.of(call, Set.of("weather", "sights", "parallel")))
                .containsExactly(call);
    }

    @Test
    void whatTheProviderRanItselfStaysWhole() {
        ToolCall call = new ToolCall("call_1", "parallel", BOTH, false, true, null);
        assertThat(ParallelCalls.of(call, DECLARED)).containsExactly(call);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"tool_uses\":[]}",
                "{\"tool_uses\":\"weather\"}",
                "{\"tool_uses\":[{\"recipient_name\":\"functions.other\",\"parameters\":{}}]}",
                "{\"tool_uses\":[{\"recipient_name\":\"functions.weather\",\"parameters\":\"Oslo\"}]}",
                "{\"tool_uses\":[{\"recipient_name\":\"functions.wea"
            })
    void whatHoldsNoCallsOfDeclaredToolsIsACallOfAnUnknownTool(String arguments) {
        ToolCall call = new ToolCall("call_1", "parallel", arguments);
        assertThat(ParallelCalls.of(call, DECLARED)).isEqualTo(List.of(call));
    }
}
