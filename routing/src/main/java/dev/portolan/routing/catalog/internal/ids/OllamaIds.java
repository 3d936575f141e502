package dev.portolan.routing.catalog.internal.ids;

import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.IdMatch.Flag;
import dev.portolan.routing.catalog.IdMatch.How;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.Offer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Ollama's ids: {@code [host/][namespace/]name[:tag]}, in any case, with {@code latest} as the default tag and {@code library} as the
 * default namespace (Ollama, "API: model names", and the library's pages of tags).
 *
 * <ul>
 *   <li>The tag tells the size, then what the weights were cut down to: {@code 8b-q8_0}. {@code -instruct}, {@code -it} and {@code -chat}
 *       before the precision are the size itself for families whose plain tags are of that kind; for others, as qwen3, they name other
 *       weights.
 *   <li>{@code -cloud} tags, and the tag {@code cloud}, run on Ollama's servers.
 *   <li>Other namespaces and hosts hold what anyone put there.
 * </ul>
 */
final class OllamaIds implements IdRules {

    private static final Pattern PRECISION =
            Pattern.compile("(.+?)-(q[2-8](?:_[01k])?(?:_[sml])?|fp16|bf16|f16|mxfp4|nvfp4|fp8)");
    private static final Pattern INSTRUCT = Pattern.compile("([0-9][a-z0-9.]*)-(?:instruct|it|chat)");
    private static final List<String> INSTRUCT_FAMILIES =
            List.of("llama3", "llama4", "mistral", "mixtral", "gemma", "qwen2.5", "phi", "command-r", "codestral");
    private static final String LATEST = "latest";
    private static final String CLOUD = "cloud";

    private final Map<String, Offer> byName = new HashMap<>();

    OllamaIds(ModelCatalog catalog) {
        new Held(catalog, Cloud.OLLAMA).all().forEach((id, offer) -> byName.putIfAbsent(full(id), offer));
    }

    private static String full(String id) {
        String lower = id.toLowerCase(Locale.ROOT);
        return lower.indexOf(':') < 0 ? lower + ":" + LATEST : lower;
    }

    @Override
    public @Nullable Reading read(String id) {
        String name = id;
        int slash = id.lastIndexOf('/');
        if (slash >= 0) {
            String folder = id.substring(0, slash).toLowerCase(Locale.ROOT);
            if (!folder.equals("library")
                    && !(folder.endsWith("/library") && folder.indexOf('/') == folder.lastIndexOf('/'))) {
                return Reading.opaque(
                        "copy outside Ollama's library",
                        "anyone may have put it there; state the model behind it as base-model");
            }
            name = id.substring(slash + 1);
        }
        String full = full(name);
        int colon = full.indexOf(':');
        if (colon == 0 || colon == full.length() - 1) {
            return null;
        }
        return tagged(full.substring(0, colon), full.substring(colon + 1));
    }

    private @Nullable Reading tagged(String name, String tag) {
        Offer exact = byName.get(name + ":" + tag);
        if (exact != null) {
            return Reading.of(How.SPELLING, exact).by(How.SPELLING, "name written otherwise");
        }
        if (tag.equals(CLOUD)) {
            return hosted(byName.get(name + ":" + LATEST));
        }
        if (tag.endsWith("-" + CLOUD)) {
            String size = tag.substring(0, tag.length() - CLOUD.length() - 1);
            return PRECISION.matcher(size).matches() ? null : hosted(byName.get(name + ":" + size));
        }
        Matcher precision = PRECISION.matcher(tag);
        return precision.matches() ? quantised(name, precision.group(1), precision.group(2)) : null;
    }

    private static @Nullable Reading hosted(@Nullable Offer offer) {
        return offer == null ? null : Reading.of(How.SPELLING, offer).by(How.SPELLING, "on Ollama's servers");
    }

    private @Nullable Reading quantised(String name, String size, String precision) {
        Offer offer = byName.get(name + ":" + size);
        if (offer == null && INSTRUCT_FAMILIES.stream().anyMatch(name::startsWith)) {
            Matcher instruct = INSTRUCT.matcher(size);
            offer = instruct.matches() ? byName.get(name + ":" + instruct.group(1)) : null;
        }
        return offer == null
                ? null
                : Reading.of(How.SNAPSHOT, offer)
                        .by(How.SNAPSHOT, "precision " + precision)
                        .pinnedTo(precision)
                        .with(Flag.OTHER_QUANTISATION);
    }

    @Override
    public Reading marked(String id, Reading reading) {
        String lower = id.toLowerCase(Locale.ROOT);
        boolean hosted = lower.endsWith(":" + CLOUD) || lower.endsWith("-" + CLOUD);
        return hosted && lower.indexOf(':') > 0 ? reading.with(Flag.LEAVES_MACHINE) : reading;
    }
}
