package dev.portolan.routing.resolve;

import dev.portolan.routing.catalog.CatalogSource;
import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.Tier;
import dev.portolan.spi.ModelResolver;
import dev.portolan.spi.Spi;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code like=} and {@code tier=}: from {@code portolan.lock} where the question is locked there, else from the catalog, with a
 * warning. A locked answer that is out of date is a warning too, never a change. Thread-safe.
 */
public final class CatalogModelResolver implements ModelResolver {

    /** Its id. */
    public static final String ID = "catalog";

    private static final Logger LOG = LoggerFactory.getLogger(CatalogModelResolver.class);

    private final Supplier<ModelCatalog> catalog;
    private final Clock clock;
    private final boolean anew;
    private final Map<Wanted, Resolution> answered = new ConcurrentSkipListMap<>();
    private final AtomicReference<@Nullable Path> place = new AtomicReference<>();

    /** Answers from the lock, else from the catalog in force. The catalog is not read before a question comes. */
    public CatalogModelResolver() {
        this(() -> CatalogSource.standard().catalog(), Clock.systemUTC(), false);
    }

    private CatalogModelResolver(Supplier<ModelCatalog> catalog, Clock clock, boolean anew) {
        this.catalog = Objects.requireNonNull(catalog, "catalog");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.anew = anew;
    }

    /**
     * A resolver with a catalog of one's own, to give to {@code Portolan.builder().extension(...)}; it takes the place of the usual one.
     *
     * @param catalog what is known; asked when a question comes
     * @param clock what tells the day
     * @return a resolver
     */
    public static CatalogModelResolver of(Supplier<ModelCatalog> catalog, Clock clock) {
        return new CatalogModelResolver(catalog, clock, false);
    }

    /**
     * A resolver that does not read the lock: everything is answered from the catalog. Loading a configuration with it and writing
     * {@link #lock()} to {@link #place()} renews the lock.
     *
     * @param catalog what is known; asked when a question comes
     * @param clock what tells the day
     * @return a resolver
     */
    public static CatalogModelResolver anew(Supplier<ModelCatalog> catalog, Clock clock) {
        return new CatalogModelResolver(catalog, clock, true);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    /**
     * {@inheritDoc}
     *
     * @return {@code null} when the catalog has no cloud for the provider, or nothing there fits
     * @throws IllegalArgumentException when the lock is broken, or the model that it shall resemble or the tier is not known
     */
    @Override
    public @Nullable String resolve(Query query) {
        Cloud cloud = Cloud.ofConnection(query.provider(), query.address());
        if (cloud == null) {
            return null;
        }
        String like = query.like();
        Wanted asked = like == null
                ? Wanted.tier(cloud, Tier.of(Objects.requireNonNull(query.tier())))
                : Wanted.like(cloud, like);
        Wanted wanted = asked.within(query.residency());
        place.set(LockFile.place(query.surroundings()));
        LockFile lock = anew ? null : LockFile.find(query.surroundings());
        Resolution locked = lock == null ? null : lock.answer(wanted);
        if (lock != null && locked != null) {
            stale(query, locked, lock);
            answered.put(wanted, locked);
            return locked.model();
        }
        Resolution fresh = new CatalogChoice(catalog.get(), LocalDate.now(clock)).choose(wanted);
        if (fresh == null) {
            return null;
        }
        answered.put(wanted, fresh);
        if (!anew) {
            LOG.warn(
                    "portolan.models.{}: {} stands for {} by the catalog {}, and another catalog may answer otherwise;"
                            + " run \"portolan catalog resolve\" and commit {}",
                    query.name(),
                    wanted.said(),
                    fresh.model(),
                    fresh.catalogVersion(),
                    LockFile.NAME);
        }
        return fresh.model();
    }

    private void stale(Query query, Resolution locked, LockFile lock) {
        List<String> texts = new ArrayList<>();
        for (LockFinding finding : new LockCheck(catalog.get(), LocalDate.now(clock)).check(locked)) {
            texts.add(finding.text());
        }
        if (!texts.isEmpty()) {
            LOG.warn(
                    "portolan.models.{}: {} is out of date, and nothing is changed: {}; run \"portolan catalog resolve\"",
                    query.name(),
                    lock.source(),
                    String.join("; ", texts));
        }
    }

    /**
     * What was answered so far, from the lock or not.
     *
     * @return a lock of these answers
     */
    public LockFile lock() {
        return LockFile.of(answered.values());
    }

    /**
     * Where the lock of the configuration that asked last is, or would be.
     *
     * @return the file, or {@code null} when nothing has asked or the configuration has no folder
     */
    public @Nullable Path place() {
        return place.get();
    }
}
