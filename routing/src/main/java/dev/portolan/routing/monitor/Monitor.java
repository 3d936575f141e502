package dev.portolan.routing.monitor;

import dev.portolan.evidence.cost.PriceSource;
import dev.portolan.routing.catalog.StandardPrices;
import dev.portolan.routing.telemetry.CallEvent;
import dev.portolan.routing.telemetry.CallListener;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;

/**
 * Keeps figures of the last minutes for every name that is called. Read it by {@link #of} and {@link #all}, by {@link #logTo} or by JMX.
 *
 * <p>Figures are kept in ten slices of the window, each with sketches of its latencies (<a
 * href="https://github.com/HdrHistogram/HdrHistogram">HdrHistogram</a>, two significant digits, up to an hour).
 * Thread-safe.
 */
public final class Monitor implements CallListener {

    /** What is looked back on unless said otherwise. */
    public static final Duration WINDOW = Duration.ofMinutes(5);

    private static final Monitor SHARED = new Monitor(WINDOW, StandardPrices.INSTANCE);

    private final Duration window;
    private final PriceSource prices;
    private final LongSupplier nanoClock;
    private final ConcurrentMap<String, SlidingFigures> names = new ConcurrentHashMap<>();

    /**
     * A monitor.
     *
     * @param window how far back figures go
     * @param prices what models cost; what it does not know is counted as unknown
     */
    public Monitor(Duration window, PriceSource prices) {
        this(window, prices, System::nanoTime);
    }

    /**
     * A monitor by another clock, for tests.
     *
     * @param window how far back figures go
     * @param prices what models cost
     * @param nanoClock tells nanoseconds, monotonic, from an arbitrary origin
     */
    public Monitor(Duration window, PriceSource prices, LongSupplier nanoClock) {
        if (window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException("window must be more than zero");
        }
        this.window = window;
        this.prices = Objects.requireNonNull(prices, "prices");
        this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
    }

    /**
     * The monitor that configured models report to: {@link #WINDOW} long, with the catalog's prices, which are read when the first answer is
     * to be priced.
     *
     * @return the one of the process
     */
    public static Monitor shared() {
        return SHARED;
    }

    @Override
    public void called(CallEvent event) {
        names.computeIfAbsent(event.name(), name -> new SlidingFigures(window, prices, nanoClock.getAsLong()))
                .add(event, nanoClock.getAsLong());
    }

    /**
     * The figures of a name.
     *
     * @param name as in the configuration
     * @return what is in the window now; without calls when there were none
     */
    public ModelFigures of(String name) {
        SlidingFigures sliding = names.get(name);
        return sliding == null ? ModelFigures.none(name) : sliding.now(name, nanoClock.getAsLong());
    }

    /**
     * The figures of all names that were ever called.
     *
     * @return sorted by name
     */
    public List<ModelFigures> all() {
        List<ModelFigures> all = new ArrayList<>();
        names.keySet().stream().sorted().forEach(name -> all.add(of(name)));
        return all;
    }

    /**
     * Writes a line for each name that was called within the window, at level INFO.
     *
     * @param log where to
     */
    public void logTo(Logger log) {
        for (ModelFigures figures : all()) {
            if (figures.calls() > 0) {
                log.info("{}", figures);
            }
        }
    }

    /**
     * Shows a name's figures by JMX, as {@code dev.portolan:type=Monitor,name=<name>}.
     *
     * @param name as in the configuration
     * @return closes the view
     * @throws IllegalStateException when such a bean is there already or the server refuses it
     */
    public View expose(String name) {
        return expose(name, ManagementFactory.getPlatformMBeanServer());
    }

    /**
     * Shows a name's figures by JMX.
     *
     * @param name as in the configuration
     * @param server where
     * @return closes the view
     * @throws IllegalStateException when such a bean is there already or the server refuses it
     */
    public View expose(String name, MBeanServer server) {
        try {
            ObjectName bean = new ObjectName("dev.portolan:type=Monitor,name=" + ObjectName.quote(name));
            server.registerMBean(new JmxFigures(() -> of(name)), bean);
            return () -> {
                try {
                    server.unregisterMBean(bean);
                } catch (JMException e) {
                    throw new IllegalStateException("The bean " + bean + " cannot be taken away", e);
                }
            };
        } catch (JMException e) {
            throw new IllegalStateException("The figures of \"" + name + "\" cannot be shown by JMX", e);
        }
    }

    /** A view of figures by JMX, until it is closed. */
    @FunctionalInterface
    public interface View extends AutoCloseable {

        /** Takes the bean away. */
        @Override
        void close();
    }

    @Override
    public String toString() {
        return "Monitor[" + window + ", " + names.size() + " names]";
    }
}
