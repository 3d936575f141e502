package dev.portolan.routing.catalog.generator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.routing.catalog.CatalogModel;
import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.Equivalence;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.ModelKind;
import dev.portolan.routing.catalog.Offer;
import dev.portolan.routing.catalog.Tier;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pairings: those of guides to migrations, what OpenAI recommends in place of its own models, and a default for each tier and cloud. */
final class PairingFacts {

    private static final Map<String, String> SOURCES = Map.of(
            "gpt-4o-mini", "openai/gpt-4o-mini",
            "gpt-4o", "openai/gpt-4o",
            "gpt-4.1", "openai/gpt-4\\.1",
            "gpt-5", "openai/gpt-5",
            "o-series", "openai/o\\d.*");

    /** What open weights stand in on a server of one's own, by tier; all of them can be fetched by anybody. */
    private static final Map<Tier, List<String>> OWN_SERVER = Map.of(
            Tier.MINI,
            List.of(
                    "qwen/qwen3-8b",
                    "qwen/qwen3-14b",
                    "meta/llama-4-scout",
                    "mistral/mistral-small-3.2",
                    "openai/gpt-oss-20b"),
            Tier.STANDARD,
            List.of(
                    "meta/llama-3.3-70b",
                    "meta/llama-4-maverick",
                    "mistral/mistral-large-3",
                    "deepseek/deepseek-v3.2",
                    "openai/gpt-oss-120b"),
            Tier.REASONING,
            List.of("qwen/qwen3-235b-a22b-thinking-2507", "deepseek/deepseek-r1-0528", "deepseek/deepseek-r1"));

    /** Made for one kind of work; no table's general model is near to them. */
    private static final Pattern SPECIAL = Pattern.compile("computer-use|codex|coder|search|speciale|image|audio|live");

    private final Facts facts;
    private final ModelCatalog catalog;
    private final LocalDate today;

    PairingFacts(Facts facts, ModelCatalog catalog, LocalDate today) {
        this.facts = facts;
        this.catalog = catalog;
        this.today = today;
    }

    List<Equivalence> all() {
        List<Equivalence> all = new ArrayList<>(guides());
        all.addAll(successors());
        all.addAll(defaults());
        return all;
    }

    /** A row of a guide: sources that stand in the same row of the same table share a pairing. */
    private record Row(String cloud, String candidate, String match, String tier) {}

    private List<Equivalence> guides() {
        Map<Row, Set<String>> rows = new LinkedHashMap<>();
        for (JsonNode entry : facts.seeds.path("oracle")) {
            Fact row = new Fact(entry);
            rows.computeIfAbsent(
                            new Row(row.cloud(), row.need("candidate"), row.need("match"), row.need("tier")),
                            any -> new TreeSet<>())
                    .addAll(named(SOURCES.get(row.need("source_model"))));
        }
        List<Equivalence> pairings = new ArrayList<>();
        rows.forEach((row, sources) -> {
            Cloud cloud = Cloud.of(row.cloud);
            List<String> targets = new ArrayList<>();
            Pattern match = Pattern.compile(row.match);
            catalog.models().stream()
                    .map(CatalogModel::name)
                    .filter(name -> match.matcher(name).find() && !moves(name))
                    .sorted(Comparator.comparing((String name) -> standing(name, cloud))
                            .thenComparing(this::released, Comparator.reverseOrder())
                            .thenComparing(Comparator.naturalOrder()))
                    .forEach(targets::add);
            List<String> nearest = nearest(row, cloud, targets);
            if (!sources.isEmpty() && !targets.isEmpty()) {
                pairings.add(
                        new Equivalence(sources, cloud, with(targets, nearest), reason(row, cloud, targets, nearest)));
            }
        });
        return pairings;
    }

    /** Where none of them lives there: what their vendor has there of the same tier, its own recommendation first. */
    private List<String> nearest(Row row, Cloud cloud, List<String> targets) {
        if (targets.isEmpty() || targets.stream().anyMatch(name -> standing(name, cloud) < 3)) {
            return List.of();
        }
        Set<String> nearest = new LinkedHashSet<>();
        for (String name : targets) {
            CatalogModel model = catalog.model(name);
            String next = model == null ? null : next(model, cloud);
            if (next != null) {
                nearest.add(next);
            }
        }
        String vendor = targets.get(0).substring(0, targets.get(0).indexOf('/') + 1);
        catalog.models().stream()
                .filter(model -> model.name().startsWith(vendor) && model.tier() == Tier.of(row.tier))
                .map(CatalogModel::name)
                .filter(name -> standing(name, cloud) < 3
                        && !moves(name)
                        && !SPECIAL.matcher(name).find())
                .sorted(Comparator.comparing((String name) -> standing(name, cloud))
                        .thenComparing(this::released, Comparator.reverseOrder()))
                .forEach(nearest::add);
        return nearest.stream().limit(3).toList();
    }

    private static List<String> with(List<String> targets, List<String> nearest) {
        Set<String> both = new LinkedHashSet<>(targets);
        both.addAll(nearest);
        return List.copyOf(both);
    }

    private String reason(Row row, Cloud cloud, List<String> targets, List<String> nearest) {
        String reason = "Guides to migrations name " + row.candidate + " at the tier "
                + row.tier.toLowerCase(Locale.ROOT) + " on this cloud";
        if (targets.stream().anyMatch(name -> standing(name, cloud) < 3)) {
            return reason;
        }
        boolean ever = targets.stream().anyMatch(name -> standing(name, cloud) < 4);
        return reason
                + (ever ? "; it has been retired there" : "; it was never offered there")
                + (nearest.isEmpty() ? "" : ", the nearest of its vendor there: " + String.join(", ", nearest));
    }

    /** A name that the vendor puts other weights behind is no stand-in. */
    private boolean moves(String name) {
        List<Offer> offers = catalog.offersOf(name);
        return !offers.isEmpty() && offers.stream().allMatch(Offer::moving);
    }

    private List<String> named(@Nullable String pattern) {
        Pattern names = Pattern.compile(String.valueOf(pattern));
        return catalog.models().stream()
                .map(CatalogModel::name)
                .filter(name -> names.matcher(name).matches())
                .toList();
    }

    /** 0 in general use, 1 preview or not known, 2 legacy or ending, 3 retired, 4 never there. */
    private int standing(String name, Cloud cloud) {
        int best = 4;
        for (Offer offer : catalog.offersOf(name)) {
            if (offer.cloud() == cloud) {
                int own = !offer.lifecycle().liveOn(today)
                        ? 3
                        : switch (offer.lifecycle().state()) {
                            case GA -> 0;
                            case PREVIEW, UNKNOWN -> 1;
                            case LEGACY, DEPRECATED -> 2;
                            case RETIRED -> 3;
                        };
                best = Math.min(best, own);
            }
        }
        return best;
    }

    private LocalDate released(String name) {
        CatalogModel model = catalog.model(name);
        return model == null || model.released() == null ? LocalDate.MIN : model.released();
    }

    /** Where OpenAI recommends another of its models, and another cloud has that one. */
    private List<Equivalence> successors() {
        Map<Cloud, Map<String, Set<String>>> byTarget = new TreeMap<>();
        for (CatalogModel model : catalog.models()) {
            if (model.vendor().equals("openai") && model.kind() == ModelKind.CHAT) {
                for (Cloud cloud : List.of(Cloud.OPENAI, Cloud.AZURE, Cloud.BEDROCK)) {
                    String next = next(model, cloud);
                    if (next != null) {
                        byTarget.computeIfAbsent(cloud, any -> new TreeMap<>())
                                .computeIfAbsent(next, any -> new TreeSet<>())
                                .add(model.name());
                    }
                }
            }
        }
        List<Equivalence> pairings = new ArrayList<>();
        byTarget.forEach((cloud, targets) -> targets.forEach((target, sources) -> pairings.add(new Equivalence(
                sources, cloud, List.of(target), "OpenAI recommends " + target.substring(7) + " in its place"))));
        return pairings;
    }

    /** The first successor, or successor's successor, that is live on a cloud. */
    private @Nullable String next(CatalogModel model, Cloud cloud) {
        Set<String> seen = new LinkedHashSet<>(Set.of(model.name()));
        String next = model.successor();
        while (next != null && seen.add(next)) {
            if (standing(next, cloud) < 3) {
                return next;
            }
            CatalogModel known = catalog.model(next);
            next = known == null ? null : known.successor();
        }
        return null;
    }

    private List<Equivalence> defaults() {
        List<Equivalence> pairings = new ArrayList<>();
        for (Map.Entry<String, JsonNode> cloud : facts.defaults.path("defaults").properties()) {
            for (Map.Entry<String, JsonNode> tier : cloud.getValue().properties()) {
                if (!tier.getKey().equals("EMBEDDING")) {
                    Set<String> targets = new LinkedHashSet<>();
                    for (JsonNode id : tier.getValue()) {
                        Offer offer = catalog.offer(Cloud.of(cloud.getKey()), id.asText());
                        if (offer == null) {
                            throw new IllegalArgumentException("A default is no offer: " + cloud.getKey() + " " + id);
                        }
                        targets.add(offer.model());
                    }
                    pairings.add(ofTier(Tier.of(tier.getKey()), Cloud.of(cloud.getKey()), List.copyOf(targets)));
                }
            }
        }
        new TreeMap<>(OWN_SERVER)
                .forEach((tier, names) -> pairings.add(ofTier(
                        tier,
                        Cloud.SELF_HOSTED,
                        names.stream()
                                .filter(name -> catalog.model(name) != null)
                                .toList())));
        return pairings;
    }

    private Equivalence ofTier(Tier tier, Cloud cloud, List<String> targets) {
        Set<String> sources = new TreeSet<>();
        sources.add(Equivalence.tier(tier));
        catalog.models().stream()
                .filter(model ->
                        model.vendor().equals("openai") && model.kind() == ModelKind.CHAT && model.tier() == tier)
                .forEach(model -> sources.add(model.name()));
        return new Equivalence(
                sources,
                cloud,
                targets,
                "The catalog's default for the tier " + tier.id() + " on this cloud, as of " + today);
    }
}
