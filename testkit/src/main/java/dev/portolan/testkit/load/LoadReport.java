package dev.portolan.testkit.load;

import dev.portolan.evidence.stats.Quantile;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a load run measured. Quantiles are the 50th, 90th, 95th and 99th percentile in seconds, each with a 90 % interval that has no
 * upper end where there are too few answers; none at all when nothing was answered. Immutable.
 *
 * @param provider who served the model
 * @param model the model
 * @param dataset the dataset's name
 * @param ratePerSecond the rate that was wanted, or {@code null} when callers asked again as soon as they could
 * @param concurrency how many calls could be in flight
 * @param took from the beginning until the last call had ended
 * @param answered how many calls were answered
 * @param failures how many calls failed, by {@link dev.portolan.error.ErrorKind#id kind}
 * @param latency from when calls were due until their answers were complete: what users wait
 * @param serviceTime from when calls were sent until their answers were complete: what the model takes
 * @param firstTokenLatency from when calls were due until their first visible event; empty when nothing was streamed
 * @param answersPerSecond how many answers came each second
 * @param outputTokensPerSecond how many tokens came each second, all calls together; {@code null} when the model does not tell
 */
public record LoadReport(
        String provider,
        String model,
        String dataset,
        @Nullable Double ratePerSecond,
        int concurrency,
        Duration took,
        int answered,
        Map<String, Integer> failures,
        List<Quantile> latency,
        List<Quantile> serviceTime,
        List<Quantile> firstTokenLatency,
        double answersPerSecond,
        @Nullable Double outputTokensPerSecond) {

    /**
     * Checks the components.
     *
     * @param provider as above
     * @param model as above
     * @param dataset as above
     * @param ratePerSecond as above
     * @param concurrency as above
     * @param took as above
     * @param answered as above
     * @param failures as above; copied
     * @param latency as above; copied
     * @param serviceTime as above; copied
     * @param firstTokenLatency as above; copied
     * @param answersPerSecond as above
     * @param outputTokensPerSecond as above
     */
    public LoadReport {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(took, "took");
        failures = Collections.unmodifiableMap(new TreeMap<>(failures));
        latency = List.copyOf(latency);
        serviceTime = List.copyOf(serviceTime);
        firstTokenLatency = List.copyOf(firstTokenLatency);
    }

    /**
     * How many calls failed.
     *
     * @return the number, of all kinds
     */
    public int failed() {
        return failures.values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * The share of calls that failed.
     *
     * @return from 0 to 1; 0 without calls
     */
    public double failureRate() {
        int calls = answered + failed();
        return calls == 0 ? 0 : (double) failed() / calls;
    }

    /**
     * All of it in words, several lines.
     *
     * @return the text, without a line end at its end
     */
    public String summary() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s of %s on %s: %,d answers in %.1f s, %.2f a second%s",
                model,
                provider,
                dataset,
                answered,
                took.toNanos() / 1e9,
                answersPerSecond,
                ratePerSecond == null ? "" : String.format(Locale.ROOT, " of %.2f wanted", ratePerSecond)));
        line(text, "latency", latency);
        line(text, "service time", serviceTime);
        line(text, "first token", firstTokenLatency);
        if (!failures.isEmpty()) {
            text.append(String.format(Locale.ROOT, "%nfailed: %.1f %% %s", 100 * failureRate(), failures));
        }
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    private static void line(StringBuilder text, String name, List<Quantile> quantiles) {
        if (quantiles.isEmpty()) {
            return;
        }
        text.append('\n').append(name).append(':');
        for (Quantile quantile : quantiles) {
            text.append(String.format(
                    Locale.ROOT,
                    " p%.0f %s",
                    100 * quantile.p(),
                    quantile.upper().isPresent()
                            ? String.format(Locale.ROOT, "%.3f s", quantile.value())
                            : "(too few samples)"));
        }
    }

    @Override
    public String toString() {
        return summary();
    }
}
