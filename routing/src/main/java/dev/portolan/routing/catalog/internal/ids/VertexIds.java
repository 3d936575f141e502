package dev.portolan.routing.catalog.internal.ids;

import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.IdMatch.How;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.Offer;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Vertex AI's ids: {@code model}, {@code model@version}, {@code publisher/model-maas}, resource names with the location, and numbers of
 * endpoints and of models of one's own, which hide what is behind them (Google, "Model versions and lifecycle", "Use partner models",
 * "REST reference: publishers.models").
 *
 * <ul>
 *   <li>The publisher's folder must be the model's: {@code mistralai/gpt-oss-120b-maas} is nothing.
 *   <li>{@code @default} is the name itself; {@code @20250929} the day of a Claude; {@code @001} a version of Google's own models; Mistral's
 *       {@code @2411-001} and {@code -2411} are the same month.
 * </ul>
 */
final class VertexIds implements IdRules {

    private static final Pattern PUBLISHED =
            Pattern.compile("(?:projects/[^/]+/locations/([^/]+)/)?publishers/([^/]+)/models/([^/]+)");
    private static final Pattern ENDPOINT =
            Pattern.compile("(?:projects/[^/]+/locations/([^/]+)/)?endpoints/[^/]+|[0-9]+");
    private static final Pattern OWN = Pattern.compile("(?:projects/[^/]+/locations/([^/]+)/)models/[^/]+");
    private static final Pattern MONTH = Pattern.compile("([0-9]{4})(?:-[0-9]{3})?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{3}");
    private static final String MAAS = "-maas";
    private static final Map<String, String> VENDORS = Map.of(
            "deepseek-ai", "deepseek",
            "mistralai", "mistral",
            "zai-org", "zai",
            "moonshotai", "moonshot",
            "minimaxai", "minimax",
            "ai21labs", "ai21");

    private final Held held;
    private final Map<String, @Nullable Offer> withoutFolder = new HashMap<>();

    VertexIds(ModelCatalog catalog) {
        this.held = new Held(catalog, Cloud.VERTEX);
        held.all().forEach((id, offer) -> {
            int slash = id.indexOf('/');
            if (slash > 0) {
                String name = id.substring(slash + 1);
                Offer other = withoutFolder.putIfAbsent(name, offer);
                if (other != null && !other.model().equals(offer.model())) {
                    withoutFolder.put(name, null);
                }
            }
        });
    }

    @Override
    public @Nullable Reading read(String id) {
        Matcher published = PUBLISHED.matcher(id);
        if (published.matches()) {
            Reading reading = foldered(published.group(2), published.group(3));
            return reading == null
                    ? null
                    : reading.by(How.SPELLING, "resource name").in(scope(published.group(1)));
        }
        Matcher endpoint = ENDPOINT.matcher(id);
        if (endpoint.matches()) {
            return Reading.opaque("endpoint", "an endpoint's number hides its model; state it as base-model")
                    .in(scope(endpoint.group(1)));
        }
        Matcher own = OWN.matcher(id);
        if (own.matches()) {
            return Reading.opaque("model of one's own", "it hides what it was tuned from; state it as base-model")
                    .in(scope(own.group(1)));
        }
        int slash = id.indexOf('/');
        if (slash > 0 && id.indexOf('/', slash + 1) < 0) {
            Reading reading = foldered(id.substring(0, slash), id.substring(slash + 1));
            return reading == null || reading.rule() != null ? reading : reading.by(How.SPELLING, "publisher's folder");
        }
        return slash < 0 ? name(id) : null;
    }

    private static @Nullable String scope(@Nullable String location) {
        if (location == null || location.equals("global") || location.equals("eu") || location.equals("us")) {
            return location;
        }
        return "region:" + location;
    }

    /** A name in its publisher's folder, as the catalog holds it with the folder or without. */
    private @Nullable Reading foldered(String publisher, String name) {
        Reading reading = spelled(publisher + "/" + name);
        if (reading == null) {
            Reading plain = name(name);
            Offer offer = plain == null ? null : plain.offer();
            reading = offer != null && offer.model().startsWith(vendor(publisher) + "/") ? plain : null;
        }
        return reading;
    }

    private static String vendor(String publisher) {
        return VENDORS.getOrDefault(publisher, publisher);
    }

    /** Only models in a publisher's folder are served as {@code -maas}. */
    private @Nullable Reading spelled(String id) {
        Reading exact = held.of(id);
        if (exact != null) {
            return exact;
        }
        String other = id.endsWith(MAAS) ? id.substring(0, id.length() - MAAS.length()) : id + MAAS;
        Reading service = other.indexOf('@') >= 0 || id.endsWith(MAAS + MAAS) ? null : held.of(other);
        return service == null ? null : service.by(How.SPELLING, "with or without -maas");
    }

    /** A name without folder. */
    private @Nullable Reading name(String name) {
        Reading exact = held.of(name);
        if (exact != null) {
            return exact;
        }
        Offer inFolder = withoutFolder.get(name);
        if (inFolder == null) {
            inFolder = withoutFolder.get(name + MAAS);
        }
        if (inFolder != null) {
            return Reading.of(How.SPELLING, inFolder).by(How.SPELLING, "without its publisher's folder");
        }
        int at = name.indexOf('@');
        return at <= 0 ? GeminiNames.read(name, held::of) : versioned(name.substring(0, at), name.substring(at + 1));
    }

    private @Nullable Reading versioned(String name, String version) {
        if (version.equals("default")) {
            Reading reading = held.of(name);
            return reading == null ? null : reading.by(How.SPELLING, "default version");
        }
        String day = Stamps.compact(version);
        if (day != null) {
            return Snapshots.of(held.of(name), day);
        }
        Matcher month = MONTH.matcher(version);
        if (month.matches()) {
            Reading dashed = held.of(name + "-" + month.group(1));
            Reading reading = dashed == null ? held.of(name + "@" + month.group(1)) : dashed;
            return reading == null ? null : reading.by(How.SPELLING, "version written otherwise");
        }
        return NUMBER.matcher(version).matches() ? google(name, version) : null;
    }

    private @Nullable Reading google(String name, String version) {
        Reading reading = held.of(name);
        Offer offer = reading == null ? null : reading.offer();
        return offer != null && offer.model().startsWith("google/") ? Snapshots.of(reading, version) : null;
    }
}
