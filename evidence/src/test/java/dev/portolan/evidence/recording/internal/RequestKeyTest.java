package dev.portolan.evidence.recording.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VendorState;
import dev.portolan.schema.JsonSchema;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RequestKeyTest {

    private static final Tool WEATHER = Tool.of("weather", "Tells it.", "{\"type\":\"object\",\"properties\":{}}");
    private static final Tool TIME = Tool.of("time", "Tells it.", "{\"type\":\"object\"}");

    private static String key(ChatRequest request) {
        return RequestKey.of(request).hash();
    }

    private static ChatRequest talk(String id, String arguments, String state, boolean error) {
        ToolCall call = new ToolCall(id, "weather", arguments, false, false, new VendorState("openai/chat", state));
        return ChatRequest.builder()
                .user("How is it\noutside?")
                .add(new AssistantMessage(List.of(new TextPart("Let me see."), call)))
                .add(Message.toolResults(error ? ToolResult.error(call, "Rain") : ToolResult.of(call, "Rain")))
                .build();
    }

    @Test
    void idsSpacesOrderOfKeysAndVendorStateDoNotCount() {
        assertThat(key(talk("call_1", "{\"a\":1,\"b\":[1.50,\"x\",null,{\"c\":true}]}", "{\"id\":1}", false)))
                .isEqualTo(key(talk("toolu_9", "{ \"b\": [1.50, \"x\", null, {\"c\":true}], \"a\":1 }", "{}", false)))
                .isNotEqualTo(key(talk("call_1", "{\"a\":2,\"b\":[1.50,\"x\",null,{\"c\":true}]}", "{}", false)))
                .isNotEqualTo(key(talk("call_1", "{\"a\":1,\"b\":[1.50,\"x\",null,{\"c\":true}]}", "{}", true)));
        assertThat(key(talk("a", "{\"a\":", "{}", false)))
                .as("arguments that do not parse count as they are")
                .isNotEqualTo(key(talk("a", "{\"a\": ", "{}", false)));
        assertThat(key(talk("a", "{} {}", "{}", false))).isNotEqualTo(key(talk("a", "{}", "{}", false)));
    }

    @Test
    void orderOfToolsAndLineEndsDoNotCount() {
        ChatRequest one = ChatRequest.builder()
                .user("a\r\nb")
                .tools(List.of(WEATHER, TIME))
                .build();
        ChatRequest two =
                ChatRequest.builder().user("a\nb").tools(List.of(TIME, WEATHER)).build();
        assertThat(key(one)).isEqualTo(key(two));
    }

    @Test
    void everythingElseCounts() {
        ChatRequest plain = ChatRequest.builder().user("a").tools(List.of(TIME)).build();
        List<UnaryOperator<ChatRequest.Builder>> changes = List.of(
                b -> b.user("b"),
                b -> b.system("a"),
                b -> b.temperature(0.5),
                b -> b.topP(0.5),
                b -> b.topK(5),
                b -> b.maxOutputTokens(5),
                b -> b.seed(5L),
                b -> b.frequencyPenalty(0.5),
                b -> b.presencePenalty(0.5),
                b -> b.logprobs(5),
                b -> b.reasoningEffort(ReasoningEffort.LOW),
                b -> b.stop(List.of("x")),
                b -> b.tools(List.of(WEATHER)),
                b -> b.toolChoice(ToolChoice.NONE),
                b -> b.toolChoice(ToolChoice.named("time")),
                b -> b.parallelToolCalls(false),
                b -> b.outputFormat(OutputFormat.TEXT),
                b -> b.outputFormat(OutputFormat.JSON),
                b -> b.outputFormat(OutputFormat.schema("s", JsonSchema.EMPTY_OBJECT)),
                b -> b.vendorOptions("openai", "{\"user\":\"u\"}"),
                b -> b.add(new AssistantMessage(List.of(new RefusalPart("a")))),
                b -> b.add(new AssistantMessage(List.of(new CitationPart("https://a", "t", 1, 2, null)))),
                b -> b.add(new AssistantMessage(List.of(new OtherPart("x", new VendorState("o", "{\"a\":1}"))))));

        assertThat(changes.stream()
                        .map(change -> key(Objects.requireNonNull(change.apply(plain.toBuilder()))
                                .build()))
                        .distinct())
                .hasSize(changes.size())
                .doesNotContain(key(plain));
    }
}
