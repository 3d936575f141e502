package dev.portolan.simulator.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a model stays loaded: a number of seconds, or a duration as Go writes it; below zero for ever. */
final class KeepAlive {

    static final Duration FOR_EVER = Duration.ofDays(36_500);
    private static final Duration USUAL = Duration.ofMinutes(5);
    private static final Pattern DURATION = Pattern.compile("([+-]?)((?:\\d+(?:\\.\\d+)?(?:ns|us|µs|ms|s|m|h))+)");
    private static final Pattern STEP = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|µs|ms|s|m|h)");
    private static final Map<String, Double> NANOS =
            Map.of("ns", 1.0, "us", 1e3, "µs", 1e3, "ms", 1e6, "s", 1e9, "m", 60e9, "h", 3600e9);

    private KeepAlive() {}

    static Duration of(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return USUAL;
        }
        if (value.isNumber()) {
            double seconds = value.doubleValue();
            return seconds < 0 ? FOR_EVER : Duration.ofNanos((long) (seconds * 1e9));
        }
        return parse(value.asText());
    }

    private static Duration parse(String text) {
        Matcher whole = DURATION.matcher(text);
        if (!whole.matches()) {
            if (text.matches("[+-]?\\d+")) {
                throw OllamaError.invalid("time: missing unit in duration \"" + text + "\"");
            }
            throw OllamaError.invalid("time: invalid duration \"" + text + "\"");
        }
        if (whole.group(1).equals("-")) {
            return FOR_EVER;
        }
        double nanos = 0;
        Matcher steps = STEP.matcher(whole.group(2));
        while (steps.find()) {
            nanos += Double.parseDouble(steps.group(1)) * NANOS.getOrDefault(steps.group(2), 0.0);
        }
        return Duration.ofNanos((long) nanos);
    }
}
