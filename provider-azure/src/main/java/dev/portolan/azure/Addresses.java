package dev.portolan.azure;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where an API of a resource is. There are two forms: {@code /openai/v1/...}, where the body names the deployment, and the older
 * one with a dated {@code api-version}, where the address names it; but for Responses, which never did.
 *
 * @see <a href="https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle">Azure: API version lifecycle</a>
 */
final class Addresses {

    /** The version that is no date and needs none. */
    static final String V1 = "v1";

    private static final Pattern DATED = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(-preview)?");

    /** What a resource's page or a sample may have behind the address of the resource. */
    private static final List<String> KNOWN_TAILS =
            List.of("/openai/v1", "/openai", "/models", "/anthropic/v1/messages", "/anthropic/v1", "/anthropic");

    private final String base;
    private final String version;

    /**
     * Addresses of a resource.
     *
     * @param endpoint the resource's address, or that of a gateway before it; what follows behind a known path is ignored
     * @param version {@code v1}, {@code preview} or a date
     */
    Addresses(URI endpoint, String version) {
        this.version = version.toLowerCase(Locale.ROOT);
        if (!this.version.equals(V1)
                && !this.version.equals("preview")
                && !DATED.matcher(this.version).matches()) {
            throw new IllegalArgumentException(
                    "api-version must be v1, preview or a date such as 2024-10-21 or 2025-04-01-preview");
        }
        if (endpoint.getRawQuery() != null || endpoint.getRawFragment() != null) {
            throw new IllegalArgumentException("endpoint must end with its path; the version belongs to api-version");
        }
        String address = withoutSlash(endpoint.toString());
        for (String tail : KNOWN_TAILS) {
            if (address.toLowerCase(Locale.ROOT).endsWith(tail)) {
                address = withoutSlash(address.substring(0, address.length() - tail.length()));
            }
        }
        this.base = address;
    }

    private static String withoutSlash(String address) {
        String rest = address;
        while (rest.endsWith("/")) {
            rest = rest.substring(0, rest.length() - 1);
        }
        return rest;
    }

    /** The resource itself, for the SDK, which wants to know it. */
    String base() {
        return base;
    }

    /** Where an API is that the wire calls by a path such as {@code chat/completions}. */
    String of(String path, String deployment) {
        if (version.equals(V1)) {
            return base + "/openai/v1/" + path;
        }
        if (version.equals("preview")) {
            return base + "/openai/v1/" + path + "?api-version=preview";
        }
        String place = path.startsWith("responses") ? path : "deployments/" + encoded(deployment) + "/" + path;
        return base + "/openai/" + place + "?api-version=" + version;
    }

    /** Where Claude is; it has no version of Azure's. */
    String ofClaude() {
        return base + "/anthropic/v1/messages";
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return base + " (" + version + ")";
    }
}
