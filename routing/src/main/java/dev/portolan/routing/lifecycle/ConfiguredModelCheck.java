package dev.portolan.routing.lifecycle;

import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.IdMatch;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.Offer;
import dev.portolan.routing.catalog.OfferVersion;
import dev.portolan.routing.catalog.Retirement;
import dev.portolan.spi.LoadListener.LoadedModel;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Tells what a catalog has to say of configured models: ends that are near or past, and names that it does not know. Immutable. */
public final class ConfiguredModelCheck {

    /** How many days before an end it is near: half a year, as notice has shrunk to three months. */
    public static final int NEAR_DAYS = 180;

    private final ModelCatalog catalog;
    private final LocalDate today;

    /**
     * A check.
     *
     * @param catalog what is known
     * @param today the day
     */
    public ConfiguredModelCheck(ModelCatalog catalog, LocalDate today) {
        this.catalog = Objects.requireNonNull(catalog, "catalog");
        this.today = Objects.requireNonNull(today, "today");
    }

    /**
     * Checks a model.
     *
     * @param model as the configuration has it
     * @return what is to say, one sentence each; empty when all is well, or the catalog has no cloud for its provider
     */
    public List<String> check(LoadedModel model) {
        Cloud cloud = Cloud.ofConnection(model.provider(), model.address());
        if (cloud == null) {
            return List.of();
        }
        IdMatch match = catalog.identify(cloud, model.model(), model.baseModel());
        if (!match.found()) {
            return List.of(unknown(match));
        }
        List<String> says = new ArrayList<>();
        if (match.is(IdMatch.Flag.NAME_DISAGREES)) {
            says.add(match.id() + " reads like another model than its base-model " + model.baseModel());
        }
        Offer offer = match.offer();
        if (offer != null) {
            ends(offer, match, says);
        }
        return List.copyOf(says);
    }

    private static String unknown(IdMatch match) {
        StringBuilder text = new StringBuilder(match.cloud().id()).append('/').append(match.id());
        text.append(
                match.how() == IdMatch.How.OPAQUE
                        ? " hides its model, so that its end and its price are not known"
                        : " is not in the catalog, so that its end and its price are not known");
        if (match.remedy() != null) {
            text.append("; ").append(match.remedy());
        }
        if (!match.nearest().isEmpty()) {
            text.append("; the nearest ids are ").append(String.join(", ", match.nearest()));
        }
        return text.toString();
    }

    /** The end of the version that the id is pinned to, where it has one of its own, else of the offer. */
    private void ends(Offer offer, IdMatch match, List<String> says) {
        OfferVersion pinned = offer.versions().stream()
                .filter(version -> version.version().equals(match.version()))
                .findFirst()
                .orElse(null);
        Retirement end = catalog.retirement(offer, pinned, today);
        if (end.over() || (end.day() != null && !end.day().isAfter(today.plusDays(NEAR_DAYS)))) {
            says.add(end.text());
        }
    }
}
