package dev.portolan.routing.catalog;

import dev.portolan.chat.Capability;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What to know of a candidate beside its behaviours: price, limits, life, capabilities, weights. */
final class MatchWarnings {

    /** A ratio from which on a candidate counts as dearer. */
    static final double DEARER = 1.1;

    private static final BigDecimal MORE_TOKENS = new BigDecimal("1.05");

    private static final Set<String> FULL_PRECISION = Set.of("F16", "BF16", "F32");

    private final MatchSource source;
    private final Needs needs;
    private final LocalDate today;

    MatchWarnings(MatchSource source, Needs needs, LocalDate today) {
        this.source = source;
        this.needs = needs;
        this.today = today;
    }

    List<MatchWarning> of(Offer offer, CatalogModel model, PriceComparison price) {
        List<MatchWarning> found = new ArrayList<>();
        life(offer.lifecycle(), found);
        price(offer, price, found);
        limits(offer.limits().orElse(model.limits()), found);
        capabilities(offer, found);
        new BehaviourWarnings(source).add(offer, model, found);
        place(offer, found);
        if (model.kind() == ModelKind.EMBEDDING
                && !model.name().equals(source.model().name())) {
            add(
                    found,
                    MatchWarning.Code.INDEX_ANEW,
                    "its vectors cannot be compared with the source's: index everything anew");
        }
        return found;
    }

    private void life(Lifecycle life, List<MatchWarning> found) {
        LocalDate end = life.retires();
        if (!life.liveOn(today)) {
            add(
                    found,
                    MatchWarning.Code.RETIRED,
                    "is retired" + (end == null ? "" : " since " + end) + MatchFilter.age(life, today));
        } else if (end != null) {
            Map<String, String> figures = new java.util.TreeMap<>(Map.of("day", end.toString()));
            if (life.asOf() != null) {
                figures.put("asOf", life.asOf().toString());
            }
            found.add(new MatchWarning(
                    MatchWarning.Code.RETIRES,
                    "retires on " + end + MatchFilter.age(life, today)
                            + (life.replacement() == null ? "" : "; the vendor recommends " + life.replacement()),
                    figures));
        } else if (life.state() == Lifecycle.State.LEGACY) {
            add(
                    found,
                    MatchWarning.Code.ENDING,
                    "is there for present users; new ones may be refused and the price may rise");
        } else if (life.state() == Lifecycle.State.DEPRECATED) {
            add(found, MatchWarning.Code.ENDING, "its end is announced without a day");
        }
        if (life.state() == Lifecycle.State.PREVIEW) {
            add(found, MatchWarning.Code.PREVIEW, "is a preview and may change or go at short notice");
        }
        if (life.state() == Lifecycle.State.UNKNOWN || life.knownFrom() == Lifecycle.KnownFrom.ASSUMED) {
            add(found, MatchWarning.Code.LIFECYCLE_ASSUMED, "nobody says where in its life it is here");
        }
    }

    private void price(Offer offer, PriceComparison price, List<MatchWarning> found) {
        Pricing pricing = offer.pricing();
        if (pricing == null) {
            add(found, MatchWarning.Code.PRICE_UNKNOWN, "its price is not known");
            return;
        } else if (!pricing.perToken()) {
            found.add(new MatchWarning(
                    MatchWarning.Code.NOT_PER_TOKEN,
                    "is paid by the " + pricing.unit() + ", not by the token",
                    Map.of("unit", pricing.unit())));
            return;
        }
        BigDecimal blended = price.blended();
        if (blended == null) {
            boolean own = pricing.base().input() == null || pricing.base().output() == null;
            add(
                    found,
                    own ? MatchWarning.Code.PRICE_UNKNOWN : MatchWarning.Code.SOURCE_PRICE_UNKNOWN,
                    own ? "its price is not known" : "the source's price is not known, so they cannot be compared");
        } else if (blended.doubleValue() > DEARER || over(price.input()) || over(price.output())) {
            found.add(new MatchWarning(
                    MatchWarning.Code.PRICE_HIGHER,
                    "costs " + shown(price.input()) + " times as much for input and " + shown(price.output())
                            + " times for output, about " + shown(blended) + " together"
                            + (price.reasoning().compareTo(BigDecimal.ONE) == 0
                                    ? ""
                                    : " (" + EffortMultiplier.ASSUMPTION + ")"),
                    Matching.figures(price.input(), price.output(), blended)));
        }
        if (price.tokens().compareTo(MORE_TOKENS) > 0) {
            found.add(new MatchWarning(
                    MatchWarning.Code.MORE_TOKENS,
                    "takes about " + shown(price.tokens()) + " times as many tokens for the same English text",
                    Map.of("factor", shown(price.tokens()))));
        }
        changes(pricing, found);
        doubts(offer.provenance(), found);
    }

    private static boolean over(@Nullable BigDecimal ratio) {
        return ratio != null && ratio.doubleValue() > DEARER;
    }

    private void changes(Pricing pricing, List<MatchWarning> found) {
        for (PriceStep step : pricing.steps()) {
            Long input = needs.inputTokens();
            if (input == null || input > step.above()) {
                found.add(new MatchWarning(
                        MatchWarning.Code.LONG_REQUESTS_DEARER,
                        "costs " + rates(step.rates()) + " for "
                                + (step.wholeRequest() ? "requests of" : "tokens above") + " more than " + step.above()
                                + " input tokens",
                        Map.of("above", Long.toString(step.above()))));
            }
        }
        for (PriceChange change : pricing.changes()) {
            LocalDate from = change.from();
            if (from == null || from.isAfter(today)) {
                found.add(new MatchWarning(
                        MatchWarning.Code.PRICE_CHANGES,
                        "is announced to cost " + rates(change.rates())
                                + (from == null ? " from a day that is not known" : " from " + from),
                        from == null ? Map.of() : Map.of("from", from.toString())));
            }
        }
        for (PriceWindow window : pricing.windows()) {
            add(
                    found,
                    MatchWarning.Code.DEARER_AT_HOURS,
                    "costs " + rates(window.rates()) + " from " + window.from() + " to " + window.to() + " UTC");
        }
    }

    private static String rates(Rates rates) {
        return plain(rates.input()) + " in and " + plain(rates.output()) + " out";
    }

    private static String plain(@Nullable BigDecimal value) {
        return value == null ? "the same" : value.stripTrailingZeros().toPlainString();
    }

    private static void doubts(Provenance provenance, List<MatchWarning> found) {
        if (provenance.disputed().stream().anyMatch(field -> field.startsWith("price"))) {
            add(found, MatchWarning.Code.PRICE_DISPUTED, "sources disagree about its price");
        } else if (provenance.priceSources() == 1) {
            add(found, MatchWarning.Code.PRICE_SINGLE_SOURCE, "one source alone has its price");
        }
    }

    private void limits(TokenLimits limits, List<MatchWarning> found) {
        smaller(
                MatchWarning.Code.CONTEXT_SMALLER,
                "takes",
                limits.context(),
                source.limits().context(),
                found);
        if (limits.context() == null && limits.input() == null) {
            add(found, MatchWarning.Code.CONTEXT_UNKNOWN, "how much fits in it is not known");
        }
        smaller(
                MatchWarning.Code.OUTPUT_LIMIT_SMALLER,
                "answers with",
                limits.output(),
                source.limits().output(),
                found);
        Integer here = limits.dimensions();
        Integer there = source.limits().dimensions();
        if (here != null && there != null && !here.equals(there)) {
            found.add(new MatchWarning(
                    MatchWarning.Code.DIMENSIONS,
                    "its vectors have " + here + " numbers, those of the source " + there,
                    Map.of("here", here.toString(), "source", there.toString())));
        }
    }

    private static void smaller(
            MatchWarning.Code code, String verb, @Nullable Long here, @Nullable Long there, List<MatchWarning> found) {
        if (here != null && there != null && here < there) {
            found.add(new MatchWarning(
                    code,
                    verb + " " + here + " tokens at most, the source " + there,
                    Map.of("here", here.toString(), "source", there.toString())));
        }
    }

    private void capabilities(Offer offer, List<MatchWarning> found) {
        if (source.model().kind() != ModelKind.CHAT) {
            return;
        }
        if (Boolean.FALSE.equals(offer.can(Capability.TOOLS))) {
            add(found, MatchWarning.Code.TOOLS_MISSING, "calls no tools here");
        }
        Boolean schema = offer.can(Capability.JSON_SCHEMA_OUTPUT);
        if (schema == null) {
            add(
                    found,
                    MatchWarning.Code.STRUCTURED_OUTPUT_UNKNOWN,
                    "whether it has structured output here is not known");
        } else if (!schema) {
            add(found, MatchWarning.Code.STRUCTURED_OUTPUT_MISSING, "has no structured output here");
        }
        for (Capability capability : needs.capabilities()) {
            if (offer.can(capability) == null && capability != Capability.JSON_SCHEMA_OUTPUT) {
                found.add(new MatchWarning(
                        MatchWarning.Code.CAPABILITY_UNKNOWN,
                        "whether it has " + MatchFilter.name(capability) + " here is not known",
                        Map.of("capability", capability.name())));
            }
        }
    }

    private void place(Offer offer, List<MatchWarning> found) {
        if (!offer.cloud().selfHosted()
                && offer.scopes().stream().allMatch(scope -> scope.name().equals(Scope.GLOBAL))) {
            add(found, MatchWarning.Code.RESIDENCY_NONE, "is not known to keep processing in any zone");
        }
        if (offer.hosting() != null) {
            found.add(new MatchWarning(
                    MatchWarning.Code.HOSTED_BY, "is run by " + offer.hosting(), Map.of("by", offer.hosting())));
        }
        SelfHosting machine = offer.selfHosting();
        if (machine == null) {
            return;
        }
        if (machine.memoryBytes() != null) {
            found.add(new MatchWarning(
                    MatchWarning.Code.MEMORY,
                    "needs about " + gibibytes(machine.memoryBytes()) + " of memory",
                    Map.of("bytes", Long.toString(machine.memoryBytes()))));
        } else if (needs.memoryBytes() != null) {
            add(found, MatchWarning.Code.MEMORY_UNKNOWN, "how much memory it needs is not known");
        }
        if (machine.quantisation() != null
                && !FULL_PRECISION.contains(machine.quantisation().toUpperCase(Locale.ROOT))) {
            found.add(new MatchWarning(
                    MatchWarning.Code.QUANTISED,
                    "its weights are " + machine.quantisation() + "; published scores are of full precision",
                    Map.of("quantisation", machine.quantisation())));
        }
    }

    private static void add(List<MatchWarning> found, MatchWarning.Code code, String text) {
        found.add(new MatchWarning(code, text, Map.of()));
    }

    static String shown(@Nullable BigDecimal ratio) {
        return ratio == null
                ? "an unknown number of"
                : Objects.requireNonNull(ratio)
                        .round(new MathContext(3, RoundingMode.HALF_UP))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }
}
