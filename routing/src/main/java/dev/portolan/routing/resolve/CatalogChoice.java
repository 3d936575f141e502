package dev.portolan.routing.resolve;

import dev.portolan.routing.catalog.Candidate;
import dev.portolan.routing.catalog.CatalogModel;
import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.Equivalence;
import dev.portolan.routing.catalog.Equivalents;
import dev.portolan.routing.catalog.Lifecycle;
import dev.portolan.routing.catalog.MatchReason;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.ModelKind;
import dev.portolan.routing.catalog.Needs;
import dev.portolan.routing.catalog.Offer;
import dev.portolan.routing.catalog.Scope;
import dev.portolan.routing.catalog.Tier;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a catalog answers on a day. For {@code like=} it is the best of {@link ModelCatalog#equivalents(String, Cloud, Needs)}. For {@code tier=}
 * it is a model of the tier in general use, which does not move and lives at least {@link Needs#DEFAULT_LIFECYCLE_MARGIN} days more: those that
 * people have written down for the tier first, then those that they pair models of the tier with, then the catalog's order. Never the newest,
 * the cheapest or the best by score. Immutable and thread-safe.
 */
public final class CatalogChoice {

    private final ModelCatalog catalog;
    private final LocalDate day;

    /**
     * A choice.
     *
     * @param catalog what is known
     * @param day what counts as today
     */
    public CatalogChoice(ModelCatalog catalog, LocalDate day) {
        this.catalog = Objects.requireNonNull(catalog, "catalog");
        this.day = Objects.requireNonNull(day, "day");
    }

    /**
     * Answers.
     *
     * @param wanted what a configuration asks for
     * @return the answer, or {@code null} when nothing of that cloud fits
     * @throws IllegalArgumentException when the model that it shall resemble is not known; the message names the nearest
     */
    public @Nullable Resolution choose(Wanted wanted) {
        if (wanted.residency().isEmpty()) {
            return choose(wanted, null);
        }
        for (String zone : wanted.residency()) {
            Resolution there = choose(wanted, zone);
            if (there != null) {
                return there;
            }
        }
        return null;
    }

    private @Nullable Resolution choose(Wanted wanted, @Nullable String zone) {
        String like = wanted.like();
        Tier tier = wanted.tier();
        if (like != null) {
            return alike(wanted, like, zone);
        }
        return tier == null ? null : ofTier(wanted, tier, zone);
    }

    private @Nullable Resolution alike(Wanted wanted, String like, @Nullable String zone) {
        Equivalents equivalents = catalog.equivalents(
                like, wanted.cloud(), Needs.builder().on(day).residency(zone).build());
        Candidate best = equivalents.best();
        return best == null
                ? null
                : new Resolution(
                        wanted,
                        best.id(),
                        best.model().name(),
                        catalog.version(),
                        day,
                        best.reasons().stream().map(MatchReason::text).toList());
    }

    private @Nullable Resolution ofTier(Wanted wanted, Tier tier, @Nullable String zone) {
        Map<Offer, String> reasons = new LinkedHashMap<>();
        for (String target : targets(wanted.cloud(), Equivalence.tier(tier))) {
            fitting(wanted.cloud(), target, null)
                    .forEach(offer ->
                            reasons.putIfAbsent(offer, "written down for the tier " + tier + " on this cloud"));
        }
        for (String target : targets(wanted.cloud(), null)) {
            fitting(wanted.cloud(), target, tier)
                    .forEach(offer ->
                            reasons.putIfAbsent(offer, "of the tier " + tier + ", and a written stand-in here"));
        }
        for (Offer offer : catalog.offers(wanted.cloud())) {
            fitting(wanted.cloud(), offer.model(), tier)
                    .forEach(found -> reasons.putIfAbsent(found, "of the tier " + tier + ", and in general use here"));
        }
        return reasons.entrySet().stream()
                .filter(each -> zone == null || each.getKey().staysIn(zone))
                .findFirst()
                .map(first -> new Resolution(
                        wanted,
                        idIn(first.getKey(), zone),
                        first.getKey().model(),
                        catalog.version(),
                        day,
                        List.of(first.getValue(), life(first.getKey()))))
                .orElse(null);
    }

    private List<String> targets(Cloud cloud, @Nullable String source) {
        List<String> targets = new ArrayList<>();
        for (Equivalence pairing : catalog.equivalences()) {
            if (pairing.cloud() == cloud && (source == null || pairing.sources().contains(source))) {
                targets.addAll(pairing.targets());
            }
        }
        return targets;
    }

    /** The offers of a model on a cloud that may be answered; of a tier when that is given. */
    private List<Offer> fitting(Cloud cloud, String name, @Nullable Tier tier) {
        CatalogModel model = catalog.model(name);
        if (model == null || model.kind() != ModelKind.CHAT || (tier != null && model.tier() != tier)) {
            return List.of();
        }
        LocalDate until = day.plusDays(Needs.DEFAULT_LIFECYCLE_MARGIN);
        return catalog.offersOf(name).stream()
                .filter(offer -> offer.cloud() == cloud && !offer.moving())
                .filter(offer -> offer.lifecycle().state() == Lifecycle.State.GA)
                .filter(offer -> offer.lifecycle().liveOn(until))
                .toList();
    }

    /** What is sent so that it stays there. */
    private static String idIn(Offer offer, @Nullable String zone) {
        Scope scope = zone == null ? null : offer.scope(zone);
        return scope == null || scope.id() == null ? offer.id() : scope.id();
    }

    private static String life(Offer offer) {
        LocalDate retires = offer.lifecycle().retires();
        return retires == null ? "no end of it is announced" : "it ends on " + retires;
    }
}
