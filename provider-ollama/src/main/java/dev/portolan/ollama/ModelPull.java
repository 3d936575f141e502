package dev.portolan.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.ByteSource;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.WireJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a server that fetches a model, to its last line. The server itself sees to it that several who ask for the same model
 * have it fetched once. What is told goes to the log, a line for each step and tenth of a file, and to whom it may concern.
 *
 * @see <a href="https://docs.ollama.com/api/pull">Ollama: pull a model</a>
 */
final class ModelPull {

    private static final Logger LOG = LoggerFactory.getLogger(OllamaConnection.class);
    private static final int LONGEST_LINE = 64 * 1024;

    private final Consumer<PullProgress> listener;

    ModelPull(Consumer<PullProgress> listener) {
        this.listener = listener;
    }

    static byte[] request(String model) {
        return WireJson.object(json -> {
            json.writeStringField("model", model);
            json.writeBooleanField("stream", true);
        });
    }

    /**
     * Reads the progress to its end.
     *
     * @throws LlmException when the model cannot be had, or the call was stopped
     */
    void follow(ByteSource progress, String model, CallGuard guard) {
        Reader reader = new Reader(model);
        try {
            do {
                guard.requireRunning();
                guard.waiting();
            } while (progress.read((bytes, offset, length) -> {
                guard.received();
                reader.take(bytes, offset, length);
            }));
        } catch (IOException e) {
            LlmException stopped = guard.failure(e);
            throw stopped != null ? stopped : broken("The connection broke while the server fetched the model", e);
        }
        reader.end();
    }

    private static LlmException broken(String what, @Nullable Throwable cause) {
        return ErrorDetails.builder(what)
                .remedy("Ask again: the server goes on where it stopped")
                .toException(ErrorKind.NETWORK, cause);
    }

    /** Cuts the lines out of the bytes. */
    private final class Reader {
        private final String model;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private boolean success;
        private String told = "";

        Reader(String model) {
            this.model = model;
        }

        void take(byte[] bytes, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                if (bytes[i] == '\n') {
                    line();
                } else if (line.size() < LONGEST_LINE) {
                    line.write(bytes[i]);
                }
            }
        }

        void end() {
            line();
            if (!success) {
                throw broken("The server stopped fetching the model before it was there", null);
            }
        }

        private void line() {
            String text = line.toString(StandardCharsets.UTF_8).strip();
            line.reset();
            if (text.isEmpty()) {
                return;
            }
            JsonNode step = WireJson.isObject(text) ? WireJson.tree(text) : null;
            if (step == null) {
                throw ResponseMapper.unreadable();
            }
            if (step.has("error")) {
                throw new ErrorMapper(model).inAnswer(step.path("error").asText());
            }
            PullProgress progress = new PullProgress(
                    model, step.path("status").asText(""), number(step, "completed"), number(step, "total"));
            success |= progress.status().equals("success");
            log(progress);
            listener.accept(progress);
        }

        private void log(PullProgress progress) {
            Long total = progress.total();
            Long completed = progress.completed();
            String now = total == null || total <= 0
                    ? progress.status()
                    : progress.status() + ", " + (completed == null ? 0 : completed * 10 / total) * 10 + " % of "
                            + total / 1_000_000 + " MB";
            if (!now.equals(told)) {
                told = now;
                LOG.info("Fetching {}: {}", model, now);
            }
        }

        private static @Nullable Long number(JsonNode step, String name) {
            return step.path(name).isIntegralNumber() ? (Long) step.path(name).longValue() : null;
        }
    }
}
