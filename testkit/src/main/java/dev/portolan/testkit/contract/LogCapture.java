package dev.portolan.testkit.contract;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Everything that is logged or printed by this virtual machine for a while, at the finest level: through Logback where that is what
 * SLF4J speaks to, through {@code java.util.logging}, and what goes to the two streams of the process.
 */
final class LogCapture implements AutoCloseable {

    private static final List<String> LOGGERS = List.of("dev.portolan", "okhttp3");

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final List<java.util.logging.Logger> loggers =
            LOGGERS.stream().map(java.util.logging.Logger::getLogger).toList();
    private final Map<java.util.logging.Logger, @Nullable Level> levels = new HashMap<>();
    private final Handler handler = new Lines();
    private final @Nullable LogbackCapture logback;

    private LogCapture() {
        PrintStream captured = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(captured);
        System.setErr(captured);
        loggers.forEach(logger -> {
            levels.put(logger, logger.getLevel());
            logger.setLevel(Level.ALL);
            logger.addHandler(handler);
        });
        boolean known = LoggerFactory.getILoggerFactory().getClass().getName().startsWith("ch.qos.logback.");
        logback = known ? LogbackCapture.start(lines::add) : null;
    }

    static LogCapture start() {
        return new LogCapture();
    }

    /** What was said so far. */
    String text() {
        return String.join("\n", lines) + printed.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
        levels.forEach((logger, level) -> {
            logger.removeHandler(handler);
            logger.setLevel(level);
        });
        if (logback != null) {
            logback.close();
        }
    }

    /** Writes each record as a line. */
    private final class Lines extends Handler {
        @Override
        public void publish(LogRecord entry) {
            lines.add(new SimpleFormatter().format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
