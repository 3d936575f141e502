package dev.portolan.routing.catalog;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What comes nearest to a written pairing that a cloud does not have, or to the source when nothing stands in. */
final class NearestOffers {

    private static final int MOST = 2;
    private static final int MOST_WITHOUT_CANDIDATE = 3;

    private final ModelCatalog catalog;
    private final MatchSource source;
    private final Cloud cloud;
    private final LocalDate today;
    private final List<String> declared;

    NearestOffers(ModelCatalog catalog, MatchSource source, Cloud cloud, LocalDate today, List<String> declared) {
        this.catalog = catalog;
        this.source = source;
        this.cloud = cloud;
        this.today = today;
        this.declared = declared;
    }

    List<NearestOffer> of(List<Candidate> candidates, List<ExcludedOffer> excluded) {
        List<NearestOffer> nearest = new ArrayList<>();
        Set<String> families = new HashSet<>();
        candidates.forEach(candidate -> families.add(family(candidate.model())));
        for (String name : declared) {
            CatalogModel wanted = catalog.model(name);
            if (wanted != null && families.add(family(wanted))) {
                missing(wanted, nearest);
            }
        }
        if (candidates.isEmpty()) {
            excluded.stream()
                    .filter(one -> !one.isFor(Exclusion.Code.OTHER_KIND))
                    .limit(MOST_WITHOUT_CANDIDATE)
                    .forEach(one -> nearest.add(new NearestOffer(
                            source.model().name(),
                            one.offer(),
                            one.model(),
                            "no offer meets all needs; this one "
                                    + String.join(
                                            " and ",
                                            one.exclusions().stream()
                                                    .map(Exclusion::text)
                                                    .toList()))));
        }
        return nearest;
    }

    private static String family(CatalogModel model) {
        return model.vendor() + "/" + Objects.requireNonNullElse(model.family(), model.name());
    }

    /** The same vendor's models that answer here, those of the wanted tiers first; or what the cloud itself recommends. */
    private void missing(CatalogModel wanted, List<NearestOffer> nearest) {
        List<Offer> here = catalog.offersOf(wanted.name()).stream()
                .filter(offer -> offer.cloud() == cloud)
                .toList();
        String why = wanted.name()
                + (here.isEmpty() ? " was never offered on " + cloud : " does not answer as needed on " + cloud);
        for (Offer offer : here) {
            Offer replacement = replacement(offer);
            if (replacement != null) {
                add(nearest, wanted, replacement, why + ", which recommends this one in its place");
                return;
            }
        }
        catalog.offers(cloud).stream()
                .filter(offer -> !offer.moving() && offer.lifecycle().liveOn(today))
                .filter(offer -> !offer.model().equals(wanted.name()))
                .filter(offer -> model(offer).kind() == wanted.kind()
                        && model(offer).vendor().equals(wanted.vendor()))
                .sorted(Comparator.comparingInt((Offer offer) -> tierDistance(wanted, model(offer)))
                        .thenComparing(offer -> offer.lifecycle().state() == Lifecycle.State.PREVIEW)
                        .thenComparing(offer -> !family(model(offer)).equals(family(wanted)))
                        .thenComparingLong(offer -> -weight(offer))
                        .thenComparing(Offer::id))
                .limit(MOST)
                .forEach(offer -> add(
                        nearest,
                        wanted,
                        offer,
                        why + "; of " + wanted.vendor() + " there is this one, of "
                                + (model(offer).tier() == null
                                        ? "no known tier"
                                        : "tier " + model(offer).tier())));
    }

    private @Nullable Offer replacement(Offer offer) {
        String id = offer.lifecycle().replacement();
        Offer replacement = id == null ? null : catalog.offer(cloud, id);
        return replacement != null && replacement.lifecycle().liveOn(today) ? replacement : null;
    }

    private static int tierDistance(CatalogModel wanted, CatalogModel model) {
        Tier tier = wanted.tier();
        if (tier == null || model.tier() == null) {
            return Tier.values().length;
        }
        return model.serves(tier) ? 0 : Math.abs(model.tier().compareTo(tier));
    }

    /** The larger context first, of two that are alike otherwise. */
    private static long weight(Offer offer) {
        Long context = offer.limits().context();
        return context == null ? 0 : context;
    }

    private CatalogModel model(Offer offer) {
        return Objects.requireNonNull(catalog.model(offer.model()));
    }

    private void add(List<NearestOffer> nearest, CatalogModel wanted, Offer offer, String why) {
        nearest.add(new NearestOffer(wanted.name(), offer, model(offer), why));
    }
}
