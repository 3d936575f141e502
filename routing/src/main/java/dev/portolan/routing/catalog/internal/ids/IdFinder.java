package dev.portolan.routing.catalog.internal.ids;

import dev.portolan.routing.catalog.CatalogModel;
import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.IdMatch;
import dev.portolan.routing.catalog.IdMatch.Flag;
import dev.portolan.routing.catalog.IdMatch.How;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.NameMatch;
import dev.portolan.routing.catalog.Offer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what ids and names mean in one catalog: exactly, by a declared alias, by a rule of the cloud, and never otherwise. Thread-safe. */
public final class IdFinder {

    private static final int NEAREST = 4;
    private static final int LONGEST = 2048; // of a Bedrock modelId, the longest of all clouds

    private final ModelCatalog catalog;
    private final Map<Cloud, IdRules> rules = new EnumMap<>(Cloud.class);
    private final ModelNames names;

    /**
     * Prepares the rules of all clouds.
     *
     * @param catalog what is known
     */
    public IdFinder(ModelCatalog catalog) {
        this.catalog = catalog;
        this.names = new ModelNames(catalog);
        for (Cloud cloud : Cloud.values()) {
            rules.put(cloud, rulesOf(cloud, catalog));
        }
    }

    private static IdRules rulesOf(Cloud cloud, ModelCatalog catalog) {
        return switch (cloud) {
            case OPENAI -> new OpenAiIds(catalog);
            case AZURE -> new AzureIds(catalog);
            case BEDROCK -> new BedrockIds(catalog);
            case VERTEX -> new VertexIds(catalog);
            case GOOGLE -> new GoogleIds(catalog);
            case ANTHROPIC -> new AnthropicIds(catalog);
            case MISTRAL -> new MistralIds(catalog);
            case DEEPSEEK -> new DeclaredIds();
            case QWEN -> new QwenIds(catalog);
            case OLLAMA -> new OllamaIds(catalog);
            case SELF_HOSTED -> new SelfHostedIds();
        };
    }

    /**
     * Finds what an id means on a cloud.
     *
     * @param cloud where
     * @param id as it is sent
     * @return what it means; unknown rather than guessed
     */
    public IdMatch find(Cloud cloud, String id) {
        Reading reading = read(cloud, id);
        return reading == null ? unknown(cloud, id) : match(cloud, id, reading);
    }

    /**
     * Finds what an id means beside which its model is stated.
     *
     * @param cloud where
     * @param id as it is sent
     * @param stated the model behind it: an id on that cloud, or a name
     * @return what it means; unknown when what is stated is not known
     */
    public IdMatch find(Cloud cloud, String id, String stated) {
        IdMatch base = find(cloud, stated);
        CatalogModel model = base.model();
        Offer offer = base.offer();
        if (model == null) {
            NameMatch named = named(stated);
            model = named.model();
            if (model == null) {
                return new IdMatch(
                        cloud,
                        id,
                        How.UNKNOWN,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Set.of(),
                        named.nearest(),
                        "State a model that is known: " + named.problem());
            }
            offer = only(cloud, model.name());
        }
        Reading own = read(cloud, id);
        EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
        flags.addAll(base.flags());
        flags.remove(Flag.CHOSEN_NAME);
        if (own != null) {
            Offer said = own.offer();
            if (said != null && !said.model().equals(model.name())) {
                flags.add(Flag.NAME_DISAGREES);
            }
            own.flags().stream().filter(flag -> flag == Flag.PROVISIONED).forEach(flags::add);
        }
        String scope = own == null || own.scope() == null ? base.scope() : own.scope();
        return new IdMatch(
                cloud,
                id,
                How.STATED,
                model,
                offer,
                "stated as " + stated,
                scope,
                base.version(),
                flags,
                List.of(),
                null);
    }

    /** The one offer of a model on a cloud, or none when there are several to choose from. */
    private @Nullable Offer only(Cloud cloud, String model) {
        List<Offer> there = catalog.offersOf(model).stream()
                .filter(offer -> offer.cloud() == cloud && !offer.moving())
                .toList();
        return there.size() == 1 ? there.get(0) : null;
    }

    /**
     * Finds what an id means on any cloud.
     *
     * @param id as it is sent
     * @return one match for each cloud where it is known; empty when it is known nowhere
     */
    public List<IdMatch> find(String id) {
        List<IdMatch> found = new ArrayList<>();
        for (Cloud cloud : Cloud.values()) {
            Reading reading = read(cloud, id);
            if (reading != null && reading.offer() != null) {
                found.add(match(cloud, id, reading));
            }
        }
        return Collections.unmodifiableList(found);
    }

    /**
     * Finds what people mean by a name.
     *
     * @param name canonical, canonical without the vendor, a title, or an id on some cloud
     * @return the model, or those that it may mean, or the nearest names
     */
    public NameMatch named(String name) {
        CatalogModel exact = catalog.model(name);
        if (exact != null) {
            return new NameMatch(name, exact, List.of(exact.name()), List.of());
        }
        Set<String> meant = new LinkedHashSet<>(names.of(name));
        if (meant.isEmpty()) {
            find(name)
                    .forEach(match ->
                            meant.add(Objects.requireNonNull(match.model()).name()));
        }
        CatalogModel model = meant.size() == 1 ? catalog.model(meant.iterator().next()) : null;
        List<String> near = meant.isEmpty() ? NearestNames.of(name, names.shown(), NEAREST) : List.of();
        return new NameMatch(name, model, List.copyOf(meant), near);
    }

    /** What rules make of an id, without looking for the nearest names of one that is not known. */
    @Nullable
    Reading read(Cloud cloud, String id) {
        IdRules own = Objects.requireNonNull(rules.get(cloud));
        Offer held = catalog.offer(cloud, id);
        Reading reading;
        if (held != null) {
            reading = Reading.of(held.id().equals(id) ? How.EXACT : How.ALIAS, held);
        } else {
            reading = id.isBlank() || id.length() > LONGEST ? null : own.read(id);
        }
        return reading == null ? null : own.marked(id, reading);
    }

    private IdMatch match(Cloud cloud, String id, Reading reading) {
        Offer offer = reading.offer();
        return new IdMatch(
                cloud,
                id,
                reading.how(),
                offer == null ? null : catalog.model(offer.model()),
                offer,
                reading.rule(),
                reading.scope(),
                reading.version(),
                reading.flags(),
                offer == null ? nearest(cloud, id) : List.of(),
                reading.remedy());
    }

    private IdMatch unknown(Cloud cloud, String id) {
        return new IdMatch(cloud, id, How.UNKNOWN, null, null, null, null, null, Set.of(), nearest(cloud, id), null);
    }

    /** Ids of the cloud, then, when they are too few, those of others with their cloud. */
    private List<String> nearest(Cloud cloud, String id) {
        Map<String, Offer> own = ids(cloud);
        List<String> near = new ArrayList<>(NearestNames.of(id, own.keySet(), NEAREST));
        if (near.size() < NEAREST) {
            Map<String, String> others = new HashMap<>();
            for (Cloud other : Cloud.values()) {
                ids(other).keySet().stream()
                        .filter(name -> !own.containsKey(name))
                        .forEach(name -> others.putIfAbsent(name, other.id() + "/" + name));
            }
            NearestNames.of(id, others.keySet(), NEAREST - near.size())
                    .forEach(name -> near.add(Objects.requireNonNull(others.get(name))));
        }
        return near;
    }

    private Map<String, Offer> ids(Cloud cloud) {
        Map<String, Offer> ids = new HashMap<>();
        for (Offer offer : catalog.offers(cloud)) {
            ids.put(offer.id(), offer);
            offer.aliases().forEach(alias -> ids.put(alias, offer));
        }
        return ids;
    }
}
