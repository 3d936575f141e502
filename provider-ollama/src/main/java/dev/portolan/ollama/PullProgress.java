package dev.portolan.ollama;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a server has come with fetching a model.
 *
 * @param model the model
 * @param status what the server does, in its words, such as {@code pulling manifest} or {@code success}
 * @param completed how many bytes of the current file are there, or {@code null} when that is not told
 * @param total how many bytes the current file has, or {@code null} when that is not told
 * @see <a href="https://docs.ollama.com/api/pull">Ollama: pull a model</a>
 */
public record PullProgress(
        String model,
        String status,
        @Nullable Long completed,
        @Nullable Long total) {

    /**
     * Checks the components.
     *
     * @param model as above
     * @param status as above
     * @param completed as above
     * @param total as above
     */
    public PullProgress {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(status, "status");
    }
}
