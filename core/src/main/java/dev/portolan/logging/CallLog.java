package dev.portolan.logging;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Usage;
import dev.portolan.chat.Warning;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The line of one call, written once. */
final class CallLog {

    static final String LOGGER = "dev.portolan.call";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);
    private static final int LONGEST_VALUE = 200;

    private final String name;
    private final String mode;
    private final ModelInfo info;
    private final @Nullable BodyText bodies;
    private final ChatRequest request;
    private final LongSupplier nanoClock;
    private final long startedAt;
    private final AtomicBoolean written = new AtomicBoolean();
    private volatile long firstAfter = -1;

    CallLog(
            String name,
            String mode,
            ModelInfo info,
            @Nullable BodyText bodies,
            ChatRequest request,
            LongSupplier nanoClock) {
        this.name = name;
        this.mode = mode;
        this.info = info;
        this.bodies = bodies;
        this.request = request;
        this.nanoClock = nanoClock;
        this.startedAt = nanoClock.getAsLong();
    }

    static boolean enabled(LogDetail detail) {
        return detail != LogDetail.OFF && LOG.isWarnEnabled();
    }

    /** An event came; the first one counts as the first token. */
    void moved() {
        if (firstAfter < 0) {
            firstAfter = nanoClock.getAsLong() - startedAt;
        }
    }

    void completed(ChatResponse response) {
        if (!claim(true)) {
            return;
        }
        StringBuilder line = begin(response.provider(), response.model(), "ok");
        add(line, "finish", response.finishReason().kind().name().toLowerCase(Locale.ROOT));
        usage(line, response.usage());
        Duration first = response.timings().firstToken();
        times(line, first != null ? Long.valueOf(first.toMillis()) : firstMillis());
        if (!response.attempts().isEmpty()) {
            add(line, "attempts", response.attempts().size());
        }
        add(line, "request-id", response.requestId());
        if (!response.warnings().isEmpty()) {
            add(
                    line,
                    "warnings",
                    response.warnings().stream().map(CallLog::brief).collect(Collectors.joining(",")));
        }
        bodies(line, response);
        LOG.info("{}", line);
    }

    void failed(RuntimeException failure) {
        if (!(failure instanceof LlmException error)) {
            if (claim(false)) {
                // Only its class: the message of a foreign exception may hold anything.
                StringBuilder line = begin(info.provider(), info.model(), "exception");
                add(line, "class", failure.getClass().getName());
                end(line, null);
                LOG.warn("{}", line);
            }
            return;
        }
        boolean wanted = error.kind().equals(ErrorKind.CANCELLED);
        if (!claim(wanted)) {
            return;
        }
        StringBuilder line = begin(
                error.provider() != null ? error.provider() : info.provider(),
                error.model() != null ? error.model() : info.model(),
                error.kind().id());
        add(line, "status", error.status());
        add(line, "code", error.vendorCode());
        ChatResponse partial = error.partialResponse();
        if (partial != null) {
            usage(line, partial.usage());
        }
        times(line, firstMillis());
        if (!error.attempts().isEmpty()) {
            add(line, "attempts", error.attempts().size());
        }
        add(line, "request-id", error.requestId());
        bodies(line, partial);
        if (wanted) {
            LOG.info("{}", line);
        } else {
            LOG.warn("{}", line);
        }
    }

    /** The reader left a stream before its end. */
    void closed() {
        if (claim(true)) {
            StringBuilder line = begin(info.provider(), info.model(), "closed");
            end(line, null);
            LOG.info("{}", line);
        }
    }

    private boolean claim(boolean info) {
        return written.compareAndSet(false, true) && (info ? LOG.isInfoEnabled() : LOG.isWarnEnabled());
    }

    private StringBuilder begin(String provider, String model, String outcome) {
        StringBuilder line = new StringBuilder(200);
        add(line, "name", name);
        add(line, "provider", provider);
        add(line, "model", model);
        add(line, "mode", mode);
        add(line, "outcome", outcome);
        return line;
    }

    private void end(StringBuilder line, @Nullable ChatResponse response) {
        times(line, firstMillis());
        bodies(line, response);
    }

    private static void usage(StringBuilder line, Usage usage) {
        add(line, "input-tokens", usage.inputTokens());
        add(line, "cached-tokens", usage.cachedInputTokens());
        add(line, "output-tokens", usage.outputTokens());
        add(line, "reasoning-tokens", usage.reasoningTokens());
    }

    private void times(StringBuilder line, @Nullable Long firstMillis) {
        add(line, "ms", (nanoClock.getAsLong() - startedAt) / 1_000_000);
        add(line, "first-token-ms", firstMillis);
    }

    private @Nullable Long firstMillis() {
        return firstAfter < 0 ? null : Long.valueOf(firstAfter / 1_000_000);
    }

    private void bodies(StringBuilder line, @Nullable ChatResponse response) {
        if (bodies != null) {
            line.append(" request=").append(bodies.of(request));
            if (response != null) {
                line.append(" answer=").append(bodies.of(response));
            }
        }
    }

    private static String brief(Warning warning) {
        return warning.field() == null ? warning.code() : warning.field() + ":" + warning.code();
    }

    /** What vendors send is kept to one short word, so that no answer can forge a line of the log. */
    private static void add(StringBuilder line, String key, @Nullable Object value) {
        if (value != null) {
            String text = value.toString();
            String brief = text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) : text;
            line.append(line.isEmpty() ? "" : " ")
                    .append(key)
                    .append('=')
                    .append(brief.replaceAll("[\\p{Cntrl}\\s\"]", "_"));
        }
    }
}
