package dev.portolan.routing.catalog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.Capability;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An offer in a catalog's file. Limits that it does not state are the model's. */
final class OfferJson {

    private OfferJson() {}

    static Offer read(Cloud cloud, String id, Place place, Map<String, CatalogModel> models) {
        place.object();
        String model = place.required("model").text();
        CatalogModel known = models.get(model);
        if (known == null) {
            throw place.required("model").wrong("there is no model \"" + model + "\"");
        }
        Set<String> regions = new LinkedHashSet<>(place.list("regions", Place::text));
        Set<String> certifications = new LinkedHashSet<>(place.list("certifications", Place::text));
        return Offer.builder(cloud, id, model)
                .aliases(place.list("aliases", Place::text))
                .snapshot(place.read("snapshot", Place::text))
                .moving(place.read("moving", Place::flag, false))
                .versions(place.list("versions", OfferJson::version))
                .scopes(place.list("scopes", OfferJson::scope))
                .pricing(place.read("pricing", PricingJson::read))
                .limits(place.read("limits", limits -> ModelJson.limits(limits, known.limits()), known.limits()))
                .capabilities(capabilities(place))
                .lifecycle(place.read("lifecycle", LifecycleJson::read, Lifecycle.UNKNOWN))
                .regions(regions)
                .interfaces(place.list("interfaces", Place::text))
                .hosting(place.read("hosting", Place::text))
                .selfHosting(place.read("selfHosting", OfferJson::selfHosting))
                .behaviours(place.list("behaviours", ModelJson::behaviour))
                .certifications(certifications)
                .support(place.read("support", Place::text))
                .provenance(place.read("provenance", OfferJson::provenance, Provenance.UNKNOWN))
                .build();
    }

    private static Map<Capability, Boolean> capabilities(Place place) {
        Map<Capability, Boolean> known = new EnumMap<>(Capability.class);
        for (boolean can : new boolean[] {true, false}) {
            place.list(can ? "can" : "cannot", item -> {
                Capability capability = FileNames.capability(item.text());
                if (capability != null && known.put(capability, can) != null) {
                    throw item.wrong("\"" + item.text() + "\" is stated twice");
                }
                return item;
            });
        }
        return known;
    }

    private static OfferVersion version(Place place) {
        return new OfferVersion(
                place.required("version").text(), place.read("lifecycle", LifecycleJson::read, Lifecycle.UNKNOWN));
    }

    private static Scope scope(Place place) {
        return new Scope(
                place.required("name").text(), place.read("id", Place::text), place.read("rates", PricingJson::rates));
    }

    private static SelfHosting selfHosting(Place place) {
        place.object();
        return new SelfHosting(
                place.read("parameters", Place::decimal),
                place.read("activeParameters", Place::decimal),
                place.read("quantisation", Place::text),
                place.read("weightBytes", Place::count),
                place.read("memoryBytes", Place::count));
    }

    private static Provenance provenance(Place place) {
        place.object();
        Set<String> disputed = new LinkedHashSet<>(place.list("disputed", Place::text));
        return place.made(() -> new Provenance(
                place.read("asOf", Place::day),
                place.list("sources", Place::text),
                place.read("priceSources", Place::smallCount, 0),
                disputed,
                place.read("overlay", Place::text)));
    }

    static ObjectNode write(Offer offer, CatalogModel model) {
        ObjectNode node = Json.object();
        node.put("model", offer.model());
        Json.put(node, "aliases", offer.aliases());
        Json.put(node, "snapshot", offer.snapshot());
        if (offer.moving()) {
            node.put("moving", true);
        }
        ArrayNode versions = Json.array();
        for (OfferVersion version : offer.versions()) {
            ObjectNode entry = Json.object();
            entry.put("version", version.version());
            Json.put(entry, "lifecycle", LifecycleJson.write(version.lifecycle()));
            versions.add(entry);
        }
        Json.put(node, "versions", versions);
        ArrayNode scopes = Json.array();
        for (Scope scope : offer.scopes()) {
            ObjectNode entry = Json.object();
            entry.put("name", scope.name());
            Json.put(entry, "id", scope.id());
            Rates rates = scope.rates();
            if (rates != null) {
                entry.set("rates", PricingJson.write(rates));
            }
            scopes.add(entry);
        }
        Json.put(node, "scopes", scopes);
        Pricing pricing = offer.pricing();
        if (pricing != null) {
            node.set("pricing", PricingJson.write(pricing));
        }
        Json.put(node, "limits", ModelJson.limits(offer.limits(), model.limits()));
        Json.put(node, "can", stated(offer, true));
        Json.put(node, "cannot", stated(offer, false));
        Json.put(node, "lifecycle", LifecycleJson.write(offer.lifecycle()));
        Json.put(node, "regions", offer.regions());
        Json.put(node, "interfaces", offer.interfaces());
        Json.put(node, "hosting", offer.hosting());
        SelfHosting own = offer.selfHosting();
        if (own != null) {
            node.set("selfHosting", write(own));
        }
        Json.put(node, "behaviours", ModelJson.behaviours(offer.behaviours()));
        Json.put(node, "certifications", offer.certifications());
        Json.put(node, "support", offer.support());
        Json.put(node, "provenance", write(offer.provenance()));
        return node;
    }

    private static List<String> stated(Offer offer, boolean value) {
        return offer.capabilities().entrySet().stream()
                .filter(entry -> entry.getValue() == value)
                .map(entry -> FileNames.of(entry.getKey()))
                .toList();
    }

    private static ObjectNode write(SelfHosting own) {
        ObjectNode node = Json.object();
        Json.put(node, "parameters", own.parameters());
        Json.put(node, "activeParameters", own.activeParameters());
        Json.put(node, "quantisation", own.quantisation());
        Json.put(node, "weightBytes", own.weightBytes());
        Json.put(node, "memoryBytes", own.memoryBytes());
        return node;
    }

    private static ObjectNode write(Provenance provenance) {
        ObjectNode node = Json.object();
        Json.put(node, "asOf", provenance.asOf());
        Json.put(node, "sources", provenance.sources());
        Json.put(node, "priceSources", positive(provenance.priceSources()));
        Json.put(node, "disputed", provenance.disputed());
        Json.put(node, "overlay", provenance.overlay());
        return node;
    }

    private static @Nullable Long positive(int count) {
        return count == 0 ? null : Long.valueOf(count);
    }
}
