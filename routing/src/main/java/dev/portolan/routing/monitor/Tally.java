package dev.portolan.routing.monitor;

import dev.portolan.chat.Usage;
import dev.portolan.evidence.cost.Price;
import dev.portolan.evidence.cost.PriceSource;
import dev.portolan.routing.telemetry.CallEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Counts calls. Two of them add up to one of both. For one thread at a time. */
final class Tally {

    /** Latencies in milliseconds, up to an hour, to about 1 %. */
    private static final long LONGEST = Duration.ofHours(1).toMillis();

    final Histogram latency = new Histogram(2);
    final Histogram firstToken = new Histogram(2);
    final Map<String, Long> outcomes = new TreeMap<>();
    final Map<String, BigDecimal> cost = new TreeMap<>();
    long calls;
    long streams;
    long answered;
    long failed;
    long fellBack;
    long hedged;
    long retried;
    long inputTokens;
    long outputTokens;
    long cachedTokens;
    long usageUnknown;
    long costUnknown;

    void add(CallEvent event, PriceSource prices) {
        calls++;
        streams += event.streamed() ? 1 : 0;
        failed += event.failed() ? 1 : 0;
        retried += event.attempts().size() > 1 ? 1 : 0;
        fellBack += event.warnings().contains("fell-back") ? 1 : 0;
        boolean twice = event.warnings().contains("hedged");
        hedged += twice ? 1 : 0;
        outcomes.merge(event.outcome(), 1L, Long::sum);
        String provider = event.provider();
        String model = event.model();
        if (model != null && provider != null) {
            answered++;
            latency.recordValue(millis(event.duration()));
            Duration first = event.firstToken();
            if (first != null) {
                firstToken.recordValue(millis(first));
            }
            paid(event.usage(), prices.price(provider, model, event.usage(), event.startedAt()), twice);
        } else if (event.outcome().equals("cancelled") || event.outcome().equals("abandoned")) {
            // What the vendor worked until it was stopped is charged, and nobody is told how much it was.
            usageUnknown++;
            costUnknown++;
        }
    }

    private static long millis(Duration time) {
        return Math.max(0, Math.min(LONGEST, time.toMillis()));
    }

    /**
     * Adds what an answer cost.
     *
     * @param twice whether another model was asked beside the one that answered, so that this is not all of it
     */
    private void paid(Usage usage, @Nullable Price price, boolean twice) {
        Long in = usage.inputTokens();
        Long out = usage.outputTokens();
        Long cached = usage.cachedInputTokens();
        if (in == null || out == null || twice) {
            usageUnknown++;
        }
        inputTokens += in == null ? 0 : in;
        outputTokens += out == null ? 0 : out;
        cachedTokens += cached == null ? 0 : cached;
        BigDecimal amount = price == null ? null : price.of(usage);
        if (amount == null || twice) {
            costUnknown++;
        }
        if (price != null && amount != null) {
            cost.merge(price.currency().getCurrencyCode(), amount, BigDecimal::add);
        }
    }

    void add(Tally other) {
        latency.add(other.latency);
        firstToken.add(other.firstToken);
        other.outcomes.forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
        other.cost.forEach((currency, amount) -> cost.merge(currency, amount, BigDecimal::add));
        calls += other.calls;
        streams += other.streams;
        answered += other.answered;
        failed += other.failed;
        fellBack += other.fellBack;
        hedged += other.hedged;
        retried += other.retried;
        inputTokens += other.inputTokens;
        outputTokens += other.outputTokens;
        cachedTokens += other.cachedTokens;
        usageUnknown += other.usageUnknown;
        costUnknown += other.costUnknown;
    }

    void clear() {
        if (calls > 0) {
            latency.reset();
            firstToken.reset();
            outcomes.clear();
            cost.clear();
            calls = streams = answered = failed = fellBack = hedged = retried = 0;
            inputTokens = outputTokens = cachedTokens = usageUnknown = costUnknown = 0;
        }
    }
}
