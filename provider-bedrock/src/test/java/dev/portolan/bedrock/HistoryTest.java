package dev.portolan.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.UserMessage;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.Warning;
import dev.portolan.spi.support.ToolNames;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules T1 to T28 of tools and history, as far as Converse and the families of its models have them. */
class HistoryTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Family CLAUDE = new Family(Map.of(
            "family",
            "claude",
            "first-role",
            "any",
            "not-beside-results",
            "documents",
            "result-media",
            "image,document"));
    private static final Family THINKING =
            new Family(Map.of("family", "claude", "first-role", "any", "effort", "budget"));
    private static final Family NOVA = new Family(Map.of("family", "nova", "result-media", "image,document,video"));
    private static final Family LLAMA = new Family(Map.of("family", "llama", "not-beside-results", "anything"));
    private static final Family MISTRAL = new Family(
            Map.of("family", "mistral", "tool-ids", "short", "not-beside-results", "anything", "result-shape", "json"));
    private static final Family WRITER = new Family(Map.of("family", "writer", "result-status", "no"));
    private static final Tool LOOK = Tool.of("look", "", "{\"type\":\"object\"}");
    private static final ToolCall CALL = new ToolCall("call_1", "look", "{\"a\":1}");
    private static final ToolCall OTHER_CALL = new ToolCall("call_2", "look", "{\"a\":2}");
    private static final Media PNG = Media.of(new byte[] {1, 2, 3}, "image/png");
    private static final String SIGNATURE = "EqQBCgIYAhIM+/==";
    private static final ReasoningPart SIGNED = new ReasoningPart(
            " hm \n",
            new VendorState(
                    "bedrock/converse",
                    "{\"reasoningContent\":{\"reasoningText\":{\"text\":\" hm \\n\",\"signature\":\"" + SIGNATURE
                            + "\"}},\"family\":\"claude\"}"));
    private static final ReasoningPart FOREIGN =
            new ReasoningPart("psst", new VendorState("openai/responses", "{\"id\":\"rs_1\"}"));

    @Test
    void T1_aCallWithoutIdGetsOneThatBedrockTakes() throws Exception {
        ChatResponse response = read(
                "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"toolUse\":{\"name\":\"look\",\"input\":{}}},"
                        + "{\"toolUse\":{\"name\":\"look\",\"input\":{}}}]}},\"stopReason\":\"tool_use\"}");

        List<ToolCall> calls = response.toolCalls();
        assertThat(calls)
                .hasSize(2)
                .allMatch(ToolCall::syntheticId)
                .allMatch(call -> call.id().matches("[a-zA-Z0-9_-]{1,40}"));
        assertThat(calls.get(0).id()).isNotEqualTo(calls.get(1).id());
    }

    @Test
    void T3_idsOfOthersAreAsTheModelTakesThem() {
        ToolCall dotted = new ToolCall("functions.look:0", "look", "{}");

        assertThat(sentId(CLAUDE, dotted)).matches("[a-zA-Z0-9_-]{1,64}");
        assertThat(sentId(NOVA, dotted)).isEqualTo("functions.look:0");
        assertThat(sentId(NOVA, new ToolCall("x".repeat(65), "look", "{}"))).matches("[a-zA-Z0-9_.:-]{1,64}");
        assertThat(sentId(MISTRAL, CALL)).matches("[a-zA-Z0-9]{9}");
        assertThat(sentId(CLAUDE, CALL)).isEqualTo("call_1");
    }

    @Test
    void T4_anIdThatOccursTwiceInTheHistoryIsSentOnce() {
        JsonNode turns = turns(
                CLAUDE,
                Message.user("Look"),
                new AssistantMessage(List.of(CALL)),
                Message.toolResults(ToolResult.of(CALL, "seen")),
                new AssistantMessage(List.of(CALL)),
                Message.toolResults(ToolResult.of(CALL, "seen again")));

        assertThat(turns.at("/1/content/0/toolUse/toolUseId")).isEqualTo(turns.at("/2/content/0/toolResult/toolUseId"));
        assertThat(turns.at("/3/content/0/toolUse/toolUseId"))
                .isEqualTo(turns.at("/4/content/0/toolResult/toolUseId"))
                .isNotEqualTo(turns.at("/1/content/0/toolUse/toolUseId"));
    }

    @Test
    void T5_argumentsAreAnObjectWithEveryDigit() {
        assertThat(calledWith("{\"n\":12345678901234567890.10}")).hasToString("{\"n\":12345678901234567890.10}");
    }

    @Test
    void T6_noArgumentsAreAnEmptyObject() {
        assertThat(calledWith("")).hasToString("{}");
    }

    @Test
    void T7_argumentsThatAreNoObjectAreWrapped() {
        assertThat(calledWith("{\"a\": oops")).hasToString("{\"invalid_arguments\":\"{\\\"a\\\": oops\"}");
        assertThat(calledWith("[1]")).hasToString("{\"invalid_arguments\":\"[1]\"}");
    }

    @Test
    void T9_namesThatBedrockRefusesAreReplacedInTheHistoryTooAndComeBack() {
        Tool dotted = Tool.of("crm.find customer", "", "{\"type\":\"object\"}");
        ToolCall call = new ToolCall("c", "crm.find customer", "{}");
        RequestMapper.Encoded encoded = encode(
                CLAUDE,
                ChatRequest.builder()
                        .messages(List.of(
                                Message.user("Look"),
                                new AssistantMessage(List.of(call)),
                                Message.toolResults(ToolResult.of(call, "x"))))
                        .tools(List.of(dotted))
                        .build());

        String wire = encoded.body().at("/messages/1/content/0/toolUse/name").asText();
        assertThat(wire).matches("[a-zA-Z0-9_-]{1,64}");
        assertThat(encoded.body().at("/toolConfig/tools/0/toolSpec/name").asText())
                .isEqualTo(wire);
        assertThat(encoded.names().original(wire)).isEqualTo("crm.find customer");
    }

    @Test
    void T10_aBlankDescriptionIsNotSent() {
        assertThat(encode(CLAUDE, history(Message.user("Look")))
                        .body()
                        .at("/toolConfig/tools/0/toolSpec")
                        .has("description"))
                .isFalse();
    }

    @Test
    void T15_callsOfTheHistoryAreTextWhenNoToolsAreOffered() {
        RequestMapper.Encoded encoded = encode(
                CLAUDE,
                ChatRequest.builder()
                        .messages(List.of(
                                Message.user("Look"),
                                new AssistantMessage(List.of(CALL)),
                                Message.toolResults(ToolResult.error(CALL, "too dark")),
                                Message.user("So?")))
                        .build());

        assertThat(encoded.body().toString())
                .doesNotContain("toolUse")
                .doesNotContain("toolResult")
                .contains("Error of tool look: too dark");
        assertThat(encoded.warnings()).extracting(Warning::code).containsExactly("rewritten");
    }

    @Test
    void T16_resultsOfATurnStandInOneMessage() {
        JsonNode turns = turns(
                CLAUDE,
                Message.user("Look"),
                new AssistantMessage(List.of(CALL, OTHER_CALL)),
                Message.toolResults(ToolResult.of(CALL, "a")),
                Message.toolResults(ToolResult.of(OTHER_CALL, "b")),
                Message.user("And?"));

        assertThat(turns).hasSize(3);
        assertThat(turns.at("/2/content"))
                .extracting(block -> block.fieldNames().next())
                .containsExactly("toolResult", "toolResult", "text");
    }

    @Test
    void T17_whatMayNotStandBesideResultsFollowsInATurnOfItsOwn() {
        DocumentPart paper = new DocumentPart(Media.of("a".getBytes(StandardCharsets.UTF_8), "text/plain"), "a.txt");
        Message[] history = {
            Message.user("Look"),
            new AssistantMessage(List.of(CALL)),
            Message.toolResults(ToolResult.of(CALL, "seen")),
            new UserMessage(List.of(new TextPart("And this?"), paper))
        };

        assertThat(roles(turns(CLAUDE, history))).containsExactly("user", "assistant", "user", "assistant", "user");
        assertThat(roles(turns(LLAMA, history))).containsExactly("user", "assistant", "user", "assistant", "user");
        assertThat(roles(turns(NOVA, history))).containsExactly("user", "assistant", "user");
        assertThat(turns(CLAUDE, history).at("/2/content")).hasSize(2);
        assertThat(turns(LLAMA, history).at("/2/content")).hasSize(1);
    }

    @Test
    void T18_resultsAreTextOrWhereTheFamilyWantsItJson() {
        assertThat(result(CLAUDE, ToolResult.of(CALL, "[1]")).at("/content/0")).hasToString("{\"text\":\"[1]\"}");
        assertThat(result(MISTRAL, ToolResult.of(CALL, "[1]")).at("/content/0"))
                .hasToString("{\"json\":{\"result\":\"[1]\"}}");
        assertThat(result(MISTRAL, ToolResult.of(CALL, "{\"a\":1}")).at("/content/0"))
                .hasToString("{\"json\":{\"a\":1}}");
        assertThat(result(CLAUDE, ToolResult.of(CALL, "")).at("/content")).hasSize(1);
    }

    @Test
    void T19_aFailureIsAStatusOrWhereItIsRefusedTold() {
        assertThat(result(CLAUDE, ToolResult.error(CALL, "too dark"))
                        .path("status")
                        .asText())
                .isEqualTo("error");
        JsonNode told = result(WRITER, ToolResult.error(CALL, "too dark"));
        assertThat(told.has("status")).isFalse();
        assertThat(told.at("/content/0/text").asText()).isEqualTo("The tool failed:");
    }

    @Test
    void T20_mediaThatTheFamilyTakesInResultsStayAndOthersFollow() {
        Message[] history = {
            Message.user("Look"),
            new AssistantMessage(List.of(CALL, OTHER_CALL)),
            new ToolMessage(List.of(
                    new ToolResult("call_1", "look", List.of(new ImagePart(PNG, null, null)), false, null),
                    ToolResult.of(OTHER_CALL, "b")))
        };

        assertThat(turns(CLAUDE, history)
                        .at("/2/content/0/toolResult/content/0")
                        .has("image"))
                .isTrue();
        JsonNode moved = turns(LLAMA, history);
        assertThat(roles(moved)).containsExactly("user", "assistant", "user", "assistant", "user");
        assertThat(moved.at("/2/content")).hasSize(2);
        assertThat(moved.at("/4/content/0").has("image")).isTrue();
    }

    @Test
    void T22_signedReasoningReturnsByteForByteBeforeItsCall() {
        JsonNode turns = turns(
                THINKING,
                thinking(
                        Message.user("Look"),
                        new AssistantMessage(List.of(SIGNED, CALL)),
                        Message.toolResults(ToolResult.of(CALL, "seen"))));

        assertThat(turns.at("/1/content/0/reasoningContent/reasoningText/signature")
                        .asText())
                .isEqualTo(SIGNATURE);
        assertThat(turns.at("/1/content/0/reasoningContent/reasoningText/text").asText())
                .isEqualTo(" hm \n");
        assertThat(turns.at("/1/content/1").has("toolUse")).isTrue();
    }

    @Test
    void T22_reasoningOfAnotherOriginOrFamilyIsLeftOutAndTold() {
        RequestMapper.Encoded encoded = encode(
                NOVA,
                history(
                        Message.user("Look"),
                        new AssistantMessage(List.of(SIGNED, FOREIGN, new ReasoningPart("bare"), new TextPart("Seen"))),
                        Message.user("So?")));

        assertThat(encoded.body().toString())
                .doesNotContain("hm")
                .doesNotContain("psst")
                .doesNotContain("bare")
                .contains("Seen");
        assertThat(encoded.warnings())
                .extracting(Warning::code)
                .containsOnly("left-out")
                .hasSize(3);
    }

    /** The service refuses thinking then; going on without it loses less than refusing the call. */
    @Test
    void T22_aTurnOfToolsThatAnotherModelBeganIsFinishedWithoutThinking() {
        for (AssistantMessage begun : List.of(
                new AssistantMessage(List.of(CALL)),
                new AssistantMessage(List.of(FOREIGN, CALL)),
                new AssistantMessage(List.of(new TextPart("One moment"), SIGNED, CALL)))) {
            ChatRequest request =
                    thinking(Message.user("Look"), begun, Message.toolResults(ToolResult.of(CALL, "seen")));

            assertThat(THINKING.amended(List.of(), request, false, THINKING::signed))
                    .singleElement()
                    .satisfies(gap -> {
                        assertThat(gap.field()).isEqualTo("reasoningEffort");
                        assertThat(gap.effect()).isEqualTo(Gap.Effect.LEFT_OUT);
                    });
        }
    }

    @Test
    void T22_aTurnOfToolsThatTheModelBeganItselfGoesOnThinking() {
        Message user = Message.user("Look");
        AssistantMessage own = new AssistantMessage(List.of(SIGNED, CALL));
        Message seen = Message.toolResults(ToolResult.of(CALL, "seen"));
        AssistantMessage unsigned = new AssistantMessage(List.of(OTHER_CALL));
        Message seenToo = Message.toolResults(ToolResult.of(OTHER_CALL, "seen"));

        assertThat(THINKING.amended(List.of(), thinking(user, own, seen), false, THINKING::signed))
                .isEmpty();
        assertThat(THINKING.amended(List.of(), thinking(user, own, seen, unsigned, seenToo), false, THINKING::signed))
                .isEmpty();
        assertThat(THINKING.amended(
                        List.of(),
                        thinking(user, unsigned, seenToo, Message.assistant("Seen"), user),
                        false,
                        THINKING::signed))
                .isEmpty();
        assertThat(THINKING.amended(List.of(), thinking(user), false, THINKING::signed))
                .isEmpty();
    }

    @Test
    void T22_aModelThatDoesNotThinkNowIsNotShownItsThoughtsOfTheOpenTurn() {
        RequestMapper.Encoded encoded = encode(
                THINKING,
                history(
                        Message.user("Look"),
                        new AssistantMessage(List.of(SIGNED, new TextPart("Before"))),
                        Message.user("Again"),
                        new AssistantMessage(List.of(SIGNED, CALL)),
                        Message.toolResults(ToolResult.of(CALL, "seen"))));

        assertThat(encoded.body().at("/messages/1/content/0").has("reasoningContent"))
                .isTrue();
        assertThat(encoded.body().at("/messages/3/content/0").has("toolUse")).isTrue();
        assertThat(encoded.warnings()).extracting(Warning::code).containsExactly("left-out");
    }

    @Test
    void T23_callsMakeTheFinishReasonWhateverTheServiceSays() throws Exception {
        assertThat(
                        read("{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"toolUse\":{\"toolUseId\":\"a\","
                                        + "\"name\":\"look\",\"input\":{}}}]}},\"stopReason\":\"end_turn\"}")
                                .finishReason()
                                .kind())
                .isEqualTo(FinishReason.Kind.TOOL_CALLS);
    }

    @Test
    void T24_whatAnotherProviderRanItselfIsLeftOutWithItsResult() {
        ToolCall ran = new ToolCall("srv_1", "web_search", "{}", false, true, null);
        RequestMapper.Encoded encoded = encode(
                CLAUDE,
                history(
                        Message.user("Look"),
                        new AssistantMessage(List.of(ran, new TextPart("Found."))),
                        Message.toolResults(ToolResult.of(ran, "pages")),
                        Message.user("So?")));

        assertThat(encoded.body().toString()).doesNotContain("srv_1").contains("Found.");
        assertThat(encoded.warnings()).extracting(Warning::code).containsExactly("left-out", "left-out");
    }

    @Test
    void T27_rolesAreMergedAndTheUserBeginsWhereTheFamilyWantsIt() {
        Message[] history = {Message.assistant("Ahoy"), Message.user("a"), Message.system("Be brief"), Message.user("b")
        };

        assertThat(roles(turns(NOVA, history))).containsExactly("user", "assistant", "user");
        assertThat(roles(turns(CLAUDE, history))).containsExactly("assistant", "user");
    }

    @Test
    void T28_blankTextIsNotSentAndAFinalAnswerDoesNotEndWithSpace() {
        JsonNode turns = turns(
                CLAUDE,
                Message.user("a"),
                new AssistantMessage(List.of(new TextPart(" \n"), new RefusalPart(" ", null), new TextPart("well "))),
                Message.user("b"),
                new AssistantMessage(List.of(SIGNED, new TextPart("So "))));

        assertThat(turns.at("/1/content")).hasSize(1);
        assertThat(turns.at("/1/content/0/text").asText()).isEqualTo("well ");
        assertThat(turns.at("/3/content/1/text").asText()).isEqualTo("So");
        assertThat(turns.at("/3/content/0/reasoningContent/reasoningText/text").asText())
                .isEqualTo(" hm \n");
    }

    @Test
    void T28_aDocumentHasTextBesideIt() {
        DocumentPart paper = new DocumentPart(Media.of("a".getBytes(StandardCharsets.UTF_8), "text/plain"), "a.txt");

        assertThat(turns(CLAUDE, new UserMessage(List.of(paper)))
                        .at("/0/content/0/text")
                        .asText())
                .isNotBlank();
    }

    private static String sentId(Family family, ToolCall call) {
        JsonNode turns = turns(
                family,
                Message.user("Look"),
                new AssistantMessage(List.of(call)),
                Message.toolResults(ToolResult.of(call, "seen")));
        String id = turns.at("/1/content/0/toolUse/toolUseId").asText();
        assertThat(turns.at("/2/content/0/toolResult/toolUseId").asText()).isEqualTo(id);
        return id;
    }

    private static JsonNode calledWith(String arguments) {
        ToolCall call = new ToolCall("c", "look", arguments);
        return turns(
                        CLAUDE,
                        Message.user("Look"),
                        new AssistantMessage(List.of(call)),
                        Message.toolResults(ToolResult.of(call, "seen")))
                .at("/1/content/0/toolUse/input");
    }

    private static JsonNode result(Family family, ToolResult result) {
        return turns(family, Message.user("Look"), new AssistantMessage(List.of(CALL)), Message.toolResults(result))
                .at("/2/content/0/toolResult");
    }

    private static List<String> roles(JsonNode turns) {
        return turns.valueStream().map(turn -> turn.path("role").asText()).toList();
    }

    private static ChatRequest history(Message... messages) {
        return ChatRequest.builder()
                .messages(List.of(messages))
                .tools(List.of(LOOK))
                .build();
    }

    private static ChatRequest thinking(Message... messages) {
        return history(messages).toBuilder()
                .reasoningEffort(ReasoningEffort.LOW)
                .build();
    }

    private static JsonNode turns(Family family, Message... messages) {
        return turns(family, history(messages));
    }

    private static JsonNode turns(Family family, ChatRequest request) {
        return encode(family, request).body().path("messages");
    }

    private static RequestMapper.Encoded encode(Family family, ChatRequest request) {
        return new RequestMapper(family, CallOptions.NONE).encode(request, Map.of(), false);
    }

    private static ChatResponse read(String body) throws Exception {
        return ResponseMapper.read(new Answer("m", "claude", new ToolNames(List.of()), true), MAPPER.readTree(body))
                .build();
    }
}
