package dev.portolan.routing.lifecycle;

import dev.portolan.routing.catalog.CatalogSource;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.spi.LoadListener;
import dev.portolan.spi.Spi;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns in the log, after a load, of configured models whose end is near or past and of those that the catalog does not know: once for each
 * model and warning, however often the configuration is read again. {@code -Dportolan.lifecycle.warnings=off} switches it off; then the
 * catalog is not read either. Thread-safe.
 */
public final class LifecycleWarnings implements LoadListener {

    /** The system property that switches the warnings off, when it is {@code off}. */
    public static final String SWITCH = "portolan.lifecycle.warnings";

    private static final Logger LOG = LoggerFactory.getLogger(LifecycleWarnings.class);

    private final Supplier<ModelCatalog> catalog;
    private final Clock clock;
    private final Executor executor;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** Warns by the catalog in force, on a thread of its own: a load does not wait until the catalog is read. */
    public LifecycleWarnings() {
        this(() -> CatalogSource.standard().catalog(), Clock.systemUTC(), LifecycleWarnings::aside);
    }

    /**
     * Warns by a catalog of one's own, when it is given to {@code Portolan.builder().extension(...)}; on the thread that loads.
     *
     * @param catalog what is known; asked at each load that has models
     * @param clock what tells the day
     */
    public LifecycleWarnings(Supplier<ModelCatalog> catalog, Clock clock) {
        this(catalog, clock, Runnable::run);
    }

    LifecycleWarnings(Supplier<ModelCatalog> catalog, Clock clock, Executor executor) {
        this.catalog = Objects.requireNonNull(catalog, "catalog");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.executor = executor;
    }

    private static void aside(Runnable check) {
        Thread thread = new Thread(check, "portolan-lifecycle-warnings");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public String id() {
        return "lifecycle";
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public void loaded(List<LoadedModel> models) {
        if (models.isEmpty() || "off".equals(System.getProperty(SWITCH))) {
            return;
        }
        executor.execute(() -> warn(List.copyOf(models)));
    }

    private void warn(List<LoadedModel> models) {
        try {
            ConfiguredModelCheck check = new ConfiguredModelCheck(catalog.get(), LocalDate.now(clock));
            models.forEach(model -> warn(model, check));
        } catch (RuntimeException e) {
            LOG.warn("Whether the configured models end soon could not be told", e);
        }
    }

    private void warn(LoadedModel model, ConfiguredModelCheck check) {
        for (String says : check.check(model)) {
            if (told.add(model.name() + "|" + says)) {
                LOG.warn("portolan.models.{}: {}", model.name(), says);
            }
        }
    }
}
