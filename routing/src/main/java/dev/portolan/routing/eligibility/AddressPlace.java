package dev.portolan.routing.eligibility;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an address tells of its place. Host names as the vendors document them (AWS, "Amazon Bedrock endpoints and quotas"; Google, "Vertex AI
 * locations"; OpenAI, "Data residency"). An address of nobody known tells nothing: a gateway may send on to anywhere.
 */
final class AddressPlace {

    private static final Pattern AWS =
            Pattern.compile("(?:.+\\.)?([a-z]{2}(?:-[a-z]+)+-[0-9]+)\\.(?:.+\\.)?(?:amazonaws\\.com|api\\.aws)");
    private static final Pattern GOOGLE =
            Pattern.compile("(?:([a-z0-9-]+)-)?aiplatform(?:\\.([a-z0-9-]+)\\.rep)?\\.googleapis\\.com");
    private static final Pattern OPENAI = Pattern.compile("(eu|us)\\.api\\.openai\\.com");

    private AddressPlace() {}

    /** The place of a host, or {@code null} when it tells none. */
    static @Nullable String of(String address) {
        String host = host(address);
        Matcher aws = AWS.matcher(host);
        if (aws.matches()) {
            return named(aws.group(1));
        }
        Matcher google = GOOGLE.matcher(host);
        if (google.matches()) {
            String region = google.group(1) == null ? google.group(2) : google.group(1);
            return region == null ? "global" : named(region);
        }
        Matcher openai = OPENAI.matcher(host);
        return openai.matches() ? openai.group(1) : null;
    }

    /** A region's or zone's name as the catalog's scopes have it. */
    static String named(String place) {
        String name = place.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "global", "eu", "us" -> name;
            default -> "region:" + name;
        };
    }

    private static String host(String address) {
        try {
            String host = URI.create(address).getHost();
            return host == null ? "" : host.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return ""; // no address of a known vendor, whatever it is
        }
    }
}
