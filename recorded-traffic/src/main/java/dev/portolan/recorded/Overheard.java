package dev.portolan.recorded;

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
import dev.portolan.config.ConfigurationException;
import dev.portolan.error.LlmException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Everything that somebody could read: the log with every logger at its loudest, and what a test notes of messages, stack traces
 * and {@code toString}. What was planted where secrets and prompts are, all of it beginning with {@link #MARK}, must not be in it.
 */
public final class Overheard implements BeforeEachCallback, AfterEachCallback {

    /** How every planted word begins. */
    public static final String MARK = "pl4nted";

    private final List<String> words = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level before = root.getLevel();

    @Override
    public void beforeEach(ExtensionContext context) {
        log.start();
        root.setLevel(Level.TRACE);
        root.addAppender(log);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        root.detachAppender(log);
        root.setLevel(before);
    }

    /** Notes what a value says of itself. */
    public void note(Object value) {
        words.add(String.valueOf(value));
    }

    /** Notes a failure with its trace and all it tells. */
    public void note(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        note(trace.toString());
        if (thrown instanceof LlmException failure) {
            note(failure.details());
            note(failure.details().summary() + failure.details().remedy());
            note(String.valueOf(failure.partialResponse()));
        }
        if (thrown instanceof ConfigurationException mistakes) {
            note(mistakes.problems());
        }
    }

    /** Asks in both ways with each context; failures are noted as answers are. */
    public void call(ChatModel model, ChatRequest request, List<CallContext> contexts) {
        note(model + " " + model.info());
        for (CallContext context : contexts) {
            List<Consumer<ChatModel>> ways = List.of(used -> note(used.chat(request, context)), used -> {
                try (ChatStream stream = used.stream(request, context)) {
                    note(stream);
                    for (ChatEvent event : stream) {
                        note(event);
                    }
                }
            });
            for (Consumer<ChatModel> way : ways) {
                Throwable thrown = catchThrowable(() -> way.accept(model));
                if (thrown != null) {
                    assertThat(thrown).isInstanceOf(LlmException.class);
                    note(thrown);
                }
            }
        }
    }

    /** Requires that nothing planted was seen. */
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
}
