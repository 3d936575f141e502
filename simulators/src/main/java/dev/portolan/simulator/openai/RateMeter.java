package dev.portolan.simulator.openai;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Counts requests and tokens against limits per minute, which refill steadily, and tells the state in OpenAI's headers. See
 * https://platform.openai.com/docs/guides/rate-limits. Thread-safe.
 */
final class RateMeter {

    private static final double NANOS_PER_MINUTE = 60e9;

    private final ReentrantLock lock = new ReentrantLock();
    private final LongSupplier nanoTime;
    private final Bucket requests;
    private final Bucket tokens;

    RateMeter(long requestsPerMinute, long tokensPerMinute, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.requests = new Bucket("requests", "requests per min (RPM)", requestsPerMinute, nanoTime.getAsLong());
        this.tokens = new Bucket("tokens", "tokens per min (TPM)", tokensPerMinute, nanoTime.getAsLong());
    }

    /**
     * Takes a request, or refuses it.
     *
     * @return the state after it, as headers
     */
    Map<String, String> take(String model, long wanted) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            requests.refill(now);
            tokens.refill(now);
            requests.requireRoom(model, 1);
            tokens.requireRoom(model, wanted);
            requests.left -= 1;
            tokens.left -= wanted;
            Map<String, String> headers = new LinkedHashMap<>();
            requests.tell(headers);
            tokens.tell(headers);
            return headers;
        } finally {
            lock.unlock();
        }
    }

    private static final class Bucket {
        private final String name;
        private final String unit;
        private final long limit;
        private double left;
        private long filledAt;

        Bucket(String name, String unit, long limit, long now) {
            this.name = name;
            this.unit = unit;
            this.limit = limit;
            this.left = (double) limit;
            this.filledAt = now;
        }

        void refill(long now) {
            left = Math.min((double) limit, left + (now - filledAt) * (limit / NANOS_PER_MINUTE));
            filledAt = now;
        }

        void requireRoom(String model, long wanted) {
            if (wanted > limit) {
                // No retry-after: the same request can never pass.
                throw new OpenAiError(
                        429,
                        name,
                        "rate_limit_exceeded",
                        null,
                        "Request too large for " + model + " in organization org-simulator on " + unit + ": Limit "
                                + limit + ", Requested " + wanted + ". The input or output tokens must be reduced in"
                                + " order to run successfully. Visit"
                                + " https://platform.openai.com/account/rate-limits to learn more.");
            }
            if (wanted > left) {
                long millis = millisUntil(wanted);
                throw new OpenAiError(
                                429,
                                name,
                                "rate_limit_exceeded",
                                null,
                                "Rate limit reached for " + model + " in organization org-simulator on " + unit
                                        + ": Limit " + limit + ", Used " + (limit - (long) left) + ", Requested "
                                        + wanted + ". Please try again in " + time(millis) + ". Visit"
                                        + " https://platform.openai.com/account/rate-limits to learn more.")
                        .retryAfter(millis);
            }
        }

        private long millisUntil(long wanted) {
            return (long) Math.ceil((wanted - left) / limit * 60_000);
        }

        void tell(Map<String, String> headers) {
            headers.put("x-ratelimit-limit-" + name, String.valueOf(limit));
            headers.put("x-ratelimit-remaining-" + name, String.valueOf((long) left));
            headers.put("x-ratelimit-reset-" + name, time(millisUntil(limit)));
        }

        /** Times as the service prints them: {@code 12ms}, {@code 1.5s}, {@code 6m0s}. */
        private static String time(long millis) {
            if (millis < 1000) {
                return millis + "ms";
            }
            String seconds =
                    (millis % 60_000 / 1000) + (millis % 1000 == 0 ? "" : "." + String.format("%03d", millis % 1000));
            return (millis < 60_000 ? "" : millis / 60_000 + "m") + seconds + "s";
        }
    }
}
