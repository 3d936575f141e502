package dev.portolan.tool;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each step to the log as one line of {@code key=value} pairs, on logger {@code dev.portolan.tool.audit} at level info. What is
 * unknown is left out. Thread-safe.
 */
public final class LoggingToolAudit implements ToolAudit {

    /** The name of the logger. */
    public static final String LOGGER = "dev.portolan.tool.audit";

    private static final int LONGEST_VALUE = 200;
    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    /** An audit in the log. */
    public LoggingToolAudit() {}

    @Override
    public void record(ToolAuditEvent event) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        StringBuilder line = new StringBuilder(200);
        add(line, "step", lower(event.step()));
        add(line, "tool", event.tool());
        add(line, "owner", event.owner());
        add(line, "permission", event.permission());
        add(line, "sensitivity", lower(event.sensitivity()));
        add(line, "call", event.callId());
        add(line, "conversation", event.conversation());
        add(line, "turn", event.turn());
        add(line, "arguments-sha256", event.argumentsDigest());
        add(line, "decision", lower(event.decision()));
        add(line, "actor", event.actor());
        add(line, "outcome", lower(event.outcome()));
        add(line, "attempt", event.attempt() == 0 ? null : Integer.valueOf(event.attempt()));
        Duration duration = event.duration();
        add(line, "ms", duration == null ? null : Long.valueOf(duration.toMillis()));
        add(line, "tenant", event.tenant());
        add(line, "feature", event.feature());
        LOG.info("{}", line);
    }

    private static @Nullable String lower(@Nullable Enum<?> value) {
        return value == null
                ? null
                : value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** What models write is kept to one short word, so that no answer can forge a line of the log. */
    private static void add(StringBuilder line, String key, @Nullable Object value) {
        if (value != null) {
            String text = value.toString();
            String brief = text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) : text;
            line.append(line.isEmpty() ? "" : " ")
                    .append(key)
                    .append('=')
                    .append(brief.replaceAll("[\\p{Cntrl}\\s\"\\u2028\\u2029]", "_"));
        }
    }
}
