package dev.portolan.routing.eligibility;

import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.IdMatch;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.Offer;
import dev.portolan.spi.DecoratorProvider.Subject;
import dev.portolan.spi.LoadListener.LoadedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a model answers: what its id, its connection's region and its address tell, and whether the catalog knows that its processing can be
 * kept there. What is not known is nowhere. Immutable and thread-safe.
 */
public final class ModelPlace {

    /** Settings of connections that name a region or zone. */
    private static final List<String> PLACES = List.of("region", "location");

    /** Settings of connections that say where requests are sent. */
    private static final List<String> ADDRESSES = List.of("base-url", "endpoint", "openai-base-url");

    private final List<String> told;
    private final @Nullable String untold;
    private final @Nullable Offer offer;
    private final boolean declared;

    private ModelPlace(List<String> told, @Nullable String untold, @Nullable Offer offer, boolean declared) {
        this.told = List.copyOf(told);
        this.untold = untold;
        this.offer = offer;
        this.declared = declared;
    }

    /**
     * A place that somebody answers for.
     *
     * @param places zones or regions, such as {@code eu} or {@code region:swedencentral}; it answers in these and nowhere else
     * @return the place
     * @throws IllegalArgumentException when a name is none of a zone or region, or there is none
     */
    public static ModelPlace declared(List<String> places) {
        Residency named = Residency.oneOf(places);
        if (named.anywhere()) {
            throw new IllegalArgumentException("needs a zone such as eu");
        }
        return new ModelPlace(List.copyOf(named.groups().get(0)), null, null, true);
    }

    /**
     * The place of a configured model.
     *
     * @param subject the model and its connection
     * @param catalog what is known
     * @return the place; an unknown one for a router
     */
    public static ModelPlace of(Subject subject, ModelCatalog catalog) {
        LoadedModel model = subject.model();
        Cloud cloud = model == null ? null : Cloud.ofConnection(model.provider(), model.address());
        if (model == null || cloud == null) {
            return new ModelPlace(List.of(), "the catalog has no cloud for it", null, false);
        }
        IdMatch match = catalog.identify(cloud, model.model(), model.baseModel());
        Offer offer = match.offer();
        if (offer == null) {
            return new ModelPlace(List.of(), "the catalog does not know " + model.model(), null, false);
        }
        List<String> told = new ArrayList<>();
        String untold = ofId(match, model, catalog, told);
        for (String setting : PLACES) {
            String place = subject.connection().get(setting);
            if (place != null) {
                told.add(AddressPlace.named(place));
            }
        }
        for (Map.Entry<String, String> setting : subject.connection().entrySet()) {
            if (ADDRESSES.contains(setting.getKey())) {
                String place = AddressPlace.of(setting.getValue());
                if (place != null) {
                    told.add(place);
                } else {
                    untold = "its " + setting.getKey() + " tells no place";
                }
            }
        }
        return new ModelPlace(told, untold, offer, false);
    }

    /** Adds what the id tells; gives why nothing else can tell it. */
    private static @Nullable String ofId(IdMatch match, LoadedModel model, ModelCatalog catalog, List<String> told) {
        boolean resource = match.cloud() == Cloud.BEDROCK && model.model().startsWith("arn:");
        boolean hidden = match.how() == IdMatch.How.STATED || match.how() == IdMatch.How.OPAQUE;
        if (resource && hidden) {
            // It stands in its region, and may send what it is asked to others.
            return "the resource " + model.model() + " does not tell where it sends requests";
        }
        if (match.cloud() == Cloud.AZURE) {
            return "a deployment's name does not tell where it is processed";
        }
        String scope = match.scope();
        if (scope == null) {
            scope = catalog.identify(match.cloud(), model.model()).scope();
        }
        if (scope != null) {
            told.add(scope);
        }
        return null;
    }

    /**
     * Why a call may not be answered here.
     *
     * @param residency where it may be answered
     * @return the reason, or {@code null} when it may
     */
    public @Nullable String refusal(Residency residency) {
        String missed = residency.missed(this::keeps);
        return missed == null ? null : "is not known to be answered in " + missed + ": " + this;
    }

    private boolean keeps(String zone) {
        if (untold != null || told.isEmpty()) {
            return false;
        }
        if (!told.stream().allMatch(place -> Zones.within(place, zone))) {
            return false;
        }
        Offer known = offer;
        return declared
                || (known != null && (known.staysIn(zone) || told.stream().anyMatch(known::staysIn)));
    }

    /** Where it answers, for messages. */
    @Override
    public String toString() {
        if (untold != null) {
            return untold;
        }
        if (told.isEmpty()) {
            return "neither its id nor its connection tells a place";
        }
        String places = String.join(", ", told.stream().distinct().toList());
        return declared
                ? "it is declared to be in " + places
                : "its id and connection say " + places + ", and the catalog "
                        + (Objects.requireNonNull(offer).scopes().isEmpty()
                                ? "knows no zones of it"
                                : "knows it in "
                                        + String.join(
                                                ", ",
                                                offer.scopes().stream()
                                                        .map(scope -> scope.name())
                                                        .limit(8)
                                                        .toList()));
    }
}
