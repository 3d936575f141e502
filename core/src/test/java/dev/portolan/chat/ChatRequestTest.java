package dev.portolan.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.schema.JsonSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChatRequestTest {

    private static final Tool TOOL = Tool.of("look_up", "Looks a word up", "{\"type\":\"object\"}");

    static ChatRequest full() {
        return ChatRequest.builder()
                .system("Be brief.")
                .user("Hello")
                .temperature(0.5)
                .topP(0.9)
                .topK(40)
                .maxOutputTokens(100)
                .seed(7L)
                .frequencyPenalty(0.1)
                .presencePenalty(-0.1)
                .logprobs(2)
                .reasoningEffort(ReasoningEffort.LOW)
                .stop(List.of("END"))
                .tools(List.of(TOOL))
                .toolChoice(ToolChoice.named("look_up"))
                .parallelToolCalls(false)
                .outputFormat(OutputFormat.JSON)
                .vendorOptions("openai", "{\"store\":true}")
                .build();
    }

    /** One change to each component. */
    static Stream<Arguments> changes() {
        return Stream.of(
                change("messages", b -> b.user("more")),
                change("temperature", b -> b.temperature(0.6)),
                change("topP", b -> b.topP(null)),
                change("topK", b -> b.topK(41)),
                change("maxOutputTokens", b -> b.maxOutputTokens(101)),
                change("seed", b -> b.seed(8L)),
                change("frequencyPenalty", b -> b.frequencyPenalty(0.2)),
                change("presencePenalty", b -> b.presencePenalty(0.2)),
                change("logprobs", b -> b.logprobs(3)),
                change("reasoningEffort", b -> b.reasoningEffort(ReasoningEffort.HIGH)),
                change("stop", b -> b.stop(List.of())),
                change("tools", b -> b.tools(List.of(TOOL, Tool.of("b", "", "{}")))),
                change("toolChoice", b -> b.toolChoice(ToolChoice.AUTO)),
                change("parallelToolCalls", b -> b.parallelToolCalls(true)),
                change("outputFormat", b -> b.outputFormat(OutputFormat.TEXT)),
                change("vendorOptions", b -> b.vendorOptions("azure", "{}")));
    }

    private static Arguments change(String name, Consumer<ChatRequest.Builder> change) {
        return Arguments.of(name, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void everyComponentCountsForEqualityAndIsCopied(String name, Consumer<ChatRequest.Builder> change) {
        ChatRequest.Builder builder = full().toBuilder();
        change.accept(builder);
        ChatRequest changed = builder.build();

        assertThat(changed).isNotEqualTo(full());
        assertThat(changed.toBuilder().build()).isEqualTo(changed).hasSameHashCodeAs(changed);
    }

    @Test
    void equalContentIsAnEqualRequest() {
        assertThat(full()).isEqualTo(full()).hasSameHashCodeAs(full()).isNotEqualTo("request");
        assertThat(full().toBuilder().build()).isEqualTo(full());
    }

    @Test
    void whatIsNotSetIsNotThere() {
        ChatRequest request = ChatRequest.of("Hello");
        assertThat(request.messages()).containsExactly(Message.user("Hello"));
        assertThat(request.temperature()).isNull();
        assertThat(request.outputFormat()).isNull();
        assertThat(request.stop()).isEmpty();
        assertThat(request).hasToString("ChatRequest[1 messages, 0 tools]");
    }

    @Test
    void aRequestDoesNotChangeWithTheListsItWasMadeOf() {
        List<Message> messages = new ArrayList<>(List.of(Message.user("a")));
        ChatRequest.Builder builder = ChatRequest.builder().messages(messages);
        messages.add(Message.user("b"));
        ChatRequest request = builder.build();
        builder.user("c");
        assertThat(request.messages()).hasSize(1);
        assertThatThrownBy(() -> request.messages().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    /** What no vendor takes, with the start of the message. */
    static Stream<Arguments> mistakes() {
        return Stream.of(
                change("messages: a request needs at least one", b -> b.messages(List.of())),
                change("messages: must not be null", b -> b.messages(null)),
                change("messages[1]: must not be null", b -> b.messages(Arrays.asList(Message.user("a"), null))),
                change("messages[2]: must not be null", b -> b.add(null)),
                change(
                        "messages[2]: a ToolResult belongs in a ToolMessage",
                        b -> b.add(new UserMessage(List.of(new ToolResult("c", "f", List.of(), false, null))))),
                change(
                        "messages[2]: a ToolMessage holds ToolResults, not TextPart",
                        b -> b.add(new ToolMessage(List.of(new TextPart("a"))))),
                change("stop: must not be null", b -> b.stop(null)),
                change("stop[0]: must not be null", b -> b.stop(Collections.singletonList(null))),
                change("stop: a stop sequence must not be empty", b -> b.stop(List.of("a", ""))),
                change("tools: must not be null", b -> b.tools(null)),
                change("tools[1]: must not be null", b -> b.tools(Arrays.asList(TOOL, null))),
                change("tools: the name look_up occurs twice", b -> b.tools(List.of(TOOL, TOOL))),
                change("tools: a tool must have a name", b -> b.tools(List.of(Tool.of(" ", "", "{}")))),
                change("tools: a tool must have a name", b -> b.tools(List.of(Tool.of(null, "", "{}")))),
                change(
                        "tools: the parameters of f: A JSON schema must be JSON",
                        b -> b.tools(List.of(Tool.of("f", "", "{")))),
                change(
                        "tools: the parameters of f: Not a JSON schema at /type",
                        b -> b.tools(List.of(Tool.of("f", "", "{\"type\":\"thing\"}")))),
                change("temperature: must be at least 0", b -> b.temperature(-0.1)),
                change("temperature: must be at least 0", b -> b.temperature(Double.NaN)),
                change("temperature: must be at least 0", b -> b.temperature(Double.POSITIVE_INFINITY)),
                change("topP: must be at least 0", b -> b.topP(-1.0)),
                change("topP: must be at most 1", b -> b.topP(1.1)),
                change("topK: must be at least 1", b -> b.topK(0)),
                change("maxOutputTokens: must be at least 1", b -> b.maxOutputTokens(0)),
                change("logprobs: must be at least 0", b -> b.logprobs(-1)),
                change("frequencyPenalty: must be a finite number", b -> b.frequencyPenalty(Double.NaN)),
                change("presencePenalty: must be a finite number", b -> b.presencePenalty(Double.NEGATIVE_INFINITY)),
                change("vendorOptions: those for openai are no JSON", b -> b.vendorOptions("openai", "[]")),
                change("vendorOptions: those for openai are no JSON", b -> b.vendorOptions("openai", "")),
                change("vendorOptions: those for openai are no JSON", b -> b.vendorOptions("openai", "{\"a\":")),
                change(
                        "outputFormat: a schema must have a name",
                        b -> b.outputFormat(OutputFormat.schema("", JsonSchema.EMPTY_OBJECT))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void aMistakeIsToldWithItsFieldBeforeAnyCall(String message, Consumer<ChatRequest.Builder> mistake) {
        assertThatThrownBy(() -> {
                    ChatRequest.Builder builder = full().toBuilder();
                    mistake.accept(builder);
                    builder.build();
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aChoiceOfAToolThatIsNotThereIsAMistake() {
        ChatRequest.Builder builder =
                ChatRequest.builder().user("a").tools(List.of(TOOL)).toolChoice(ToolChoice.named("gone"));
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("toolChoice: names gone, which is not among the tools");
    }

    @Test
    void theEdgesOfTheRangesAreAllowed() {
        ChatRequest request = full().toBuilder()
                .temperature(0.0)
                .topP(0.0)
                .topK(1)
                .maxOutputTokens(1)
                .logprobs(0)
                .build();
        assertThat(request.toBuilder().topP(1.0).temperature(2.0).build().topP())
                .isEqualTo(1.0);
    }

    @Test
    void aChoiceMayNameAHostedToolOfTheVendor() {
        ChatRequest withoutTools = ChatRequest.builder()
                .user("a")
                .toolChoice(ToolChoice.named("web_search"))
                .build();
        ChatRequest withOptions =
                full().toBuilder().toolChoice(ToolChoice.named("web_search")).build();
        assertThat(withoutTools.toolChoice()).isEqualTo(withOptions.toolChoice());
    }

    @Test
    void partsWithoutANameAreAllowedAnywhere() {
        OtherPart other = new OtherPart("x", new VendorState("openai/responses", "{}"));
        ChatRequest request = ChatRequest.builder()
                .add(new ToolMessage(List.of(ToolResult.of(new ToolCall("c", "f", ""), "1"), other)))
                .add(new AssistantMessage(List.of(other)))
                .build();
        assertThat(request.messages()).hasSize(2);
    }
}
