package dev.portolan.cli;

import dev.portolan.Portolan;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.error.LlmException;
import java.time.Duration;
import java.util.List;

/**
 * A short call, to see whether a model answers.
 *
 * @param answered whether it did
 * @param lines what came of it
 */
record TestCall(boolean answered, List<String> lines) {

    private static final int FEW_TOKENS = 16;

    static TestCall of(Portolan portolan, String name, Duration timeout) {
        ChatRequest request = ChatRequest.builder()
                .user("Answer with the word ready.")
                .maxOutputTokens(FEW_TOKENS)
                .build();
        try {
            ChatResponse response = portolan.chatModel(name)
                    .chat(request, CallContext.builder().timeout(timeout).build());
            return new TestCall(
                    true,
                    List.of(
                            Diagnosis.line("answering", response.provider() + " model " + response.model()),
                            Diagnosis.line(
                                    "test call",
                                    "answered in " + response.timings().total().toMillis() + " ms, finish "
                                            + response.finishReason().kind() + warnings(response))));
        } catch (LlmException e) {
            return new TestCall(
                    false,
                    List.of(Diagnosis.line("test call", "failed, " + e.kind().id() + ": " + e.getMessage())));
        } catch (RuntimeException e) {
            // What a vendor's library throws for missing credentials is no failure of this program.
            return new TestCall(
                    false,
                    List.of(Diagnosis.line(
                            "test call", "failed, " + e.getClass().getSimpleName() + ": " + e.getMessage())));
        }
    }

    private static String warnings(ChatResponse response) {
        return response.warnings().isEmpty() ? "" : ", warnings " + response.warnings();
    }
}
