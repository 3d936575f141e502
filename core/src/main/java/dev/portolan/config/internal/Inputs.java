package dev.portolan.config.internal;

import dev.portolan.chat.ChatModel;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.spi.Extension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything a load starts from. Immutable; read again at each reload.
 *
 * @param usualPlaces whether class path, working directory and {@code portolan.config} are searched for files
 * @param properties set in code
 * @param files named in code
 * @param profile set in code, or {@code null}
 * @param environment names to values
 * @param systemProperties gives those of the moment
 * @param workingDirectory where relative paths start
 * @param classLoader searched before Portolan's own, or {@code null} for none; the context class loader of the thread that
 *     loads first, whichever thread reloads
 * @param extensions given in code
 * @param chatModels made by hand
 * @param embeddingModels made by hand
 */
public record Inputs(
        boolean usualPlaces,
        Map<String, String> properties,
        List<Path> files,
        @Nullable String profile,
        Map<String, String> environment,
        Supplier<Map<String, String>> systemProperties,
        Path workingDirectory,
        @Nullable ClassLoader classLoader,
        List<Extension> extensions,
        Map<String, ChatModel> chatModels,
        Map<String, EmbeddingModel> embeddingModels) {

    @Override
    public String toString() {
        return "Inputs[" + properties.keySet() + "]";
    }

    /** Collects inputs. Not thread-safe. */
    public static final class Builder {

        private final Map<String, String> properties = new LinkedHashMap<>();
        private final List<Path> files = new ArrayList<>();
        private final List<Extension> extensions = new ArrayList<>();
        private final Map<String, ChatModel> chatModels = new TreeMap<>();
        private final Map<String, EmbeddingModel> embeddingModels = new TreeMap<>();
        private boolean isolated;
        private @Nullable String profile;
        private @Nullable Map<String, String> environment;
        private @Nullable Map<String, String> systemProperties;
        private Path workingDirectory = Path.of("");
        private @Nullable ClassLoader classLoader;

        /** Sets a property. */
        public void property(String key, String value) {
            properties.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        }

        /** Adds a file. */
        public void file(Path file) {
            files.add(Objects.requireNonNull(file, "file"));
        }

        /** Sets the profile. */
        public void profile(String value) {
            this.profile = Objects.requireNonNull(value, "profile");
        }

        /** Replaces the environment. */
        public void environment(Map<String, String> values) {
            this.environment = Map.copyOf(values);
        }

        /** Replaces the system properties. */
        public void systemProperties(Map<String, String> values) {
            this.systemProperties = Map.copyOf(values);
        }

        /** Replaces the working directory. */
        public void workingDirectory(Path folder) {
            this.workingDirectory = Objects.requireNonNull(folder, "folder");
        }

        /** Replaces the context class loader. */
        public void classLoader(ClassLoader loader) {
            this.classLoader = Objects.requireNonNull(loader, "loader");
        }

        /** Adds an extension. */
        public void extension(Extension extension) {
            extensions.add(Objects.requireNonNull(extension, "extension"));
        }

        /** Leaves the process's surroundings out. */
        public void isolated() {
            this.isolated = true;
        }

        /** Adds a model. */
        public void chatModel(String name, ChatModel model) {
            chatModels.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(model, "model"));
        }

        /** Adds an embedding model. */
        public void embeddingModel(String name, EmbeddingModel model) {
            embeddingModels.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(model, "model"));
        }

        /** Builds the inputs. */
        public Inputs build() {
            Map<String, String> variables = environment;
            if (variables == null) {
                variables = isolated ? Map.of() : System.getenv();
            }
            Map<String, String> given = systemProperties;
            Supplier<Map<String, String>> system = Inputs.Builder::ofProcess;
            if (given != null || isolated) {
                Map<String, String> fixed = given == null ? Map.of() : given;
                system = () -> fixed;
            }
            return new Inputs(
                    !isolated,
                    new LinkedHashMap<>(properties),
                    List.copyOf(files),
                    profile,
                    variables,
                    system,
                    workingDirectory.toAbsolutePath(),
                    classLoader != null ? classLoader : Thread.currentThread().getContextClassLoader(),
                    List.copyOf(extensions),
                    new TreeMap<>(chatModels),
                    new TreeMap<>(embeddingModels));
        }

        private static Map<String, String> ofProcess() {
            Properties properties = System.getProperties();
            Map<String, String> values = new TreeMap<>();
            for (String name : properties.stringPropertyNames()) {
                String value = properties.getProperty(name);
                if (value != null) {
                    values.put(name, value);
                }
            }
            return values;
        }
    }
}
