package dev.portolan;

import dev.portolan.chat.ChatModel;
import dev.portolan.config.ModelDescription;
import dev.portolan.config.ReloadListener;
import dev.portolan.config.internal.FileWatch;
import dev.portolan.config.internal.Generations;
import dev.portolan.config.internal.Inputs;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.spi.Extension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The models that an application talks to, by the names it gave them. Which provider stands behind a name is configuration:
 *
 * <pre>{@code
 * portolan.models.assistant.provider=openai
 * portolan.models.assistant.model=gpt-4o-mini
 * portolan.providers.openai.api-key=${OPENAI_API_KEY}
 * }</pre>
 *
 * <pre>{@code
 * try (Portolan portolan = Portolan.load()) {
 *     ChatModel assistant = portolan.chatModel("assistant");
 *     System.out.println(assistant.chat(request).text());
 * }
 * }</pre>
 *
 * <p>Settings are looked for in this order, and what comes later wins: {@code portolan.properties} from the class path, from
 * the working directory, from {@code -Dportolan.config} (or {@code PORTOLAN_CONFIG}) and from {@link Builder#file files named
 * in code}; {@code portolan-<profile>.properties} from the same places in the same order; {@link Builder#property properties
 * set in code}; environment variables such as {@code PORTOLAN_MODELS_ASSISTANT_TEMPERATURE}; system properties beginning with
 * {@code portolan.}. Every mistake is found at load and listed in one {@link dev.portolan.config.ConfigurationException}.
 *
 * <p>A model handle is lazy: nothing is connected before its first call. It stays valid across {@link #reload()}: calls that
 * start afterwards use the new configuration, calls in flight (streams until their last event, exception or close) finish on
 * the old one, whose connections are closed when the last of them ends. A stream that is dropped without being closed counts
 * as ended when it is garbage-collected.
 *
 * <p>Thread-safe. One instance serves a whole application.
 */
public final class Portolan implements AutoCloseable {

    private static final Duration DRAIN = Duration.ofSeconds(30);

    private final Generations generations;
    private final @Nullable FileWatch watch;

    private Portolan(Generations generations, @Nullable FileWatch watch) {
        this.generations = generations;
        this.watch = watch;
    }

    /**
     * Loads the configuration from the usual places.
     *
     * @return the models it names
     * @throws dev.portolan.config.ConfigurationException when it has mistakes; lists all of them
     */
    public static Portolan load() {
        return builder().build();
    }

    /**
     * Starts with the usual places, to add to them or to replace them.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A chat model. Nothing is connected before its first call. Should a later reload no longer know the name, calls throw
     * {@link dev.portolan.error.ModelNotFound}; after {@link #close()} they throw {@link IllegalStateException}.
     *
     * @param name the name in the configuration
     * @return a handle that survives reloads
     * @throws IllegalArgumentException when the configuration has no such name
     * @throws IllegalStateException when this was closed
     */
    public ChatModel chatModel(String name) {
        return generations.chatModel(Objects.requireNonNull(name, "name"));
    }

    /**
     * An embedding model; the same as {@link #chatModel} in all else. A router has no embeddings.
     *
     * @param name the name in the configuration
     * @return a handle that survives reloads
     * @throws IllegalArgumentException when the configuration has no such name, or a router stands behind it
     * @throws IllegalStateException when this was closed
     */
    public EmbeddingModel embeddingModel(String name) {
        return generations.embeddingModel(Objects.requireNonNull(name, "name"));
    }

    /**
     * What the configuration in force says of a model: who stands behind the name, by which connection. Connects nothing.
     *
     * @param name the name in the configuration
     * @return the description, without any secret
     * @throws IllegalArgumentException when the configuration has no such name
     * @throws IllegalStateException when this was closed
     */
    public ModelDescription describe(String name) {
        return generations.describe(Objects.requireNonNull(name, "name"));
    }

    /**
     * The names that the configuration in force knows, those of hand-made models included.
     *
     * @return unmodifiable, in alphabetical order
     */
    public Set<String> names() {
        return generations.names();
    }

    /**
     * Reads the configuration anew from where it was read before and, when it has no mistake, puts it in force for all calls
     * that start from now on. With a mistake, the one before stays in force.
     *
     * @throws dev.portolan.config.ConfigurationException when the new configuration has mistakes; lists all of them
     * @throws IllegalStateException when this was closed
     */
    public void reload() {
        generations.reload();
    }

    /**
     * Takes no more calls, waits up to 30 seconds for those in flight, then closes all connections. The second time does
     * nothing.
     */
    @Override
    public void close() {
        close(DRAIN);
    }

    /**
     * Takes no more calls, waits for those in flight, then closes all connections, under the calls that are still not over if
     * the time was too short. An interrupt ends the waiting. The second time does nothing.
     *
     * @param drain how long to wait for calls in flight; zero for not at all
     * @return whether all calls had ended by themselves
     */
    public boolean close(Duration drain) {
        if (watch != null) {
            watch.close();
        }
        return generations.close(drain);
    }

    @Override
    public String toString() {
        return "Portolan" + names();
    }

    /** Says where settings come from, and sets them in code. Not thread-safe. */
    public static final class Builder {

        private final Inputs.Builder inputs = new Inputs.Builder();
        private @Nullable Duration watch;
        private @Nullable ReloadListener listener;

        private Builder() {}

        /**
         * Sets a property in code. It wins over files, and environment and system properties win over it.
         * <code>${NAME}</code> expands as in a file, and <code>\${</code> is a literal one.
         *
         * @param key the whole key, such as {@code portolan.models.assistant.provider}
         * @param value its value
         * @return this builder
         */
        public Builder property(String key, String value) {
            inputs.property(key, value);
            return this;
        }

        /**
         * Sets properties in code.
         *
         * @param values whole keys to values
         * @return this builder
         */
        public Builder properties(Map<String, String> values) {
            values.forEach(inputs::property);
            return this;
        }

        /**
         * Adds a file, read after those from the usual places and overlaid by the file with {@code -<profile>} before its
         * extension beside it. May be called several times; later files win. A file that is missing is a mistake.
         *
         * @param file the file; a relative path is looked for in the working directory
         * @return this builder
         */
        public Builder file(Path file) {
            inputs.file(file);
            return this;
        }

        /**
         * Sets the profile, in place of {@code -Dportolan.profile} and {@code PORTOLAN_PROFILE}.
         *
         * @param profile the profile, of letters, digits, {@code .}, {@code _} and {@code -}
         * @return this builder
         */
        public Builder profile(String profile) {
            inputs.profile(profile);
            return this;
        }

        /**
         * Sets the environment, in place of the process's.
         *
         * @param values names to values
         * @return this builder
         */
        public Builder environment(Map<String, String> values) {
            inputs.environment(values);
            return this;
        }

        /**
         * Sets the system properties, in place of the process's.
         *
         * @param values names to values
         * @return this builder
         */
        public Builder systemProperties(Map<String, String> values) {
            inputs.systemProperties(values);
            return this;
        }

        /**
         * Sets the folder in which {@code portolan.properties} is looked for and from which relative paths start.
         *
         * @param folder the folder, in place of the process's
         * @return this builder
         */
        public Builder workingDirectory(Path folder) {
            inputs.workingDirectory(folder);
            return this;
        }

        /**
         * Sets the class loader in which {@code portolan.properties} and extensions are looked for, in place of the thread's
         * context class loader. Portolan's own is asked after it.
         *
         * @param loader the class loader
         * @return this builder
         */
        public Builder classLoader(ClassLoader loader) {
            inputs.classLoader(loader);
            return this;
        }

        /**
         * Adds a provider, router, decorator, secret source or model resolver beside those found by {@link
         * java.util.ServiceLoader}; in place of a found one of the same class.
         *
         * @param extension the extension, which may be of several kinds at once
         * @return this builder
         */
        public Builder extension(Extension extension) {
            inputs.extension(extension);
            return this;
        }

        /**
         * Reads nothing but what this builder is given: no file from the usual places, not the process's environment and
         * system properties. Extensions are still found. For tests.
         *
         * @return this builder
         */
        public Builder isolated() {
            inputs.isolated();
            return this;
        }

        /**
         * Puts a model that was made in code behind a name. It is not decorated and not closed.
         *
         * @param name the name, which the configuration must not use
         * @param model the model
         * @return this builder
         */
        public Builder model(String name, ChatModel model) {
            inputs.chatModel(name, model);
            return this;
        }

        /**
         * Puts an embedding model that was made in code behind a name. It is not closed.
         *
         * @param name the name, which the configuration must not use
         * @param model the model
         * @return this builder
         */
        public Builder embeddingModel(String name, EmbeddingModel model) {
            inputs.embeddingModel(name, model);
            return this;
        }

        /**
         * Looks for changed configuration files at this interval, on one daemon thread, and reloads when there are any. A
         * configuration with mistakes is logged and the one before stays in force. Off by default.
         *
         * @param interval how often to look, at least a millisecond
         * @return this builder
         */
        public Builder watch(Duration interval) {
            if (interval.toMillis() < 1) {
                throw new IllegalArgumentException("interval must be at least a millisecond");
            }
            this.watch = interval;
            return this;
        }

        /**
         * Sets who hears of reloads.
         *
         * @param reloadListener the listener
         * @return this builder
         */
        public Builder reloadListener(ReloadListener reloadListener) {
            this.listener = Objects.requireNonNull(reloadListener, "reloadListener");
            return this;
        }

        /**
         * Loads the configuration.
         *
         * @return the models it names
         * @throws dev.portolan.config.ConfigurationException when it has mistakes; lists all of them
         */
        public Portolan build() {
            Generations generations = Generations.load(inputs.build(), listener);
            return new Portolan(generations, watch == null ? null : FileWatch.start(generations, watch));
        }
    }
}
