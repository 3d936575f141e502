package dev.portolan.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Message;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VendorState;
import dev.portolan.codec.JsonCodec;
import dev.portolan.codec.JsonFormatException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationTest {

    private static final ToolCall DEPTH = new ToolCall("call_1", "depth", "{\"at\": \"Kobe\"}");
    private static final ToolCall TIDE = new ToolCall("call_2", "tide", "{}");
    private static final ToolCall SEARCH = new ToolCall("srv_1", "search", "{}", false, true, null);

    private static final Conversation ASKED = Conversation.create("talk-1")
            .add(Message.user("How deep is it?"))
            .add(answer(new AssistantMessage(List.of(SEARCH, DEPTH, TIDE))));

    @Test
    void anAnswerKeepsWhoGaveIt() {
        ConversationEntry answer = ASKED.entries().get(1);

        assertThat(answer.origin()).isEqualTo(new MessageOrigin("openai", "gpt-5", "resp_1"));
        assertThat(answer.time()).isNotNull();
        assertThat(ASKED.entries().get(0).origin()).isNull();
    }

    @Test
    void addingLeavesTheOldConversationAsItWas() {
        Conversation more = ASKED.add(Message.user("Never mind"));

        assertThat(ASKED.messages()).hasSize(2);
        assertThat(more.messages()).hasSize(3).startsWith(ASKED.messages().toArray(Message[]::new));
        assertThat(more.id()).isEqualTo("talk-1");
    }

    @Test
    void callsWithoutResultArePendingInTheirOrder() {
        assertThat(ASKED.pendingToolCalls()).containsExactly(DEPTH, TIDE);
    }

    @Test
    void aCallThatWasAnsweredIsPendingNoMore() {
        Conversation half = ASKED.add(Message.toolResults(ToolResult.of(TIDE, "high")));

        assertThat(half.pendingToolCalls()).containsExactly(DEPTH);
        assertThat(half.add(Message.toolResults(ToolResult.of(DEPTH, "12 m"))).pendingToolCalls())
                .isEmpty();
    }

    @Test
    void whatTheProviderRanItselfIsNeverPending() {
        Conversation talk = Conversation.create().add(new AssistantMessage(List.of(SEARCH)));

        assertThat(talk.pendingToolCalls()).isEmpty();
    }

    @Test
    void aCallThatTheUserTalkedOverIsStillPending() {
        assertThat(ASKED.add(Message.user("Hello?")).pendingToolCalls()).containsExactly(DEPTH, TIDE);
    }

    @Test
    void oldCallsWithoutResultAreNotPendingAfterANewAnswer() {
        assertThat(ASKED.add(Message.assistant("Well")).pendingToolCalls()).isEmpty();
        assertThat(Conversation.create().pendingToolCalls()).isEmpty();
    }

    @Test
    void pendingCallsAreRefusedWithAReason() {
        Conversation refused =
                ASKED.add(Message.toolResults(ToolResult.of(TIDE, "high"))).refusePending("The user went on");

        assertThat(refused.pendingToolCalls()).isEmpty();
        assertThat(refused.messages().get(3))
                .isEqualTo(new ToolMessage(List.of(ToolResult.error(DEPTH, "The user went on"))));
        assertThat(refused.refusePending("again")).isSameAs(refused);
    }

    @Test
    void aRequestHasTheMessagesUnderOtherSettings() {
        ChatRequest template = ChatRequest.builder().user("not this").seed(7L).build();

        ChatRequest request = ASKED.toRequest(template.toBuilder());

        assertThat(request.messages()).isEqualTo(ASKED.messages());
        assertThat(request.seed()).isEqualTo(7);
        assertThat(template.messages()).containsExactly(Message.user("not this"));
        assertThat(ASKED.toRequest().messages()).isEqualTo(ASKED.messages());
    }

    @Test
    void nothingSaidMakesNoRequest() {
        assertThatThrownBy(() -> Conversation.create().toRequest())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("messages");
    }

    @Test
    void aLongerHistoryIsContinuedWithoutForgettingOrigins() {
        List<Message> history = List.of(
                ASKED.messages().get(0),
                ASKED.messages().get(1),
                Message.toolResults(ToolResult.of(DEPTH, "12 m"), ToolResult.of(TIDE, "high")),
                Message.assistant("12 m"));

        Conversation continued = ASKED.continueTo(history);

        assertThat(continued.messages()).isEqualTo(history);
        assertThat(continued.entries()).startsWith(ASKED.entries().toArray(ConversationEntry[]::new));
    }

    @Test
    void theAnswersOfAContinuationKeepWhoGaveThem() {
        AssistantMessage last = Message.assistant("12 m");
        List<Message> history = List.of(
                ASKED.messages().get(0),
                ASKED.messages().get(1),
                Message.toolResults(ToolResult.of(DEPTH, "12 m"), ToolResult.of(TIDE, "high")),
                last);

        Conversation continued = ASKED.continueTo(history, List.of(answer(last)));

        assertThat(continued.entries().get(2).origin()).isNull();
        assertThat(continued.entries().get(3).origin()).isEqualTo(new MessageOrigin("openai", "gpt-5", "resp_1"));
    }

    @Test
    void anotherHistoryIsNoContinuation() {
        assertThatThrownBy(() -> ASKED.continueTo(List.of(Message.user("Other"), Message.assistant("words"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("talk-1")
                .hasMessageNotContaining("Other");
        assertThatThrownBy(() -> ASKED.continueTo(List.of(ASKED.messages().get(0))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itIsTheSameAfterItsWayThroughJson() {
        Conversation talk = ASKED.withTitle("Depths")
                .withMetadata("user", "u-7")
                .withMetadata("app", "charts")
                .pin(0)
                .addAll(List.of(new AssistantMessage(List.of(new ReasoningPart(
                        "hm", new VendorState("bedrock/converse", "{\"reasoningContent\":{\"a\":1.0}}"))))));

        String json = JsonCodec.CONVERSATION.toJson(talk);

        Conversation again = JsonCodec.CONVERSATION.fromJson(json);
        assertThat(again).isEqualTo(talk).hasSameHashCodeAs(talk);
        assertThat(again.pendingToolCalls()).isEqualTo(talk.pendingToolCalls());
        assertThat(JsonCodec.CONVERSATION.toJson(again)).isEqualTo(json);
    }

    @Test
    void itsJsonReadsAsDocumented() {
        Conversation talk = Conversation.create("talk-1")
                .withTitle("Depths")
                .withMetadata("user", "u-7")
                .withEntries(List.of(
                        new ConversationEntry(Message.user("Hi"), null, Instant.parse("2026-01-31T12:00:00Z"), true),
                        new ConversationEntry(
                                Message.assistant("Ahoy"), new MessageOrigin("openai", "gpt-5", "r"), null, false)));

        assertThat(JsonCodec.CONVERSATION.toJson(talk))
                .isEqualTo("{\"portolan\":1,\"type\":\"conversation\",\"id\":\"talk-1\",\"title\":\"Depths\","
                        + "\"metadata\":{\"user\":\"u-7\"},\"entries\":["
                        + "{\"message\":{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"text\":\"Hi\"}]},"
                        + "\"time\":\"2026-01-31T12:00:00Z\",\"pinned\":true},"
                        + "{\"message\":{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"text\":\"Ahoy\"}]},"
                        + "\"origin\":{\"provider\":\"openai\",\"model\":\"gpt-5\",\"responseId\":\"r\"}}]}");
    }

    @Test
    void fieldsOfLaterVersionsArePassedOverAndNewerDocumentsRefused() {
        assertThat(JsonCodec.CONVERSATION
                        .fromJson("{\"portolan\":1,\"type\":\"conversation\",\"id\":\"a\",\"entries\":[],\"mood\":1}")
                        .id())
                .isEqualTo("a");
        assertThatThrownBy(() -> JsonCodec.CONVERSATION.fromJson(
                        "{\"portolan\":2,\"type\":\"conversation\",\"id\":\"a\",\"entries\":[]}"))
                .isInstanceOf(JsonFormatException.class)
                .hasMessageContaining("version 2");
    }

    @Test
    void aMistakeIsToldWithItsPlace() {
        assertThatThrownBy(
                        () -> JsonCodec.CONVERSATION.fromJson("{\"portolan\":1,\"type\":\"conversation\",\"id\":\"a\","
                                + "\"entries\":[{\"message\":{\"role\":\"user\",\"parts\":[]},\"time\":\"soon\"}]}"))
                .isInstanceOf(JsonFormatException.class)
                .hasMessageContaining("$.entries[0].time");
    }

    @Test
    void itShowsNothingOfWhatWasSaid() {
        assertThat(ASKED.withTitle("secret").withMetadata("k", "secret").toString())
                .isEqualTo("Conversation[id=talk-1, 2 messages]");
        assertThat(ASKED.entries().toString()).doesNotContain("How deep").doesNotContain("Kobe");
    }

    @Test
    void whatDiffersIsNotEqual() {
        assertThat(ASKED)
                .isNotEqualTo(ASKED.withTitle("t"))
                .isNotEqualTo(ASKED.withMetadata("k", "v"))
                .isNotEqualTo(ASKED.pin(1))
                .isNotEqualTo(Conversation.create("talk-2").withEntries(ASKED.entries()));
        assertThat(Conversation.create().id())
                .isNotEqualTo(Conversation.create().id());
    }

    private static ChatResponse answer(AssistantMessage message) {
        return ChatResponse.builder()
                .provider("openai")
                .model("gpt-5")
                .responseId("resp_1")
                .message(message)
                .build();
    }

    @Test
    void anUnknownOriginIsAnImportedMessage() {
        ConversationEntry imported = new ConversationEntry(new AssistantMessage(List.of(new TextPart("x"))));

        assertThat(imported).extracting("origin", "time", "pinned").containsExactly(null, null, false);
    }
}
