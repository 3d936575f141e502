package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Message;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.UserMessage;
import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.Responder;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Words of all roles, there and back. */
interface MessageCases {

    /** What breaks where somebody escapes, cuts bytes or counts characters. */
    String AWKWARD = "Zoë said: \"C:\\temp\\new\"\n\t{\"a\":[1]} </s> data: [DONE]\r\n漢字 🧭👩‍👧 \u2028 e\u0301 end";

    @Test
    default void aQuestionIsAnswered(Bench bench) {
        bench.onEachPath(path -> {
            ChatResponse response = bench.ask(path, ChatRequest.of("Where is the harbour?"));

            assertThat(response.text()).contains("Where is the harbour?");
            assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.STOP);
            assertThat(response.provider()).isEqualTo(bench.model().info().provider());
            assertThat(response.model()).isNotBlank();
        });
    }

    @Test
    default void theModelThatWasChosenIsAsked(Bench bench) {
        bench.wire();
        bench.onEachPath(path -> {
            bench.ask(path, ChatRequest.of("Hello."));

            assertThat(bench.received()).hasSize(1);
            assertThat(bench.sent().model()).isEqualTo(bench.modelId());
            assertThat(bench.sent().streaming()).isEqualTo(path == Path.STREAMING);
        });
    }

    @Test
    default void aConversationArrivesInItsOrder(Bench bench) {
        bench.wire();
        bench.needs(Capability.SYSTEM_MESSAGES);
        bench.onEachPath(path -> {
            bench.ask(
                    path,
                    ChatRequest.builder()
                            .system("Be brief.")
                            .user("One?")
                            .add(Message.assistant("Yes, one."))
                            .user("Two?")
                            .build());

            assertThat(bench.sentRequest().messages().stream().map(Message::text))
                    .containsExactly("Be brief.", "One?", "Yes, one.", "Two?");
            assertThat(bench.sentRequest().messages().stream().map(Object::getClass))
                    .containsExactly(SystemMessage.class, UserMessage.class, AssistantMessage.class, UserMessage.class);
        });
    }

    @Test
    default void severalSystemMessagesAllArriveInOrder(Bench bench) {
        bench.wire();
        bench.needs(Capability.SYSTEM_MESSAGES);
        bench.ask(ChatRequest.builder()
                .system("First rule.")
                .system("Second rule.")
                .user("Hello.")
                .build());

        assertThat(bench.sentRequest().messages().stream()
                        .filter(SystemMessage.class::isInstance)
                        .map(Message::text)
                        .collect(Collectors.joining("\n")))
                .containsSubsequence("First rule.", "Second rule.");
    }

    @Test
    default void systemWordsAreRefusedByAModelWithoutThem(Bench bench) {
        ChatModel model = bench.modelWithout(Capability.SYSTEM_MESSAGES);
        ChatRequest request =
                ChatRequest.builder().system("Be brief.").user("Hello.").build();

        Twins.refused(bench, model, request, "messages[0]");
    }

    @Test
    default void awkwardTextSurvivesBothWays(Bench bench) {
        bench.wire();
        bench.onEachPath(path -> {
            ChatResponse response = bench.ask(path, ChatRequest.of(AWKWARD));

            assertThat(bench.sent().userText()).isEqualTo(AWKWARD);
            assertThat(response.text()).isEqualTo(AWKWARD);
        });
    }

    @Test
    default void aLongTextSurvivesBothWays(Bench bench) {
        bench.wire();
        String text = "The quick brown fox jumps over the lazy dog, ünd zurück. ".repeat(1_000);
        bench.onEachPath(path -> {
            ChatResponse response = bench.ask(path, ChatRequest.of(text));

            assertThat(bench.sent().userText()).isEqualTo(text);
            assertThat(response.text()).isEqualTo(text);
        });
    }

    @Test
    default void severalTextsOfOneMessageStayInOrder(Bench bench) {
        bench.wire();
        bench.ask(ChatRequest.builder()
                .add(Message.user(new TextPart("one "), new TextPart("two "), new TextPart("three")))
                .build());

        assertThat(bench.sent().userText().replaceAll("\\s+", " ")).isEqualTo("one two three");
    }

    @Test
    default void anEmptyAnswerIsAnAnswer(Bench bench) {
        bench.says(Responder.text(""));
        bench.onEachPath(path -> {
            ChatResponse response = bench.ask(path, ChatRequest.of("Say nothing."));

            assertThat(response.text()).isEmpty();
            assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.STOP);
        });
    }

    @Test
    default void anEarlierRefusalIsNotLost(Bench bench) {
        bench.wire();
        bench.ask(ChatRequest.builder()
                .user("Do it.")
                .add(new AssistantMessage(List.of(new RefusalPart("I will not."))))
                .user("Why?")
                .build());

        assertThat(bench.lastReceived().body()).contains("I will not.");
    }

    @Test
    default void aCancelledCallIsNotSent(Bench bench) {
        CallContext context = Twins.cancelled();
        bench.onEachPath(path -> {
            assertThat(bench.failure(path, ChatRequest.of("Hello."), context).kind())
                    .isEqualTo(ErrorKind.CANCELLED);
            Twins.nothingSent(bench);
        });
    }
}
