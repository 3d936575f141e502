package dev.portolan.vertex;

import dev.portolan.spi.Settings;
import dev.portolan.wire.anthropic.CacheMarks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Vertex takes beside the request proper, from the settings: the model's before the connection's.
 *
 * @param includeThoughts whether thoughts are shown, or {@code null} for yes where the model thinks
 * @param labels what bills shall be told apart by
 * @param tagsAsLabels whether the tags of a call are labels too
 * @param safety thresholds by category, in the setting's words
 * @param promptTemplate Model Armor's template for prompts, or {@code null}
 * @param responseTemplate Model Armor's template for answers, or {@code null}
 * @param cachedContent the resource of a cached prompt, or {@code null}
 * @param hostedTools tools that the service runs itself
 * @param mediaResolution {@code low}, {@code medium} or {@code high}, or {@code null}
 * @param cachePoints where requests to Claude are marked for its cache: {@code system}, {@code tools}, {@code messages}
 * @param cacheTtl how long Claude's cache keeps, {@code 5m} or {@code 1h}, or {@code null}
 * @param requestType {@code shared} or {@code dedicated}, or {@code null}
 */
record CallOptions(
        @Nullable Boolean includeThoughts,
        Map<String, String> labels,
        boolean tagsAsLabels,
        Map<String, String> safety,
        @Nullable String promptTemplate,
        @Nullable String responseTemplate,
        @Nullable String cachedContent,
        List<String> hostedTools,
        @Nullable String mediaResolution,
        List<String> cachePoints,
        @Nullable String cacheTtl,
        @Nullable String requestType) {

    static final CallOptions NONE =
            new CallOptions(null, Map.of(), false, Map.of(), null, null, null, List.of(), null, List.of(), null, null);

    CallOptions {
        labels = Map.copyOf(labels);
        safety = Map.copyOf(safety);
        hostedTools = List.copyOf(hostedTools);
        cachePoints = List.copyOf(cachePoints);
    }

    /** Reads the settings that connections and models have in common. */
    static CallOptions of(Settings settings) {
        return new CallOptions(
                settings.bool("include-thoughts"),
                settings.map("labels"),
                Boolean.TRUE.equals(settings.bool("tags-as-labels")),
                settings.map("safety"),
                settings.string("model-armor-prompt-template"),
                settings.string("model-armor-response-template"),
                settings.string("cached-content"),
                settings.list("hosted-tools"),
                settings.string("media-resolution"),
                settings.list("cache-points"),
                settings.string("cache-ttl"),
                settings.string("request-type"));
    }

    /** These, and the others where these say nothing. */
    CallOptions orElse(CallOptions other) {
        return new CallOptions(
                or(includeThoughts, other.includeThoughts),
                over(labels, other.labels),
                tagsAsLabels || other.tagsAsLabels,
                over(safety, other.safety),
                or(promptTemplate, other.promptTemplate),
                or(responseTemplate, other.responseTemplate),
                or(cachedContent, other.cachedContent),
                hostedTools.isEmpty() ? other.hostedTools : hostedTools,
                or(mediaResolution, other.mediaResolution),
                cachePoints.isEmpty() ? other.cachePoints : cachePoints,
                or(cacheTtl, other.cacheTtl),
                or(requestType, other.requestType));
    }

    /** Where requests to Claude are marked for its cache. */
    CacheMarks cacheMarks() {
        return new CacheMarks(Set.copyOf(cachePoints), cacheTtl);
    }

    private static Map<String, String> over(Map<String, String> first, Map<String, String> second) {
        Map<String, String> both = new LinkedHashMap<>(second);
        both.putAll(first);
        return both;
    }

    private static <T> @Nullable T or(@Nullable T first, @Nullable T second) {
        return first != null ? first : second;
    }
}
