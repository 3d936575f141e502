package dev.portolan.routing.catalog;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds stand-ins: filters, then ranks by likeness. A candidate's place is how it was found, whether it still answers, the place in the
 * written pairing, general use before preview, and then its distance to the source in price, context and scores together. Neither a newer
 * nor a cheaper nor a better model comes first for being so.
 */
final class Matching {

    /** How much a known price must differ from an unknown one to be put behind it: four times. */
    private static final double UNKNOWN_PRICE = Math.log(4);

    private static final double UNKNOWN_CONTEXT = Math.log(2);

    private static final double CONTEXT_WEIGHT = 0.5;

    /** So many points of a score are as far as a price of e times. */
    private static final double SCORE_POINTS = 25;

    /** Five points: without a common score nothing is known of the distance. */
    private static final double UNKNOWN_SCORE = 5 / SCORE_POINTS;

    private static final int INPUT_PER_OUTPUT = 3;

    private record Ranked(Candidate candidate, int declared, double distance) {}

    private final ModelCatalog catalog;
    private final MatchSource source;
    private final Cloud cloud;
    private final Needs needs;
    private final LocalDate today;
    private final List<String> declared = new ArrayList<>();
    private final List<String> declaredWhy = new ArrayList<>();

    Matching(ModelCatalog catalog, String model, Cloud cloud, Needs needs) {
        this.catalog = catalog;
        this.cloud = cloud;
        this.needs = needs;
        this.today = needs.today();
        this.source = MatchSource.of(catalog, model, needs.tier(), today);
        for (Equivalence pairing : catalog.equivalences()) {
            if (pairing.cloud() == cloud
                    && pairing.sources().contains(source.model().name())) {
                for (String target : pairing.targets()) {
                    if (!declared.contains(target)) {
                        declared.add(target);
                        declaredWhy.add(pairing.reason());
                    }
                }
            }
        }
    }

    /** What a model does otherwise, everywhere and on this cloud. */
    static List<Behaviour> behaviours(CatalogModel model, @Nullable Offer offer) {
        if (offer == null || offer.behaviours().isEmpty()) {
            return model.behaviours();
        }
        List<Behaviour> all = new ArrayList<>(model.behaviours());
        all.addAll(offer.behaviours());
        return all;
    }

    Equivalents result() {
        MatchFilter filter = new MatchFilter(source, needs, today);
        MatchWarnings warnings = new MatchWarnings(source, needs, today);
        List<Ranked> ranked = new ArrayList<>();
        List<ExcludedOffer> excluded = new ArrayList<>();
        for (Offer offer : catalog.offers(cloud)) {
            CatalogModel model = model(offer);
            List<Exclusion> exclusions = filter.of(offer, model);
            MatchKind kind = kind(model);
            if (kind == null && model.kind() == source.model().kind()) {
                exclusions.add(new Exclusion(
                        Exclusion.Code.OTHER_TIER,
                        "is of " + (model.tier() == null ? "no known tier" : "tier " + model.tier())));
            }
            if (kind != null && exclusions.isEmpty()) {
                ranked.add(ranked(offer, model, kind, warnings));
            } else {
                excluded.add(new ExcludedOffer(offer, model, exclusions));
            }
        }
        ranked.sort(Comparator.comparing((Ranked one) -> one.candidate().kind())
                .thenComparing(one -> !one.candidate().offer().lifecycle().liveOn(today))
                .thenComparingInt(Ranked::declared)
                .thenComparingInt(one -> maturity(one.candidate().offer().lifecycle()))
                .thenComparingDouble(Ranked::distance)
                .thenComparing(one -> one.candidate().model().name())
                .thenComparing(one -> one.candidate().offer().id()));
        excluded.sort(Comparator.comparing((ExcludedOffer one) -> one.isFor(Exclusion.Code.OTHER_KIND))
                .thenComparing(one -> one.isFor(Exclusion.Code.OTHER_TIER))
                .thenComparingInt(one -> one.exclusions().size())
                .thenComparing(one -> one.offer().id()));
        List<Candidate> candidates = ranked.stream().map(Ranked::candidate).toList();
        List<NearestOffer> nearest =
                new NearestOffers(catalog, source, cloud, today, declared).of(candidates, excluded);
        return new Equivalents(
                source.model(),
                source.offer(),
                source.tier(),
                cloud,
                needs,
                today,
                catalog.version(),
                candidates,
                excluded,
                nearest,
                notes());
    }

    private CatalogModel model(Offer offer) {
        CatalogModel model = catalog.model(offer.model());
        if (model == null) {
            throw new IllegalStateException(offer.shown() + " has no model");
        }
        return model;
    }

    private @Nullable MatchKind kind(CatalogModel model) {
        if (model.name().equals(source.model().name())) {
            return MatchKind.SAME_MODEL;
        } else if (declared.contains(model.name())) {
            return MatchKind.DECLARED;
        }
        Tier wanted = source.tier();
        if (model.kind() != source.model().kind()) {
            return null;
        } else if (wanted == null) {
            return source.model().kind() == ModelKind.EMBEDDING
                            || source.model().kind() == ModelKind.RERANK
                    ? MatchKind.SAME_TIER
                    : null;
        } else if (model.tier() == wanted) {
            return MatchKind.SAME_TIER;
        }
        Tier second = needs.tier() == null ? source.model().secondTier() : null;
        return model.serves(wanted) || (second != null && model.serves(second)) ? MatchKind.SECOND_TIER : null;
    }

    /** The less it may change, the lower. */
    private static int maturity(Lifecycle life) {
        return switch (life.state()) {
            case GA, UNKNOWN -> 0;
            case LEGACY -> 1;
            case DEPRECATED -> 2;
            case PREVIEW -> 3;
            case RETIRED -> 4;
        };
    }

    private Ranked ranked(Offer offer, CatalogModel model, MatchKind kind, MatchWarnings warnings) {
        Scope scope = scope(offer);
        String zone = scope == null ? null : scope.name();
        PriceComparison price = price(offer, model, zone);
        int index = kind == MatchKind.DECLARED ? declared.indexOf(model.name()) : 0;
        Candidate candidate = new Candidate(
                offer,
                model,
                scope == null || scope.id() == null ? offer.id() : scope.id(),
                zone,
                kind,
                price,
                new MatchReasons(source, needs)
                        .of(offer, model, kind, price, kind == MatchKind.DECLARED ? declaredWhy.get(index) : null),
                warnings.of(offer, model, price));
        return new Ranked(candidate, index, distance(offer, model, price));
    }

    /** The scope to send: the one that is needed, else the global one where that has an id of its own. */
    private @Nullable Scope scope(Offer offer) {
        String zone = needs.residency();
        Scope scope = offer.scope(zone == null ? Scope.GLOBAL : zone);
        if (zone != null && scope == null) {
            return offer.scope("self-hosted");
        }
        return zone == null && scope != null && scope.id() == null ? null : scope;
    }

    private PriceComparison price(Offer offer, CatalogModel model, @Nullable String zone) {
        BigDecimal tokens = source.tokensOf(model);
        BigDecimal multiplier = EffortMultiplier.unasked(model);
        BigDecimal reasoning = multiplier.compareTo(source.multiplier()) == 0
                ? BigDecimal.ONE
                : multiplier.divide(source.multiplier(), MathContext.DECIMAL64);
        EffectiveRates own = offer.rates(PriceTerms.on(today).in(zone), 0);
        EffectiveRates from = source.rates();
        if (own == null || from == null || !own.currency().equals(from.currency())) {
            return new PriceComparison(null, null, null, tokens, reasoning);
        }
        return new PriceComparison(
                ratio(own.first().input(), from.first().input(), tokens),
                ratio(own.first().output(), from.first().output(), tokens),
                ratio(blended(own.first(), multiplier), blended(from.first(), source.multiplier()), tokens),
                tokens,
                reasoning);
    }

    private static @Nullable BigDecimal blended(Rates rates, BigDecimal multiplier) {
        BigDecimal input = rates.input();
        BigDecimal output = rates.output();
        return input == null || output == null
                ? null
                : input.multiply(BigDecimal.valueOf(INPUT_PER_OUTPUT)).add(output.multiply(multiplier));
    }

    private static @Nullable BigDecimal ratio(@Nullable BigDecimal a, @Nullable BigDecimal b, BigDecimal tokens) {
        return a == null || b == null || b.signum() == 0
                ? null
                : a.multiply(tokens).divide(b, MathContext.DECIMAL64);
    }

    private double distance(Offer offer, CatalogModel model, PriceComparison price) {
        BigDecimal blended = price.blended();
        double money =
                blended == null || blended.signum() == 0 ? UNKNOWN_PRICE : Math.abs(Math.log(blended.doubleValue()));
        Long here = offer.limits().orElse(model.limits()).context();
        Long there = source.limits().context();
        double room = here == null || there == null ? UNKNOWN_CONTEXT : Math.max(0, Math.log((double) there / here));
        double points = 0;
        int common = 0;
        for (BenchmarkScore score : source.model().scores()) {
            BenchmarkScore other = model.score(score.benchmark());
            if (other != null) {
                points += Math.abs(score.score() - other.score());
                common++;
            }
        }
        return money + CONTEXT_WEIGHT * room + (common == 0 ? UNKNOWN_SCORE : points / common / SCORE_POINTS);
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        Set<String> ends = new TreeSet<>();
        Offer reference = source.offer();
        if (reference == null) {
            notes.add(source.model().name() + " has no offer in the catalog; prices and limits cannot be compared");
        } else {
            notes.add("Compared with " + reference.shown());
            LocalDate end = reference.lifecycle().retires();
            if (!reference.lifecycle().liveOn(today)) {
                ends.add(reference.shown() + " is retired" + (end == null ? "" : " since " + end));
            } else if (end != null) {
                ends.add(reference.shown() + " retires on " + end + ", in " + ChronoUnit.DAYS.between(today, end)
                        + " days" + MatchFilter.age(reference.lifecycle(), today));
            }
        }
        notes.addAll(ends);
        if (source.tier() == null && source.model().kind() == ModelKind.CHAT) {
            notes.add(source.model().name() + " has no tier in the catalog: state one to have more candidates");
        }
        return notes;
    }

    static Map<String, String> figures(
            @Nullable BigDecimal input, @Nullable BigDecimal output, @Nullable BigDecimal blended) {
        Map<String, String> figures = new java.util.TreeMap<>();
        put(figures, "input", input);
        put(figures, "output", output);
        put(figures, "blended", blended);
        return figures;
    }

    private static void put(Map<String, String> figures, String name, @Nullable BigDecimal value) {
        if (value != null) {
            figures.put(name, MatchWarnings.shown(value));
        }
    }
}
