package dev.portolan.simulator.openai;

import dev.portolan.simulator.internal.RateMeter;
import dev.portolan.simulator.internal.openai.OpenAiError;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells the state of the limits as OpenAI does. See https://platform.openai.com/docs/guides/rate-limits. */
final class RateLimits {

    private RateLimits() {}

    /**
     * Lets a request pass, or refuses it.
     *
     * @return the state after it, as headers
     */
    static Map<String, String> tell(String model, RateMeter.Reading reading) {
        if (reading.refusal() != null) {
            throw refused(model, reading.refusal());
        }
        Map<String, String> headers = new LinkedHashMap<>();
        tell(headers, reading.requests());
        tell(headers, reading.tokens());
        return headers;
    }

    private static void tell(Map<String, String> headers, RateMeter.Level level) {
        headers.put("x-ratelimit-limit-" + level.name(), String.valueOf(level.limit()));
        headers.put("x-ratelimit-remaining-" + level.name(), String.valueOf(level.left()));
        headers.put("x-ratelimit-reset-" + level.name(), time(level.millisUntilFull()));
    }

    private static OpenAiError refused(String model, RateMeter.Refusal refusal) {
        RateMeter.Level level = refusal.level();
        String unit = level.name().equals("requests") ? "requests per min (RPM)" : "tokens per min (TPM)";
        String place = " for " + model + " in organization org-simulator on " + unit + ": Limit " + level.limit();
        if (refusal.millis() == null) {
            // No retry-after: the same request can never pass.
            return refusal(
                    level.name(),
                    "Request too large" + place + ", Requested " + refusal.wanted()
                            + ". The input or output tokens must be reduced in order to run successfully. Visit"
                            + " https://platform.openai.com/account/rate-limits to learn more.");
        }
        return refusal(
                        level.name(),
                        "Rate limit reached" + place + ", Used " + (level.limit() - level.left()) + ", Requested "
                                + refusal.wanted() + ". Please try again in " + time(refusal.millis()) + ". Visit"
                                + " https://platform.openai.com/account/rate-limits to learn more.")
                .retryAfter(refusal.millis());
    }

    private static OpenAiError refusal(String type, String message) {
        return new OpenAiError(429, type, "rate_limit_exceeded", null, message);
    }

    /** Times as the service prints them: {@code 12ms}, {@code 1.5s}, {@code 6m0s}. */
    static String time(long millis) {
        if (millis < 1000) {
            return millis + "ms";
        }
        String seconds =
                (millis % 60_000 / 1000) + (millis % 1000 == 0 ? "" : "." + String.format("%03d", millis % 1000));
        return (millis < 60_000 ? "" : millis / 60_000 + "m") + seconds + "s";
    }
}
