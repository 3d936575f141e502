package dev.portolan.chat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Something that answers chat requests: a provider's model, a decorator around one, a router over several. An application
 * never knows which it holds.
 *
 * <p>Implementations are thread-safe. What is thrown for anything that goes wrong with the call is an {@code LlmException}
 * from {@code dev.portolan.error}, whose subclass tells the kind.
 */
public interface ChatModel {

    /**
     * Asks and waits for the whole answer.
     *
     * @param request what is asked
     * @param context what belongs to the call
     * @return the answer
     */
    ChatResponse chat(ChatRequest request, CallContext context);

    /**
     * Asks for an answer piece by piece. Returns at once; see {@link ChatStream} for when the request is sent.
     *
     * @param request what is asked
     * @param context what belongs to the call
     * @return the answer as it comes, to be closed by the caller
     */
    ChatStream stream(ChatRequest request, CallContext context);

    /**
     * Who answers and what it can be asked for. Calls nothing. A router tells what all its targets have in common.
     *
     * @return the description
     */
    ModelInfo info();

    /**
     * Asks with nothing set for the call.
     *
     * @param request what is asked
     * @return the answer
     */
    default ChatResponse chat(ChatRequest request) {
        return chat(request, CallContext.EMPTY);
    }

    /**
     * Asks for an answer piece by piece with nothing set for the call.
     *
     * @param request what is asked
     * @return the answer as it comes, to be closed by the caller
     */
    default ChatStream stream(ChatRequest request) {
        return stream(request, CallContext.EMPTY);
    }

    /**
     * Asks on a thread of the executor. Cancelling the future cancels the call, and so does every other way of completing it
     * from outside, such as {@code orTimeout}; a call that has not begun by then is not made.
     *
     * @param request what is asked
     * @param context what belongs to the call
     * @param executor runs the call, one thread for its whole length
     * @return the answer, or the {@code LlmException} that ended the call
     * @throws java.util.concurrent.RejectedExecutionException when the executor refuses it; nothing was sent
     */
    default CompletableFuture<ChatResponse> chatAsync(ChatRequest request, CallContext context, Executor executor) {
        return AsyncCall.start(this, request, context, executor);
    }

    /**
     * What of a request this model cannot honour. Calls nothing. A request without gaps may still fail at the vendor, for
     * what is not known here.
     *
     * @param request what would be asked
     * @return the gaps, empty when everything known fits
     */
    default List<Gap> check(ChatRequest request) {
        return CapabilityCheck.gaps(info(), request);
    }

    /**
     * Counts tokens exactly, where the provider can.
     *
     * @return the counter, or {@code null} when there is none
     */
    default @Nullable TokenCounter tokenCounter() {
        return null;
    }
}
