package dev.portolan.simulator.internal.openai;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What OpenAI's model names say about the models.
 *
 * @param reasoning whether it thinks before it answers
 * @param defaultEffort how much it thinks when the request does not say
 */
public record ModelTraits(boolean reasoning, String defaultEffort) {

    private static final Pattern O_SERIES = Pattern.compile("o\\d.*");
    private static final Pattern GPT_5 = Pattern.compile("gpt-5(\\.(\\d+))?(?!.*chat).*");

    public static ModelTraits of(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        Matcher gpt5 = GPT_5.matcher(name);
        if (gpt5.matches()) {
            // From 5.1 on the default effort is "none": https://platform.openai.com/docs/guides/latest-model
            return new ModelTraits(true, gpt5.group(2) != null ? "none" : "medium");
        }
        return new ModelTraits(O_SERIES.matcher(name).matches(), "medium");
    }

    /** Whether this request lets the model think; only then are sampling settings refused. */
    boolean thinks(@Nullable String effort) {
        return reasoning && !(effort == null ? defaultEffort : effort).equals("none");
    }

    /** How many tokens it thinks: a fixed number for each effort. */
    int reasoningTokens(@Nullable String effort) {
        if (!reasoning) {
            return 0;
        }
        return switch (effort == null ? defaultEffort : effort) {
            case "none", "minimal" -> 0;
            case "low" -> 64;
            case "high" -> 256;
            case "xhigh" -> 512;
            default -> 128;
        };
    }

    /** The name that answers carry: the dated version behind an alias. */
    public static String dated(String model) {
        return switch (model) {
            case "gpt-4o" -> "gpt-4o-2024-08-06";
            case "gpt-4o-mini" -> "gpt-4o-mini-2024-07-18";
            case "gpt-4.1" -> "gpt-4.1-2025-04-14";
            case "gpt-4.1-mini" -> "gpt-4.1-mini-2025-04-14";
            case "gpt-4.1-nano" -> "gpt-4.1-nano-2025-04-14";
            case "gpt-5" -> "gpt-5-2025-08-07";
            case "gpt-5-mini" -> "gpt-5-mini-2025-08-07";
            case "gpt-5-nano" -> "gpt-5-nano-2025-08-07";
            case "o4-mini" -> "o4-mini-2025-04-16";
            default -> model;
        };
    }
}
