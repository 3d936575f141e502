package dev.portolan.logging;

import static dev.portolan.spi.ScriptedModel.answer;
import static dev.portolan.spi.ScriptedModel.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Credentials;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.TokenLogprob;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VendorState;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.retry.RetryBudget;
import dev.portolan.retry.RetryPolicy;
import dev.portolan.retry.RetryingChatModel;
import dev.portolan.spi.MapSettings;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderChatModel;
import dev.portolan.spi.ScriptedModel;
import dev.portolan.spi.Secret;
import dev.portolan.spi.support.Redactor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Secrets of every kind are planted wherever a call carries data, and looked for wherever it leaves words. */
class PlantedSecretsTest {

    private static final String MARK = "PLANTED";
    private static final String KEY = "sk-" + MARK + "-0123456789abcdefghij";
    private static final ToolCall CALL =
            new ToolCall("call_1", "mail", "{\"password\":\"" + MARK + "-hunter2\",\"to\":\"x@" + MARK + ".example\"}");
    private static final VendorState STATE = new VendorState("acme/chat", "{\"signature\":\"" + MARK + "\"}");

    private static final ChatRequest REQUEST = ChatRequest.builder()
            .system("The password is " + MARK)
            .add(Message.user(
                    new TextPart("My key is " + KEY, STATE),
                    new DocumentPart(Media.of(MARK.getBytes(StandardCharsets.UTF_8), "text/plain"), MARK + ".txt")))
            .add(new AssistantMessage(List.of(CALL, new ReasoningPart(MARK, STATE)), STATE))
            .add(Message.toolResults(ToolResult.of(CALL, MARK)))
            .temperature(0.5)
            .stop(List.of(MARK))
            .vendorOptions("acme", "{\"user\":\"" + MARK + "\"}")
            .build();

    private static final ChatResponse ANSWER = answer(MARK).toBuilder()
            .message(new AssistantMessage(
                    List.of(new TextPart(MARK, STATE), CALL, new OtherPart("widget", STATE)), STATE))
            .logprobs(List.of(new TokenLogprob(MARK, -0.1, List.of())))
            .vendorMetadata(() -> "{\"echo\":\"" + MARK + "\"}")
            .build();

    private static final CallContext CONTEXT = CallContext.builder()
            .credentials(Credentials.of(Map.of(Credentials.API_KEY, KEY, "session-token", MARK)))
            .tag("customer", MARK)
            .traceHeader("baggage", MARK)
            .build();

    private static final ModelSettings SETTINGS = ModelSettings.builder("assistant", "large-1")
            .own(new MapSettings(Map.of("api-key", KEY)))
            .build();

    /** A provider between a script and the decorators. */
    private static final class AcmeChatModel extends ProviderChatModel {
        private final ScriptedModel wire;

        AcmeChatModel(ScriptedModel wire, Capability... missing) {
            super(info(missing), SETTINGS);
            this.wire = wire;
        }

        private static ModelInfo info(Capability... missing) {
            ModelInfo.Builder info = ModelInfo.builder("acme", "large-1");
            for (Capability capability : missing) {
                info.capability(capability, false);
            }
            return info.build();
        }

        @Override
        protected ChatResponse send(ChatRequest request, CallContext context) {
            return wire.chat(request, context);
        }

        @Override
        protected ChatStream open(ChatRequest request, CallContext context) {
            return wire.stream(request, context);
        }
    }

    private static ChatModel decorated(ScriptedModel wire, Capability... missing) {
        RetryPolicy once = RetryPolicy.builder().maxAttempts(1).build();
        return new LoggingChatModel(
                new RetryingChatModel(new AcmeChatModel(wire, missing), once, new RetryBudget()),
                "assistant",
                LogDetail.METADATA,
                Redactor.standard(),
                2_000);
    }

    private static LlmException failure(ErrorKind kind) {
        return ErrorDetails.builder("the vendor failed")
                .provider("acme")
                .model("large-1")
                .status(500)
                .vendorMessage("You said: " + MARK + " with key " + KEY)
                .vendorMetadata("{\"prompt\":\"" + MARK + "\"}")
                .partialResponse(ANSWER)
                .toException(kind);
    }

    private static String printed(Throwable thrown) {
        StringWriter out = new StringWriter();
        thrown.printStackTrace(new PrintWriter(out));
        return out.toString();
    }

    @Test
    void neitherLogsNorMessagesNorToStringHoldASecret() {
        List<String> words = new ArrayList<>();
        try (CallLogCapture log = new CallLogCapture()) {
            ScriptedModel wire = new ScriptedModel();
            for (ErrorKind kind : ErrorKind.values()) {
                wire.then(failure(kind)).thenStream(text(MARK), failure(kind));
                ChatModel model = decorated(wire);
                LlmException blocking = catchThrowableOfType(LlmException.class, () -> model.chat(REQUEST, CONTEXT));
                LlmException streamed = catchThrowableOfType(
                        LlmException.class, () -> model.stream(REQUEST, CONTEXT).response());
                for (LlmException thrown : List.of(blocking, streamed)) {
                    assertThat(thrown.kind()).isEqualTo(kind);
                    words.add(printed(thrown));
                    words.add(thrown.details().toString());
                    words.add(thrown.attempts().toString());
                }
            }
            wire.then(ANSWER)
                    .then(ANSWER)
                    .thenStream(text(MARK), new ChatEvent.Other(MARK.substring(0, 3), MARK), ANSWER);
            ChatModel model = decorated(wire, Capability.TEMPERATURE);
            words.add(model.chat(REQUEST, CONTEXT).toString());
            words.add(model.chat(REQUEST, CONTEXT).warnings().toString());
            model.stream(REQUEST, CONTEXT).forEach(event -> words.add(event.toString()));
            words.addAll(log.lines());
            assertThat(log.lines()).hasSize(2 * ErrorKind.values().size() + 3);
        }
        words.add(REQUEST + " " + REQUEST.messages() + " " + CONTEXT + " " + SETTINGS + " " + SETTINGS.own());
        words.add(CONTEXT.credentials() + " " + Secret.of(KEY) + " " + ANSWER.logprobs());
        REQUEST.messages().forEach(message -> words.add(message.parts().toString()));
        words.add(ANSWER.message() + " " + ANSWER.message().toolCalls());
        assertThat(words).allSatisfy(word -> assertThat(word).doesNotContain(MARK));
    }

    @Test
    void aRefusedRequestNamesFieldsNotContent() {
        ChatModel model = decorated(new ScriptedModel(), Capability.DOCUMENT_INPUT, Capability.SYSTEM_MESSAGES);
        try (CallLogCapture log = new CallLogCapture()) {
            LlmException thrown = catchThrowableOfType(LlmException.class, () -> model.chat(REQUEST, CONTEXT));
            assertThat(thrown).hasMessageContaining("messages[0]").hasMessageContaining("messages[1].parts[1]");
            assertThat(printed(thrown) + log.lines()).doesNotContain(MARK);
        }
    }

    @ParameterizedTest
    @EnumSource(LogDetail.class)
    void bodiesNeverHoldWhatHasTheFormOfASecret(LogDetail detail) {
        ScriptedModel wire = new ScriptedModel().then(answer("I keep " + KEY + " safe"));
        try (CallLogCapture log = new CallLogCapture()) {
            new LoggingChatModel(wire, "assistant", detail, Redactor.standard(), 2_000)
                    .chat(
                            ChatRequest.builder()
                                    .user("Bearer " + MARK + "0123456789abcdef and " + KEY)
                                    .add(new AssistantMessage(List.of(CALL)))
                                    .build(),
                            CONTEXT);
            assertThat(log.lines()).hasSize(detail == LogDetail.OFF ? 0 : 1);
            assertThat(log.lines()).allSatisfy(line -> assertThat(line).doesNotContain(MARK));
        }
    }
}
