package dev.portolan.recorded.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Listens with every logger at its loudest, notes what is said, and tells whether the mark shows anywhere. Whoever plants secrets
 * and somebody's words has {@link #MARK} in each. Not thread-safe.
 */
public final class PlantedSecrets implements AutoCloseable {

    /** What every secret and every word of a user holds. */
    public static final String MARK = "pl4nted";

    private final List<String> words = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final @Nullable Level before = root.getLevel();

    private PlantedSecrets() {}

    /** Starts listening. */
    public static PlantedSecrets listen() {
        PlantedSecrets secrets = new PlantedSecrets();
        secrets.log.start();
        secrets.root.setLevel(Level.TRACE);
        secrets.root.addAppender(secrets.log);
        return secrets;
    }

    /** Notes what a {@code toString} says. */
    public void note(@Nullable Object value) {
        words.add(String.valueOf(value));
    }

    /** Notes what an exception says, but for what it keeps apart for those who ask. */
    public void note(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        words.add(trace.toString());
        if (thrown instanceof LlmException failure) {
            note(failure.details());
            note(failure.details().summary() + failure.details().remedy());
            note((Object) failure.partialResponse());
        }
    }

    /** Asks on both paths and notes all that comes of it. */
    public void ask(ChatModel model, ChatRequest request, CallContext context) {
        note(model + " " + model.info());
        attempt(() -> note(model.chat(request, context)));
        attempt(() -> {
            try (ChatStream stream = model.stream(request, context)) {
                note(stream);
                for (ChatEvent event : stream) {
                    note(event);
                }
            }
        });
    }

    private void attempt(Runnable way) {
        Throwable thrown = catchThrowable(way::run);
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(LlmException.class);
            note(thrown);
        }
    }

    /** Fails when the mark is in anything that was noted or logged. */
    public void nothingShows() {
        for (ILoggingEvent event : List.copyOf(log.list)) {
            note(event.getFormattedMessage());
            note(event.getMDCPropertyMap() + " " + event.getKeyValuePairs());
            if (event.getThrowableProxy() != null) {
                note(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        assertThat(words).isNotEmpty();
        assertThat(words.stream().filter(word -> word.toLowerCase(Locale.ROOT).contains(MARK)))
                .isEmpty();
    }

    @Override
    public void close() {
        root.detachAppender(log);
        root.setLevel(before);
    }
}
