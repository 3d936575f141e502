package dev.portolan.routing.catalog;

import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that a catalog is old. Thread-safe. */
final class StaleCatalogNotice {

    private static final Logger LOG = LoggerFactory.getLogger(ModelCatalog.class);

    private final AtomicBoolean given = new AtomicBoolean();

    void check(ModelCatalog catalog, LocalDate today, Duration staleAfter) {
        long age = ChronoUnit.DAYS.between(catalog.asOf(), today);
        if (age > staleAfter.toDays() && given.compareAndSet(false, true)) {
            LOG.warn(
                    "The catalog of models {} is {} days old: prices and ends of life may have changed since {}",
                    catalog.version(),
                    age,
                    catalog.asOf());
        }
    }
}
