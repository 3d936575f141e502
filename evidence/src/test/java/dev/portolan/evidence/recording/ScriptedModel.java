package dev.portolan.evidence.recording;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Part;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Usage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Answers from a script; a stream gives its events one by one and may end with a failure. */
final class ScriptedModel implements ChatModel {

    /** Events, or failures in their place. */
    record Script(List<Object> steps) {}

    private final Function<ChatRequest, Object> answers;
    private final AtomicInteger calls = new AtomicInteger();

    ScriptedModel(Function<ChatRequest, Object> answers) {
        this.answers = answers;
    }

    static ScriptedModel inTurn(Object... answers) {
        AtomicInteger next = new AtomicInteger();
        return new ScriptedModel(request -> answers[next.getAndIncrement()]);
    }

    static Script events(Object... steps) {
        return new Script(Arrays.asList(steps));
    }

    static ChatResponse answer(Part... parts) {
        return ChatResponse.builder()
                .provider("openai")
                .model("gpt-4o-mini-2024-07-18")
                .responseId("chatcmpl-1")
                .requestId("req_1")
                .finishReason(new FinishReason(FinishReason.Kind.STOP, "stop"))
                .usage(Usage.builder().inputTokens(12L).outputTokens(5L).build())
                .message(new AssistantMessage(Arrays.asList(parts)))
                .vendorMetadata(() -> "{\"system_fingerprint\":\"fp_44709d6fcb\",\"service_tier\":\"default\"}")
                .build();
    }

    static ChatResponse answer(String text) {
        return answer(new TextPart(text));
    }

    int calls() {
        return calls.get();
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        calls.incrementAndGet();
        Object answer = answers.apply(request);
        if (answer instanceof RuntimeException e) {
            throw e;
        }
        return (ChatResponse) answer;
    }

    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        calls.incrementAndGet();
        Object answer = answers.apply(request);
        if (answer instanceof RuntimeException e) {
            throw e;
        }
        List<Object> steps = new ArrayList<>(((Script) answer).steps());
        return new ChatStream() {
            @Override
            protected ChatEvent pull() {
                Object step = steps.remove(0);
                if (step instanceof RuntimeException e) {
                    throw e;
                }
                return (ChatEvent) step;
            }

            @Override
            protected void abort() {
                steps.clear();
            }
        };
    }

    @Override
    public ModelInfo info() {
        return ModelInfo.builder("openai", "gpt-4o-mini").build();
    }
}
