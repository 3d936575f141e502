package dev.portolan.routing.catalog.generator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.routing.catalog.Rates;
import dev.portolan.routing.catalog.Scope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where processing can be kept: zones and regions with prices, residency, Azure's kinds of deployment, Bedrock's profiles and regions. */
final class ScopeFacts {

    private static final Map<String, String> AZURE =
            Map.of("global_standard", Scope.GLOBAL, "datazone_eu", "eu", "datazone_us", "us");
    private static final String REGION = "region:";

    private ScopeFacts() {}

    static List<Scope> of(Fact fact) {
        Map<String, Scope> scopes = new TreeMap<>();
        Set<String> profiles = new LinkedHashSet<>(fact.texts("profiles"));
        profiles.remove("regional");
        for (Map.Entry<String, JsonNode> entry :
                fact.node().path("price_scopes").properties()) {
            Fact stated = new Fact(entry.getValue());
            Rates rates = PriceFacts.rates(stated);
            String id = stated.text("id");
            scopes.put(
                    entry.getKey(),
                    new Scope(
                            entry.getKey(),
                            id != null && !id.equals(fact.id()) ? id : profile(fact, profiles, entry.getKey()),
                            rates.equals(Rates.UNKNOWN) ? null : rates));
        }
        Set<String> names = new LinkedHashSet<>(fact.texts("residency"));
        names.addAll(profiles);
        for (String region : fact.texts("in_region")) {
            names.add(REGION + region);
        }
        JsonNode deployments = fact.node().path("deployments");
        AZURE.forEach((kind, zone) -> {
            if (!deployments.path(kind).isEmpty()) {
                names.add(zone);
            }
        });
        deployments.path("regional_standard").forEach(region -> names.add(REGION + region.asText()));
        for (String name : names) {
            scopes.computeIfAbsent(name, any -> new Scope(any, profile(fact, profiles, any), null));
        }
        return List.copyOf(scopes.values());
    }

    /** The id of a Bedrock profile: the zone before the model's id. */
    private static @Nullable String profile(Fact fact, Set<String> profiles, String zone) {
        String id = zone + "." + fact.id();
        return fact.cloud().equals("bedrock")
                        && (profiles.contains(zone) || fact.texts("aliases").contains(id))
                ? id
                : null;
    }

    /** The declared aliases and the ids of scopes. */
    static List<String> aliases(Fact fact, List<Scope> scopes) {
        Set<String> aliases = new LinkedHashSet<>(fact.texts("aliases"));
        for (Scope scope : scopes) {
            if (scope.id() != null) {
                aliases.add(scope.id());
            }
        }
        aliases.remove(fact.id());
        return new ArrayList<>(aliases);
    }
}
