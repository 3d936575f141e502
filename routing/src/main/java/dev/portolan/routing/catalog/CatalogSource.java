package dev.portolan.routing.catalog;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the catalog in force comes from: the bundled one, or the last refreshed copy where that is newer, and over it the user's overlays,
 * a later one over an earlier. Nothing is read before {@link #catalog()} is called, and no network ever.
 *
 * <p>The {@linkplain #standard() usual} places, from the lowest to the highest:
 *
 * <ol>
 *   <li>the catalog that comes with the library, or, where that is newer, the file that the system property {@value #COPY} or the
 *       environment variable {@code PORTOLAN_CATALOG_COPY} names;
 *   <li>{@code portolan-catalog.yaml} ({@code .yml}, {@code .json}) on the class path;
 *   <li>the same in the working directory, beside {@code portolan.properties};
 *   <li>the file that the system property {@value #OVERLAY} or the environment variable {@code PORTOLAN_CATALOG_OVERLAY} names, several of
 *       them with a comma between.
 * </ol>
 *
 * <p>Immutable and thread-safe.
 */
public final class CatalogSource {

    /** The system property that names overlays. */
    public static final String OVERLAY = "portolan.catalog.overlay";

    /** The system property that names the copy which a refresh keeps. */
    public static final String COPY = "portolan.catalog.copy";

    /** The names under which an overlay is looked for, one after the other. */
    static final List<String> NAMES = List.of("portolan-catalog.yaml", "portolan-catalog.yml", "portolan-catalog.json");

    private static final Logger LOG = LoggerFactory.getLogger(CatalogSource.class);

    private final Supplier<ModelCatalog> base;
    private final @Nullable Path copy;
    private final List<Path> files;
    private final @Nullable Path directory;
    private final @Nullable ClassLoader loader;
    private final List<CatalogOverlay> overlays;

    private CatalogSource(Builder builder) {
        this.base = builder.base;
        this.copy = builder.copy;
        this.files = List.copyOf(builder.files);
        this.directory = builder.directory;
        this.loader = builder.loader;
        this.overlays = List.copyOf(builder.overlays);
    }

    /**
     * The usual places of this process.
     *
     * @return a source that looks there anew each time it is asked
     */
    public static CatalogSource standard() {
        return standard(System.getProperties(), System.getenv(), Path.of(""), contextLoader())
                .build();
    }

    /**
     * The usual places beside a configuration.
     *
     * @param directory in place of the working directory, such as that of {@code portolan.properties}
     * @return a source that looks there anew each time it is asked
     */
    public static CatalogSource beside(Path directory) {
        return standard(System.getProperties(), System.getenv(), directory, contextLoader())
                .build();
    }

    private static ClassLoader contextLoader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? CatalogSource.class.getClassLoader() : context;
    }

    static Builder standard(
            Properties properties, Map<String, String> environment, Path directory, ClassLoader loader) {
        Builder builder = builder().classPath(loader).directory(directory);
        String copy = given(properties, environment, COPY);
        if (copy != null) {
            builder.copy(Path.of(copy));
        }
        String named = given(properties, environment, OVERLAY);
        if (named != null) {
            for (String file : named.split(",", -1)) {
                if (!file.isBlank()) {
                    builder.overlay(Path.of(file.strip()));
                }
            }
        }
        return builder;
    }

    private static @Nullable String given(Properties properties, Map<String, String> environment, String key) {
        String property = properties.getProperty(key);
        String value = property == null
                ? environment.get(key.toUpperCase(java.util.Locale.ROOT).replace('.', '_'))
                : property;
        return value == null || value.isBlank() ? null : value.strip();
    }

    /**
     * Starts a source of one's own, which looks nowhere but where it is told to.
     *
     * @return a builder with the bundled catalog and no overlay
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads the catalog in force. Reads files each time, so keep what it gives: a plan or a load of the configuration goes by one state.
     *
     * @return the catalog, with all overlays
     * @throws CatalogOverlayException when an overlay has mistakes
     * @throws UncheckedIOException when a file cannot be read; a missing one in a usual place is none
     */
    public ModelCatalog catalog() {
        ModelCatalog catalog = newest();
        for (CatalogOverlay overlay : overlays()) {
            catalog = overlay.over(catalog);
        }
        return catalog;
    }

    /** A copy that cannot be read must not keep an application from starting: the bundled catalog is there. */
    private ModelCatalog newest() {
        ModelCatalog bundled = base.get();
        if (copy == null || !Files.exists(copy)) {
            return bundled;
        }
        try {
            ModelCatalog refreshed = ModelCatalog.read(copy);
            return refreshed.asOf().isAfter(bundled.asOf()) ? refreshed : bundled;
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("The copy of a refreshed catalog cannot be read, the bundled one serves: {}", e.getMessage());
            return bundled;
        }
    }

    /**
     * Reads the overlays.
     *
     * @return from the lowest to the highest
     * @throws CatalogOverlayException when one is neither YAML nor JSON
     * @throws UncheckedIOException when one cannot be read
     */
    public List<CatalogOverlay> overlays() {
        List<CatalogOverlay> all = new ArrayList<>();
        try {
            if (loader != null) {
                onClassPath(loader, all);
            }
            if (directory != null) {
                for (String name : NAMES) {
                    Path file = directory.resolve(name);
                    if (Files.exists(file)) {
                        all.add(CatalogOverlay.read(file));
                        break;
                    }
                }
            }
            for (Path file : files) {
                all.add(CatalogOverlay.read(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("An overlay of the catalog cannot be read: " + e, e);
        }
        all.addAll(overlays);
        return all;
    }

    private static void onClassPath(ClassLoader loader, List<CatalogOverlay> all) throws IOException {
        for (String name : NAMES) {
            URL found = loader.getResource(name);
            if (found != null) {
                try (Reader reader = new InputStreamReader(found.openStream(), StandardCharsets.UTF_8)) {
                    all.add(CatalogOverlay.read(reader, found.toString()));
                }
                return;
            }
        }
    }

    /** Collects places. Not thread-safe. */
    public static final class Builder {
        private Supplier<ModelCatalog> base = ModelCatalog::bundled;
        private @Nullable Path copy;
        private final List<Path> files = new ArrayList<>();
        private @Nullable Path directory;
        private @Nullable ClassLoader loader;
        private final List<CatalogOverlay> overlays = new ArrayList<>();

        private Builder() {}

        /**
         * Sets the catalog below everything.
         *
         * @param value asked each time; the bundled one unless set
         * @return this builder
         */
        public Builder base(Supplier<ModelCatalog> value) {
            this.base = Objects.requireNonNull(value, "base");
            return this;
        }

        /**
         * Names the copy that a refresh keeps.
         *
         * @param file taken where it is newer than the base; it need not exist
         * @return this builder
         */
        public Builder copy(Path file) {
            this.copy = Objects.requireNonNull(file, "file");
            return this;
        }

        /**
         * Looks for {@code portolan-catalog.yaml} on the class path.
         *
         * @param value what to look in
         * @return this builder
         */
        public Builder classPath(ClassLoader value) {
            this.loader = Objects.requireNonNull(value, "loader");
            return this;
        }

        /**
         * Looks for {@code portolan-catalog.yaml} in a directory.
         *
         * @param value the directory
         * @return this builder
         */
        public Builder directory(Path value) {
            this.directory = Objects.requireNonNull(value, "directory");
            return this;
        }

        /**
         * Adds an overlay that must exist, over those before.
         *
         * @param file the file
         * @return this builder
         */
        public Builder overlay(Path file) {
            files.add(Objects.requireNonNull(file, "file"));
            return this;
        }

        /**
         * Adds an overlay over all that come from files.
         *
         * @param overlay the overlay
         * @return this builder
         */
        public Builder overlay(CatalogOverlay overlay) {
            overlays.add(Objects.requireNonNull(overlay, "overlay"));
            return this;
        }

        /**
         * Builds the source.
         *
         * @return the source; nothing has been read
         */
        public CatalogSource build() {
            return new CatalogSource(this);
        }
    }
}
