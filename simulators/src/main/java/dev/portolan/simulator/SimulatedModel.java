package dev.portolan.simulator;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Usage;
import dev.portolan.simulator.internal.Answer;
import dev.portolan.simulator.internal.Obedience;
import dev.portolan.simulator.internal.PrefixCache;
import dev.portolan.simulator.internal.PromptTokens;
import dev.portolan.simulator.internal.TokenPieces;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A simulated model without a wire: a {@link Responder} whose replies are made to fit the request as every simulator does (stop
 * sequences, token limits, tool choice, one call or several, JSON, JSON of a schema), with its tokens counted. For doubles that stand
 * in an application directly. Thread-safe.
 */
public final class SimulatedModel {

    private static final int LEAST_CACHED = 1024;
    private static final int CACHE_BLOCK = 128;

    private final AtomicLong ids = new AtomicLong();
    private final PrefixCache cache = new PrefixCache(LEAST_CACHED, CACHE_BLOCK);
    private volatile Responder responder;

    /**
     * A model with a mind.
     *
     * @param responder what it says
     */
    public SimulatedModel(Responder responder) {
        this.responder = Objects.requireNonNull(responder, "responder");
    }

    /**
     * Changes the mind, from the next prompt on.
     *
     * @param value what it says
     */
    public void respond(Responder value) {
        this.responder = Objects.requireNonNull(value, "responder");
    }

    /**
     * Answers a prompt.
     *
     * @param prompt what was asked
     * @return the answer, in the name of {@code simulator} and of the prompt's model; counted are all tokens, those of the prompt that
     *     it had seen before as cached
     * @throws RuntimeException what the responder threw
     */
    public ChatResponse answer(Prompt prompt) {
        Reply reply = Objects.requireNonNull(responder.reply(prompt), "the responder replied nothing");
        Answer answer = new Obedience(prompt.request(), () -> "call_" + ids.incrementAndGet()).apply(reply, 0);
        List<String> tokens = PromptTokens.of(prompt.request());
        return ChatResponse.builder()
                .message(new AssistantMessage(parts(answer)))
                .finishReason(
                        new FinishReason(answer.finish(), answer.finish().name().toLowerCase(Locale.ROOT)))
                .usage(usage(answer, tokens.size(), cache.lookUp(prompt.model(), tokens)))
                .provider("simulator")
                .model(prompt.model())
                .responseId("answer_" + ids.incrementAndGet())
                .build();
    }

    /**
     * Cuts text into pieces about as long as a tokenizer's, as simulators stream and count it.
     *
     * @param text any text
     * @return the pieces, none empty; together they are the text
     */
    public static List<String> pieces(String text) {
        return TokenPieces.of(text);
    }

    private static List<Part> parts(Answer answer) {
        List<Part> parts = new ArrayList<>();
        if (answer.reasoning() != null) {
            parts.add(new ReasoningPart(answer.reasoning()));
        }
        if (answer.text() != null && !answer.text().isEmpty()) {
            parts.add(new TextPart(answer.text()));
        }
        if (answer.refusal() != null) {
            parts.add(new RefusalPart(answer.refusal()));
        }
        parts.addAll(answer.toolCalls());
        return parts;
    }

    private static Usage usage(Answer answer, long input, long cached) {
        Usage scripted = answer.usage() == null ? Usage.UNKNOWN : answer.usage();
        return Usage.builder()
                .inputTokens(known(scripted.inputTokens(), input))
                .outputTokens(known(scripted.outputTokens(), answer.outputTokens()))
                .cachedInputTokens(known(scripted.cachedInputTokens(), cached))
                .cacheWriteInputTokens(scripted.cacheWriteInputTokens())
                .reasoningTokens(known(scripted.reasoningTokens(), answer.reasoningTokens()))
                .build();
    }

    private static long known(@Nullable Long scripted, long counted) {
        return scripted == null ? counted : scripted;
    }

    @Override
    public String toString() {
        return "SimulatedModel";
    }
}
