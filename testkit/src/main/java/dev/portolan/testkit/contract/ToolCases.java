package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Gap;
import dev.portolan.chat.Message;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.schema.JsonSchema;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Reply;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Tools: what they are told as, how they are called, and what becomes of their results. */
interface ToolCases {

    Tool WEATHER = Tool.of("get_weather", "Tells the weather of a city.", """
            {"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city"]}""");

    Tool CLOCK = Tool.of("now", "Tells the time.", "{\"type\":\"object\",\"properties\":{}}");

    ChatRequest ASKING = ChatRequest.of("Will it rain?").toBuilder()
            .tools(List.of(WEATHER, CLOCK))
            .build();

    String ARGUMENTS = "{\"city\":\"Ålesund \\\"N\\\"\",\"days\":2}";

    private static void ready(Bench bench) {
        bench.wire();
        bench.needs(Capability.TOOLS);
    }

    @Test
    default void toolsArriveWithNameDescriptionAndSchema(Bench bench) {
        ready(bench);
        bench.onEachPath(path -> {
            bench.ask(path, ASKING);

            List<Tool> tools = bench.sentRequest().tools();
            assertThat(tools).extracting(Tool::name).containsExactly("get_weather", "now");
            assertThat(tools.get(0).description()).isEqualTo(WEATHER.description());
            if (Boolean.TRUE.equals(tools.get(0).strict())) {
                // Where the service enforces a schema, it is written in the service's dialect.
                assertThat(Json.parse(tools.get(0).parameters().json())
                                .path("properties")
                                .fieldNames())
                        .toIterable()
                        .containsExactly("city", "days");
            } else {
                Json.assertSame(
                        tools.get(0).parameters().json(), WEATHER.parameters().json());
            }
        });
    }

    @Test
    default void aCallComesBackAsItWasMade(Bench bench) {
        ready(bench);
        bench.says(Reply.toolCall("get_weather", ARGUMENTS));
        bench.onEachPath(path -> {
            ChatResponse response = bench.ask(path, ASKING);

            assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.TOOL_CALLS);
            assertThat(response.toolCalls()).singleElement().satisfies(call -> {
                assertThat(call.name()).isEqualTo("get_weather");
                Json.assertSame(call.arguments(), ARGUMENTS);
                assertThat(call.argumentsValid()).isTrue();
                assertThat(call.id()).isNotBlank();
                assertThat(call.providerExecuted()).isFalse();
                assertThat(call.syntheticId()).isEqualTo(!bench.has(WireFeature.TOOL_CALL_IDS));
            });
        });
    }

    @Test
    default void severalCallsStayInOrderUnderIdsOfTheirOwn(Bench bench) {
        ready(bench);
        bench.needs(Capability.PARALLEL_TOOL_CALLS);
        bench.says(Reply.toolCall("get_weather", "{\"city\":\"Oslo\"}")
                .withToolCall("get_weather", "{\"city\":\"Bergen\"}")
                .withToolCall("now", "{}"));
        bench.onEachPath(path -> {
            List<ToolCall> calls = bench.ask(path, ASKING).toolCalls();

            assertThat(calls).extracting(ToolCall::name).containsExactly("get_weather", "get_weather", "now");
            assertThat(calls.get(0).arguments()).contains("Oslo");
            assertThat(calls.get(1).arguments()).contains("Bergen");
            assertThat(calls).extracting(ToolCall::id).doesNotHaveDuplicates();
        });
    }

    @Test
    default void textBeforeACallIsKept(Bench bench) {
        ready(bench);
        bench.says(Reply.text("Let me look.").withToolCall("now", "{}"));
        bench.onEachPath(path -> {
            ChatResponse response = bench.ask(path, ASKING);

            assertThat(response.text()).isEqualTo("Let me look.");
            assertThat(response.toolCalls()).hasSize(1);
        });
    }

    @Test
    default void aCallWithoutArgumentsHasAnEmptyObject(Bench bench) {
        ready(bench);
        bench.says(Reply.toolCall("now", ""));
        bench.onEachPath(path -> assertThat(bench.ask(path, ASKING).toolCalls())
                .singleElement()
                .satisfies(call -> {
                    assertThat(call.arguments()).isEqualTo("{}");
                    assertThat(call.argumentsValid()).isTrue();
                }));
    }

    @Test
    default void brokenArgumentsAreVisibleAndNeverCompleted(Bench bench) {
        ready(bench);
        bench.needs(WireFeature.TEXT_ARGUMENTS);
        bench.says(Reply.toolCall("get_weather", "{\"city\":\"Os"));
        bench.onEachPath(path -> assertThat(bench.ask(path, ASKING).toolCalls())
                .singleElement()
                .satisfies(call -> assertThat(call.argumentsValid()).isFalse()));
        if (bench.paths().contains(Path.STREAMING)) {
            try (ChatStream stream = bench.model().stream(ASKING)) {
                for (ChatEvent event : stream) {
                    assertThat(event).isNotInstanceOf(ChatEvent.ToolCallCompleted.class);
                }
            }
        }
    }

    @Test
    default void missingIdsAreMadeUpAndMarked(Bench bench) {
        ready(bench);
        bench.needs(Capability.PARALLEL_TOOL_CALLS);
        bench.says(Reply.toolCall("now", "{}").withToolCall("get_weather", "{\"city\":\"Oslo\"}"));
        if (bench.has(WireFeature.TOOL_CALL_IDS)) {
            bench.meets(Fault.missingIds());
        }
        bench.onEachPath(path -> {
            List<ToolCall> calls = bench.ask(path, ASKING).toolCalls();

            assertThat(calls).hasSize(2).allSatisfy(call -> {
                assertThat(call.syntheticId()).isTrue();
                assertThat(call.id()).isNotBlank();
            });
            assertThat(calls).extracting(ToolCall::id).doesNotHaveDuplicates();
        });
    }

    @Test
    default void resultsArriveWithTheirCalls(Bench bench) {
        ready(bench);
        bench.needs(Capability.PARALLEL_TOOL_CALLS);
        bench.onEachPath(path -> {
            bench.says(Reply.toolCall("get_weather", "{\"city\":\"Oslo\"}").withToolCall("now", "{}"));
            ChatResponse first = bench.ask(path, ASKING);
            List<ToolCall> calls = first.toolCalls();
            bench.says("Take a coat.");
            ChatResponse second = bench.ask(
                    path,
                    ASKING.toBuilder()
                            .add(first.message())
                            .add(Message.toolResults(
                                    ToolResult.of(calls.get(0), "Rain."), ToolResult.of(calls.get(1), "Noon.")))
                            .build());

            assertThat(second.text()).isEqualTo("Take a coat.");
            assertThat(bench.sent().toolResults()).extracting(ToolResult::text).containsExactly("Rain.", "Noon.");
            List<String> sent = bench.sentRequest().messages().stream()
                    .filter(AssistantMessage.class::isInstance)
                    .flatMap(message -> ((AssistantMessage) message).toolCalls().stream())
                    .map(ToolCall::id)
                    .toList();
            assertThat(bench.sent().toolResults())
                    .extracting(ToolResult::callId)
                    .isEqualTo(sent);
        });
    }

    @Test
    default void aFailedToolIsToldAsSuch(Bench bench) {
        ready(bench);
        ToolCall call = new ToolCall("call_1", "get_weather", "{\"city\":\"Oslo\"}");
        ChatRequest request = ASKING.toBuilder()
                .add(new AssistantMessage(List.of(call)))
                .add(Message.toolResults(ToolResult.error(call, "no such city")))
                .build();
        bench.onEachPath(path -> {
            bench.ask(path, request);

            ToolResult sent = bench.sent().toolResults().get(0);
            assertThat(sent.text()).contains("no such city");
            assertThat(sent.error() || !sent.text().equals("no such city"))
                    .as("the model can tell that the tool failed")
                    .isTrue();
        });
    }

    @Test
    default void aStreamedCallIsWholeOnlyAtTheEnd(Bench bench) {
        ready(bench);
        bench.needs(Capability.STREAMING, Capability.PARALLEL_TOOL_CALLS);
        bench.says(Reply.toolCall("get_weather", ARGUMENTS).withToolCall("now", "{}"));
        Map<Integer, StringBuilder> pieces = new TreeMap<>();
        Map<Integer, ToolCall> whole = new TreeMap<>();
        try (ChatStream stream = bench.model().stream(ASKING)) {
            for (ChatEvent event : stream) {
                if (event instanceof ChatEvent.ToolCallDelta delta) {
                    assertThat(whole)
                            .as("calls completed before the last delta")
                            .isEmpty();
                    pieces.computeIfAbsent(delta.block(), block -> new StringBuilder())
                            .append(delta.argumentsDelta());
                } else if (event instanceof ChatEvent.ToolCallCompleted completed) {
                    assertThat(whole.put(completed.block(), completed.call())).isNull();
                }
            }
            assertThat(List.copyOf(whole.values())).isEqualTo(stream.response().toolCalls());
        }
        assertThat(whole).hasSize(2);
        pieces.forEach((block, text) -> Json.assertSame(
                text.isEmpty() ? "{}" : text.toString(),
                Objects.requireNonNull(whole.get(block)).arguments()));
    }

    @Test
    default void strictToolsAreLenientWhereTheModelKnowsNoOthers(Bench bench) {
        bench.needs(Capability.TOOLS);
        ChatRequest request = ChatRequest.of("Will it rain?").toBuilder()
                .tools(List.of(new Tool("now", "Tells the time.", JsonSchema.EMPTY_OBJECT, true)))
                .build();

        Twins.told(bench, bench.modelWithout(Capability.STRICT_TOOLS), request, "tools.strict", Gap.Effect.LEFT_OUT);
        if (bench.wired()) {
            assertThat(bench.sentRequest().tools().get(0).strict()).isNotEqualTo(true);
        }
    }

    @Test
    default void toolsAreRefusedByAModelWithoutThem(Bench bench) {
        Twins.refused(bench, bench.modelWithout(Capability.TOOLS), ASKING, "tools");
    }
}
