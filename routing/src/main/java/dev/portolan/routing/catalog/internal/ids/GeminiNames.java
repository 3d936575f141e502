package dev.portolan.routing.catalog.internal.ids;

import dev.portolan.routing.catalog.IdMatch.Flag;
import dev.portolan.routing.catalog.IdMatch.How;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names of Gemini models, the same on Vertex AI and on the Gemini API: {@code -001} for a stable version, {@code -preview}, {@code
 * -preview-05-06} or {@code -preview-09-2025} for a preview, {@code -customtools} for the variant of an endpoint (Google, "Model versions
 * and lifecycle" and "Gemini models", model name patterns). A preview is a state of the model without the suffix; the other way round
 * nothing follows: what comes out of a preview may be other weights.
 */
final class GeminiNames {

    private static final Pattern STABLE = Pattern.compile("(gemini-[a-z0-9.-]+)-([0-9]{3})");
    private static final Pattern PREVIEW = Pattern.compile("(gemini-[a-z0-9.-]+?)-preview(?:-([0-9-]{5,7}))?");
    private static final String CUSTOM_TOOLS = "-customtools";

    private GeminiNames() {}

    static @Nullable Reading read(String name, Function<String, @Nullable Reading> held) {
        if (name.startsWith("gemini-") && name.endsWith(CUSTOM_TOOLS)) {
            String plain = name.substring(0, name.length() - CUSTOM_TOOLS.length());
            Reading exact = held.apply(plain);
            Reading reading = exact == null ? versioned(plain, held) : exact;
            return reading == null ? null : reading.by(How.SPELLING, "variant for custom tools");
        }
        return versioned(name, held);
    }

    private static @Nullable Reading versioned(String name, Function<String, @Nullable Reading> held) {
        Matcher preview = PREVIEW.matcher(name);
        if (preview.matches()) {
            return preview(preview.group(1), preview.group(2), held);
        }
        Matcher stable = STABLE.matcher(name);
        return stable.matches() ? Snapshots.of(held.apply(stable.group(1)), stable.group(2)) : null;
    }

    private static @Nullable Reading preview(
            String model, @Nullable String stamp, Function<String, @Nullable Reading> held) {
        if (STABLE.matcher(model).matches() || (stamp != null && !Stamps.monthFirst(stamp))) {
            return null;
        }
        Reading undated = stamp == null ? null : held.apply(model + "-preview");
        String version = stamp == null ? "preview" : "preview-" + stamp;
        Reading reading = Snapshots.of(undated == null ? held.apply(model) : undated, version);
        return reading == null ? null : reading.with(Flag.PREVIEW);
    }
}
