package dev.portolan.cli;

import dev.portolan.routing.catalog.CatalogOverlay;
import dev.portolan.routing.catalog.CatalogSource;
import dev.portolan.routing.catalog.ModelCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which catalog counts, and which day is today. */
final class CatalogOptions {

    @Option(
            names = "--catalog",
            paramLabel = "FILE",
            description = "A catalog's file in place of the bundled catalog and the usual overlays.")
    private @Nullable Path file;

    @Option(
            names = "--overlay",
            paramLabel = "FILE",
            description = "An overlay besides those in the usual places, and over them; may be given again.")
    private List<Path> overlays = List.of();

    @Option(names = "--today", paramLabel = "DAY", hidden = true, description = "The day that counts as today.")
    private @Nullable LocalDate today;

    CatalogOptions() {}

    /** The catalog in force in the working directory. */
    ModelCatalog catalog() {
        return catalog(Path.of(""));
    }

    /** The catalog in force beside a configuration. */
    ModelCatalog catalog(Path directory) {
        try {
            ModelCatalog catalog = file == null
                    ? CatalogSource.beside(directory).catalog()
                    : ModelCatalog.read(file);
            for (Path overlay : overlays) {
                catalog = catalog.with(CatalogOverlay.read(overlay));
            }
            return catalog;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot be read: " + e.getMessage(), e);
        }
    }

    /** A clock that stands on the day. */
    Clock clock() {
        return Clock.fixed(today().atStartOfDay(ZoneOffset.UTC).toInstant(), ZoneOffset.UTC);
    }

    LocalDate today() {
        return today == null ? LocalDate.now(Clock.systemUTC()) : today;
    }
}
