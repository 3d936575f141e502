package dev.portolan.routing.limit;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Deadline;
import dev.portolan.chat.RateLimits;
import dev.portolan.conversation.TokenEstimate;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.ForwardingChatModel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/**
 * A model that keeps to a rate limit: a call waits for its turn, within its deadline and the longest wait; when its turn would come later it
 * fails at once with {@code rate-limited} and the time after which it is worth trying, without having been sent. Thread-safe.
 */
public final class LimitedChatModel extends ForwardingChatModel {

    private final RateLimiter limiter;
    private final Duration maxWait;
    private final TokenEstimate estimate;
    private final Waiting waiting;

    /**
     * A rate limit around a model.
     *
     * @param delegate the model that is called
     * @param limiter keeps count; several models of one account may share it
     * @param maxWait the longest that a call waits for its turn
     */
    public LimitedChatModel(ChatModel delegate, RateLimiter limiter, Duration maxWait) {
        this(delegate, limiter, maxWait, TokenEstimate.CHARACTERS, Waiting.REAL);
    }

    LimitedChatModel(
            ChatModel delegate, RateLimiter limiter, Duration maxWait, TokenEstimate estimate, Waiting waiting) {
        super(delegate);
        this.limiter = Objects.requireNonNull(limiter, "limiter");
        this.maxWait = Objects.requireNonNull(maxWait, "maxWait");
        this.estimate = Objects.requireNonNull(estimate, "estimate");
        this.waiting = waiting;
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        long reserved = await(request, context, new CountDownLatch(1));
        try {
            ChatResponse response = delegate().chat(request, context);
            answered(reserved, response);
            return response;
        } catch (LlmException e) {
            failed(reserved, e);
            throw e;
        }
    }

    /** The wait is on the first pull, when the request is sent. */
    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        return new LimitedChatStream(this, request, context, () -> delegate().stream(request, context));
    }

    /** Waits for the call's turn; gives the tokens that were reserved. */
    long await(ChatRequest request, CallContext context, CountDownLatch wake) {
        long tokens = tokens(request);
        Duration longest = maxWait;
        Deadline deadline = context.deadline();
        if (deadline != null && deadline.remaining().compareTo(longest) < 0) {
            longest = deadline.remaining();
        }
        Duration wait = limiter.reserve(tokens, longest);
        if (wait.compareTo(longest) > 0) {
            throw tooLate(wait);
        }
        if (!wait.isZero()) {
            pause(wait, context, wake, tokens);
        }
        return tokens;
    }

    private long tokens(ChatRequest request) {
        Integer output = request.maxOutputTokens();
        return TokenEstimate.input(request, estimate) + (output == null ? 0 : output);
    }

    private void pause(Duration wait, CallContext context, CountDownLatch wake, long tokens) {
        Cancellation cancellation = context.cancellation();
        Cancellation.Registration registration = cancellation == null ? null : cancellation.onCancel(wake::countDown);
        try {
            waiting.await(wait, wake);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            limiter.release(tokens);
            throw cancelled("the thread was interrupted while it waited for its turn");
        } finally {
            if (registration != null) {
                registration.close();
            }
        }
        if (wake.getCount() == 0 || (cancellation != null && cancellation.isCancelled())) {
            limiter.release(tokens);
            throw cancelled("cancelled while waiting for its turn");
        }
    }

    void answered(long reserved, ChatResponse response) {
        Long used = response.usage().totalTokens();
        if (used != null) {
            limiter.settle(reserved, used);
        }
        RateLimits told = response.rateLimits();
        if (told != null) {
            limiter.learn(told);
        }
    }

    void failed(long reserved, LlmException error) {
        Duration asked = error.retryAfter();
        if (error.kind().equals(ErrorKind.RATE_LIMITED) && asked != null) {
            limiter.pause(asked);
        } else if (error.kind().equals(ErrorKind.CIRCUIT_OPEN)) {
            limiter.release(reserved);
        }
    }

    private LlmException tooLate(Duration wait) {
        return ErrorDetails.builder("the rate limit that is set for the model has no room in time")
                .provider(info().provider())
                .model(info().model())
                .retryAfter(wait)
                .retryable(false)
                .remedy("Try again in " + Math.max(1, wait.toSeconds())
                        + " s, raise the limit, or put a fallback behind the name")
                .toException(ErrorKind.RATE_LIMITED);
    }

    private LlmException cancelled(String summary) {
        return ErrorDetails.builder(summary)
                .provider(info().provider())
                .model(info().model())
                .toException(ErrorKind.CANCELLED);
    }
}
