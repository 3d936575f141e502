package dev.portolan.routing.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;

/** The catalog in the jar. Loading this class reads nothing; {@link #get} does, once. */
final class BundledCatalog {

    static final String RESOURCE = "catalog.json.gz";
    static final Duration STALE_AFTER = Duration.ofDays(60);
    static final StaleCatalogNotice NOTICE = new StaleCatalogNotice();

    private BundledCatalog() {}

    static ModelCatalog get() {
        return Holder.CATALOG;
    }

    /** Reads the file anew. */
    static ModelCatalog load() {
        try (InputStream in = BundledCatalog.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(
                        "There is no " + RESOURCE + " beside " + BundledCatalog.class.getName());
            }
            return CatalogReader.read(in, false);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + RESOURCE, e);
        }
    }

    private static final class Holder {
        static final ModelCatalog CATALOG = load();
    }
}
