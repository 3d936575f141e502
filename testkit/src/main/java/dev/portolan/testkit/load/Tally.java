package dev.portolan.testkit.load;

import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Usage;
import dev.portolan.error.ErrorKind;
import dev.portolan.evidence.stats.Quantile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Counts calls as they end. Thread-safe. */
final class Tally {

    private static final double[] QUANTILES = {0.5, 0.9, 0.95, 0.99};
    private static final double CONFIDENCE = 0.90;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Double> latency = new ArrayList<>();
    private final List<Double> service = new ArrayList<>();
    private final List<Double> firstToken = new ArrayList<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private long outputTokens;
    private boolean tokensKnown = true;

    void answered(long nanos, long serviceNanos, @Nullable Long firstTokenNanos, Usage usage) {
        lock.lock();
        try {
            latency.add(nanos / 1e9);
            service.add(serviceNanos / 1e9);
            if (firstTokenNanos != null) {
                firstToken.add(firstTokenNanos / 1e9);
            }
            Long tokens = usage.outputTokens();
            tokensKnown &= tokens != null;
            outputTokens += tokens == null ? 0 : tokens;
        } finally {
            lock.unlock();
        }
    }

    void failed(ErrorKind kind) {
        lock.lock();
        try {
            failures.merge(kind.id(), 1, Integer::sum);
        } finally {
            lock.unlock();
        }
    }

    LoadReport report(ModelInfo model, String dataset, @Nullable Double rate, int concurrency, Duration took) {
        lock.lock();
        try {
            double seconds = Math.max(took.toNanos(), 1) / 1e9;
            return new LoadReport(
                    model.provider(),
                    model.model(),
                    dataset,
                    rate,
                    concurrency,
                    took,
                    latency.size(),
                    failures,
                    quantiles(latency),
                    quantiles(service),
                    quantiles(firstToken),
                    latency.size() / seconds,
                    tokensKnown && !latency.isEmpty() ? outputTokens / seconds : null);
        } finally {
            lock.unlock();
        }
    }

    private static List<Quantile> quantiles(List<Double> seconds) {
        List<Quantile> quantiles = new ArrayList<>();
        if (!seconds.isEmpty()) {
            double[] values = seconds.stream().mapToDouble(Double::doubleValue).toArray();
            for (double p : QUANTILES) {
                quantiles.add(Quantile.of(values, p, CONFIDENCE));
            }
        }
        return quantiles;
    }
}
