package dev.portolan.routing.monitor;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the figures anew for each question. */
final class JmxFigures implements MonitorMXBean {

    private final Supplier<ModelFigures> figures;

    JmxFigures(Supplier<ModelFigures> figures) {
        this.figures = figures;
    }

    private static double orNone(@Nullable Double value) {
        return value == null ? -1 : value;
    }

    private long millis(double quantile) {
        Duration latency = figures.get().latency(quantile);
        return latency == null ? -1 : latency.toMillis();
    }

    @Override
    public long getCalls() {
        return figures.get().calls();
    }

    @Override
    public Map<String, Long> getOutcomes() {
        return figures.get().outcomes();
    }

    @Override
    public double getAvailability() {
        return orNone(figures.get().availability());
    }

    @Override
    public double getFallbackRate() {
        return orNone(figures.get().fallbackRate());
    }

    @Override
    public long getLatencyP50Millis() {
        return millis(0.5);
    }

    @Override
    public long getLatencyP95Millis() {
        return millis(0.95);
    }

    @Override
    public long getLatencyP99Millis() {
        return millis(0.99);
    }

    @Override
    public long getInputTokens() {
        return figures.get().inputTokens();
    }

    @Override
    public long getOutputTokens() {
        return figures.get().outputTokens();
    }

    @Override
    public double getCacheShare() {
        return orNone(figures.get().cacheShare());
    }

    @Override
    public Map<String, String> getCost() {
        Map<String, String> cost = new TreeMap<>();
        figures.get().cost().forEach((currency, amount) -> cost.put(currency, amount.toPlainString()));
        return cost;
    }
}
