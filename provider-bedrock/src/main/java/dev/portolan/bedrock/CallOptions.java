package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.spi.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Bedrock takes beside the request proper, from the settings: the model's before the connection's.
 *
 * @param guardrail id or ARN of the guardrail, or {@code null} for none
 * @param guardrailVersion its version, or {@code null} for {@code DRAFT}
 * @param guardrailTrace {@code enabled}, {@code enabled_full} or {@code disabled}, or {@code null}
 * @param guardrailStream {@code sync} or {@code async}, or {@code null}
 * @param serviceTier the tier, or {@code null}
 * @param latency {@code standard} or {@code optimized}, or {@code null}
 * @param metadata what invocation logs shall hold
 * @param tagsAsMetadata whether the tags of a call go there too
 * @param cachePoints where cache points are set: {@code system}, {@code tools}, {@code messages}
 * @param cacheTtl {@code 5m} or {@code 1h}, or {@code null}
 * @param bucketOwner the account that owns S3 buckets with media, or {@code null}
 */
record CallOptions(
        @Nullable String guardrail,
        @Nullable String guardrailVersion,
        @Nullable String guardrailTrace,
        @Nullable String guardrailStream,
        @Nullable String serviceTier,
        @Nullable String latency,
        Map<String, String> metadata,
        boolean tagsAsMetadata,
        List<String> cachePoints,
        @Nullable String cacheTtl,
        @Nullable String bucketOwner) {

    static final CallOptions NONE =
            new CallOptions(null, null, null, null, null, null, Map.of(), false, List.of(), null, null);

    CallOptions {
        metadata = Map.copyOf(metadata);
        cachePoints = List.copyOf(cachePoints);
    }

    /** Reads the settings that connections and models have in common. */
    static CallOptions of(Settings settings) {
        return new CallOptions(
                settings.string("guardrail"),
                settings.string("guardrail-version"),
                settings.string("guardrail-trace"),
                settings.string("guardrail-stream"),
                settings.string("service-tier"),
                settings.string("latency"),
                settings.map("request-metadata"),
                Boolean.TRUE.equals(settings.bool("tags-as-metadata")),
                settings.list("cache-points"),
                settings.string("cache-ttl"),
                settings.string("s3-bucket-owner"));
    }

    /** These, and the others where these say nothing. */
    CallOptions orElse(CallOptions other) {
        Map<String, String> both = new LinkedHashMap<>(other.metadata);
        both.putAll(metadata);
        boolean own = guardrail != null;
        return new CallOptions(
                own ? guardrail : other.guardrail,
                own ? guardrailVersion : or(guardrailVersion, other.guardrailVersion),
                or(guardrailTrace, other.guardrailTrace),
                or(guardrailStream, other.guardrailStream),
                or(serviceTier, other.serviceTier),
                or(latency, other.latency),
                both,
                tagsAsMetadata || other.tagsAsMetadata,
                cachePoints.isEmpty() ? other.cachePoints : cachePoints,
                or(cacheTtl, other.cacheTtl),
                or(bucketOwner, other.bucketOwner));
    }

    private static @Nullable String or(@Nullable String first, @Nullable String second) {
        return first != null ? first : second;
    }

    /**
     * Writes what stands beside messages, tools and inference, in Converse's names.
     *
     * @param body the request's body
     * @param tags the call's tags, for invocation logs if they are wanted there
     * @param stream whether the answer shall come piece by piece
     */
    void writeTo(ObjectNode body, Map<String, String> tags, boolean stream) {
        if (guardrail != null) {
            ObjectNode written = body.putObject("guardrailConfig");
            written.put("guardrailIdentifier", guardrail);
            written.put("guardrailVersion", guardrailVersion == null ? "DRAFT" : guardrailVersion);
            if (guardrailTrace != null) {
                written.put("trace", guardrailTrace);
            }
            if (stream && guardrailStream != null) {
                written.put("streamProcessingMode", guardrailStream);
            }
        }
        if (serviceTier != null) {
            body.putObject("serviceTier").put("type", serviceTier);
        }
        if (latency != null) {
            body.putObject("performanceConfig").put("latency", latency);
        }
        if (!metadata.isEmpty() || (tagsAsMetadata && !tags.isEmpty())) {
            ObjectNode written = body.putObject("requestMetadata");
            metadata.forEach(written::put);
            if (tagsAsMetadata) {
                tags.forEach(written::put);
            }
        }
    }
}
