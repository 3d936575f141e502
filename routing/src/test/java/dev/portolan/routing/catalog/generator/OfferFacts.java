package dev.portolan.routing.catalog.generator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.Capability;
import dev.portolan.routing.catalog.CatalogModel;
import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.Lifecycle;
import dev.portolan.routing.catalog.ModelKind;
import dev.portolan.routing.catalog.Offer;
import dev.portolan.routing.catalog.Provenance;
import dev.portolan.routing.catalog.Scope;
import dev.portolan.routing.catalog.TokenLimits;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A model on a cloud. */
final class OfferFacts {

    /** The catalog's words for fields that sources disagree on. */
    private static final Map<String, String> FIELDS = Map.of(
            "price_in", "pricing.input",
            "price_out", "pricing.output",
            "price_cached_in", "pricing.cachedInput",
            "price_cache_write", "pricing.cacheWrite",
            "price_scopes", "scopes.rates",
            "context", "limits.context",
            "max_output", "limits.output",
            "tools", "capabilities.tools",
            "structured_output", "capabilities.json-schema-output",
            "parallel_tools", "capabilities.parallel-tool-calls");

    private final BehaviourFacts behaviours;
    private final LifecycleFacts lifecycles;
    private final CapabilityFacts capabilities;

    OfferFacts(BehaviourFacts behaviours, LifecycleFacts lifecycles, CapabilityFacts capabilities) {
        this.behaviours = behaviours;
        this.lifecycles = lifecycles;
        this.capabilities = capabilities;
    }

    Offer offer(Fact fact, CatalogModel model) {
        Cloud cloud = Cloud.of(fact.cloud());
        List<Scope> scopes = ScopeFacts.of(fact);
        Map<Capability, Boolean> can = capabilities.of(fact, behaviours.denied(fact));
        Set<String> known = new LinkedHashSet<>();
        model.behaviours().forEach(behaviour -> known.add(behaviour.key()));
        boolean retired = fact.retired();
        return Offer.builder(cloud, fact.id(), fact.canonical())
                .aliases(ScopeFacts.aliases(fact, scopes))
                .snapshot(fact.text("snapshot"))
                .moving(Boolean.TRUE.equals(fact.flag("moving_alias")))
                .versions(lifecycles.versions(fact))
                .scopes(scopes)
                .pricing(PriceFacts.of(fact, model.kind()))
                .limits(limits(fact, model))
                .capabilities(can)
                .lifecycle(lifecycles.of(fact))
                .regions(new TreeSet<>(fact.texts("regions")))
                .interfaces(interfaces(fact))
                .hosting(hosting(fact))
                .selfHosting(cloud == Cloud.OLLAMA ? SizeFacts.ofTag(fact) : null)
                .behaviours(behaviours.ofOffer(fact, can).stream()
                        .filter(behaviour -> !known.contains(behaviour.key()) || cloud.selfHosted())
                        .toList())
                .certifications(retired ? Set.of() : ServiceFacts.certifications(cloud, fact))
                .support(retired ? null : ServiceFacts.support(cloud, fact))
                .provenance(provenance(fact))
                .build();
    }

    private static TokenLimits limits(Fact fact, CatalogModel model) {
        Long dimensions = model.kind() == ModelKind.EMBEDDING ? fact.count("dimensions") : null;
        return new TokenLimits(
                fact.count("context"),
                fact.count("max_input"),
                fact.count("max_output"),
                dimensions == null ? null : Integer.valueOf(dimensions.intValue()));
    }

    private static List<String> interfaces(Fact fact) {
        Set<String> all = new LinkedHashSet<>(fact.texts("endpoints"));
        all.addAll(fact.texts("apis"));
        return new ArrayList<>(all);
    }

    private static @Nullable String hosting(Fact fact) {
        String hosting = fact.text("hosting");
        return fact.cloud().equals(hosting) ? null : hosting;
    }

    private static Provenance provenance(Fact fact) {
        Set<String> sources = new LinkedHashSet<>();
        for (Fact source : fact.facts("sources")) {
            sources.add(source.need("name"));
        }
        Set<String> disputed = new TreeSet<>();
        for (Map.Entry<String, JsonNode> field : fact.node().path("disputed").properties()) {
            disputed.add(FIELDS.getOrDefault(field.getKey(), field.getKey()));
        }
        return new Provenance(
                fact.day("as_of"),
                List.copyOf(sources),
                (int) (long) Objects.requireNonNullElse(fact.count("price_sources"), 0L),
                disputed,
                null);
    }

    /** Open weights on a server of one's own; its id there is the user's choice. */
    static Offer selfHosted(CatalogModel model, List<Fact> records) {
        Map<Capability, Boolean> known = new EnumMap<>(Capability.class);
        Set<String> inputs = new LinkedHashSet<>();
        Boolean tools = null;
        for (Fact fact : records) {
            inputs.addAll(fact.texts("modalities_in"));
            Boolean there = fact.flag("tools");
            tools = Boolean.TRUE.equals(tools) || there == null ? tools : there;
        }
        CapabilityFacts.media(known, List.copyOf(inputs));
        known.remove(Capability.DOCUMENT_INPUT);
        if (tools != null) {
            known.put(Capability.TOOLS, tools);
        }
        ServiceFacts.OWN_SERVER.forEach(capability -> known.put(capability, true));
        return Offer.builder(Cloud.SELF_HOSTED, model.name(), model.name())
                .scopes(List.of(new Scope("self-hosted", null, null)))
                .pricing(PriceFacts.unpriced("machine-hour"))
                .limits(model.limits())
                .capabilities(known)
                .lifecycle(Lifecycle.of(Lifecycle.State.GA))
                .interfaces(List.of("/v1/chat/completions"))
                .selfHosting(SizeFacts.published(model.name(), records))
                .provenance(new Provenance(records.get(0).day("as_of"), List.of("curated"), 0, Set.of(), null))
                .build();
    }
}
