package dev.portolan.evidence.check;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Part;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import dev.portolan.error.ContentFiltered;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Answers and models to score. */
final class Seen {

    static final ChatRequest REQUEST = ChatRequest.of("What is due?");

    private Seen() {}

    static ChatResponse response(FinishReason.Kind end, Part... parts) {
        return ChatResponse.builder()
                .provider("openai")
                .model("gpt-4o-mini-2024-07-18")
                .finishReason(FinishReason.of(end))
                .usage(Usage.UNKNOWN)
                .message(new AssistantMessage(List.of(parts)))
                .build();
    }

    static ChatResponse response(String text) {
        return response(FinishReason.Kind.STOP, new TextPart(text));
    }

    static Answer answer(String text) {
        return Answer.of(response(text));
    }

    static Answer calls(ToolCall... calls) {
        return Answer.of(response(FinishReason.Kind.TOOL_CALLS, calls));
    }

    static ToolCall call(String name, String arguments) {
        return new ToolCall("call_" + name, name, arguments);
    }

    static Answer blocked() {
        return Answer.blocked((ContentFiltered)
                ErrorDetails.builder("The prompt was blocked").toException(ErrorKind.CONTENT_FILTERED));
    }

    static Observation text(String text) {
        return Observation.of(REQUEST, response(text));
    }

    static Observation expecting(String answer, String expectations) {
        return expecting(answer(answer), expectations);
    }

    static Observation expecting(Answer answer, String expectations) {
        return Observation.builder(REQUEST, answer)
                .expectations(Expectations.fromJson(expectations))
                .build();
    }

    static Observation referring(Answer answer, Answer reference) {
        return Observation.builder(REQUEST, answer).reference(reference).build();
    }

    static Double value(Check check, Observation observation) {
        return check.score(observation).value();
    }

    /** Answers by a function, and keeps what it was asked. */
    static final class Model implements ChatModel {
        final List<ChatRequest> asked = new ArrayList<>();
        private final Function<ChatRequest, String> answers;
        private final Capability[] capabilities;

        Model(Function<ChatRequest, String> answers, Capability... capabilities) {
            this.answers = answers;
            this.capabilities = capabilities;
        }

        static Model saying(String answer) {
            return new Model(request -> answer, Capability.JSON_SCHEMA_OUTPUT);
        }

        static Model failing(ErrorKind kind) {
            return new Model(request -> {
                throw failure(kind);
            });
        }

        @Override
        public ChatResponse chat(ChatRequest request, CallContext context) {
            asked.add(request);
            return response(answers.apply(request));
        }

        @Override
        public ChatStream stream(ChatRequest request, CallContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ModelInfo info() {
            ModelInfo.Builder info = ModelInfo.builder("openai", "judge");
            for (Capability capability : List.of(Capability.JSON_SCHEMA_OUTPUT, Capability.JSON_OUTPUT)) {
                info.capability(capability, List.of(capabilities).contains(capability));
            }
            return info.build();
        }
    }

    static LlmException failure(ErrorKind kind) {
        return ErrorDetails.builder("It failed").toException(kind);
    }
}
