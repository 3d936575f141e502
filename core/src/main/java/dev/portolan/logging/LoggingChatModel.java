package dev.portolan.logging;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.spi.ForwardingChatModel;
import dev.portolan.spi.support.Redactor;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * A model whose calls are logged, one line each, when they have ended: on logger {@code dev.portolan.call}, at level info when
 * they went well, were cancelled or closed early, at level warn when they failed. Thread-safe.
 *
 * <p>A line holds {@code key=value} pairs: name, provider and model, mode, outcome (an error kind, {@code ok}, or {@code
 * closed} for a stream left early), finish reason, tokens, milliseconds in all and to the first token, attempts, the vendor's
 * request id. What is unknown is left out.
 */
public final class LoggingChatModel extends ForwardingChatModel {

    /** How many characters of a request and of an answer are logged, where nothing else is said. */
    public static final int DEFAULT_MAX_LENGTH = 2_000;

    private final String name;
    private final LogDetail detail;
    private final BodyText bodies;
    private final LongSupplier nanoClock;

    /**
     * Logging around a model.
     *
     * @param delegate the model that is called
     * @param name what the model is called in the log
     * @param detail how much is logged
     * @param redactor what is taken out of requests and answers before they are logged
     * @param maxLength how many characters of a request and of an answer are logged
     */
    public LoggingChatModel(ChatModel delegate, String name, LogDetail detail, Redactor redactor, int maxLength) {
        this(delegate, name, detail, redactor, maxLength, System::nanoTime);
    }

    LoggingChatModel(
            ChatModel delegate,
            String name,
            LogDetail detail,
            Redactor redactor,
            int maxLength,
            LongSupplier nanoClock) {
        super(delegate);
        if (maxLength < 1) {
            throw new IllegalArgumentException("max-length: must be at least 1");
        }
        this.name = Objects.requireNonNull(name, "name");
        this.detail = Objects.requireNonNull(detail, "detail");
        this.bodies = new BodyText(Objects.requireNonNull(redactor, "redactor"), maxLength);
        this.nanoClock = nanoClock;
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        if (!CallLog.enabled(detail)) {
            return delegate().chat(request, context);
        }
        CallLog log = log("chat", request);
        try {
            ChatResponse response = delegate().chat(request, context);
            log.completed(response);
            return response;
        } catch (RuntimeException e) {
            log.failed(e);
            throw e;
        }
    }

    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        if (!CallLog.enabled(detail)) {
            return delegate().stream(request, context);
        }
        CallLog log = log("stream", request);
        try {
            return new LoggingChatStream(delegate().stream(request, context), log);
        } catch (RuntimeException e) {
            log.failed(e);
            throw e;
        }
    }

    private CallLog log(String mode, ChatRequest request) {
        return new CallLog(
                name, mode, delegate().info(), detail == LogDetail.BODIES ? bodies : null, request, nanoClock);
    }
}
