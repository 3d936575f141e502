package dev.portolan.routing.plan;

import dev.portolan.evidence.cost.MigrationCase;
import dev.portolan.evidence.cost.Money;
import dev.portolan.evidence.cost.MonthlyCost;
import dev.portolan.evidence.cost.Price;
import dev.portolan.evidence.cost.ReturnOnInvestment;
import dev.portolan.routing.catalog.CatalogModel;
import dev.portolan.routing.catalog.Lifecycle;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.Offer;
import dev.portolan.routing.catalog.Scope;
import dev.portolan.routing.internal.ListPrice;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The source next to its candidates: cost of the workload, latency, compliance, support. */
final class Comparison {

    private static final Currency NO_PRICE = Currency.getInstance("USD");

    private final ModelCatalog catalog;
    private final @Nullable Offer source;
    private final WorkloadFigures figures;
    private final @Nullable String zone;
    private final LocalDate day;

    Comparison(
            ModelCatalog catalog,
            @Nullable Offer source,
            WorkloadFigures figures,
            @Nullable String zone,
            LocalDate day) {
        this.catalog = catalog;
        this.source = source;
        this.figures = figures;
        this.zone = zone;
        this.day = day;
    }

    /** What a month costs, or why that is not known. */
    private record Monthly(@Nullable Money cost, String basis) {}

    List<CandidateRow> rows(String sourceName, List<ProposedOffer> proposed, @Nullable Offer chosen) {
        List<CandidateRow> rows = new ArrayList<>();
        rows.add(
                source == null
                        ? unknownSource(sourceName)
                        : row(
                                CandidateRow.SOURCE,
                                new ProposedOffer(source, List.of(), List.of()),
                                figures.latencyP50(),
                                figures.latencyP95()));
        if (chosen != null
                && proposed.stream().noneMatch(one -> one.offer().shown().equals(chosen.shown()))) {
            rows.add(row(
                    CandidateRow.TARGET,
                    new ProposedOffer(chosen, List.of("chosen by name; it is not among the candidates"), List.of()),
                    null,
                    null));
        }
        for (ProposedOffer one : proposed) {
            boolean target = chosen != null && one.offer().shown().equals(chosen.shown());
            rows.add(row(target ? CandidateRow.TARGET : CandidateRow.CANDIDATE, one, null, null));
        }
        return rows;
    }

    private CandidateRow unknownSource(String name) {
        return new CandidateRow(
                CandidateRow.SOURCE,
                name,
                null,
                null,
                null,
                null,
                "the catalog does not know it",
                figures.latencyP50(),
                figures.latencyP95(),
                List.of(),
                List.of(),
                null,
                "unknown",
                List.of(),
                List.of());
    }

    private CandidateRow row(String role, ProposedOffer one, @Nullable BigDecimal p50, @Nullable BigDecimal p95) {
        Offer offer = one.offer();
        CatalogModel model = catalog.model(offer.model());
        Monthly monthly = monthly(offer, role.equals(CandidateRow.SOURCE) ? null : zone);
        Money cost = monthly.cost();
        return new CandidateRow(
                role,
                offer.shown(),
                offer.model(),
                model == null || model.tier() == null ? null : String.valueOf(model.tier()),
                cost == null ? null : cost.currency().getCurrencyCode(),
                cost == null ? null : cost.amount().setScale(2, RoundingMode.HALF_UP),
                monthly.basis(),
                p50,
                p95,
                offer.scopes().stream()
                        .map(Scope::name)
                        .filter(name -> !name.startsWith("region:"))
                        .toList(),
                List.copyOf(offer.certifications()),
                offer.support(),
                life(offer.lifecycle()),
                one.reasons(),
                one.warnings());
    }

    private String life(Lifecycle life) {
        String state = life.liveOn(day) ? life.state().id() : Lifecycle.State.RETIRED.id();
        if (life.retires() != null) {
            return state + ", ends " + life.retires();
        }
        return life.notBefore() == null ? state : state + ", not before " + life.notBefore();
    }

    private Monthly monthly(Offer offer, @Nullable String in) {
        Price price = ListPrice.of(offer, in);
        BigDecimal input = figures.inputTokens();
        BigDecimal output = figures.outputTokens();
        Long requests = figures.requestsPerMonth();
        if (price == null) {
            return new Monthly(null, "no price per token is known");
        }
        if (input == null || output == null || requests == null) {
            return new Monthly(null, requests == null ? "requests a month are not known" : "tokens are not known");
        }
        BigDecimal factor = factor(offer);
        BigDecimal one = price.input()
                .multiply(input)
                .add(price.output().multiply(output))
                .multiply(factor)
                .movePointLeft(6);
        return new Monthly(
                new Money(one.multiply(BigDecimal.valueOf(requests)), price.currency()),
                "list price" + (in == null ? "" : " in " + in) + ", no cache"
                        + (factor.compareTo(BigDecimal.ONE) == 0
                                ? ""
                                : ", tokens times "
                                        + factor.round(new MathContext(3)).toPlainString()));
    }

    private BigDecimal factor(Offer offer) {
        CatalogModel to = catalog.model(offer.model());
        CatalogModel from = source == null ? null : catalog.model(source.model());
        BigDecimal there = to == null ? null : to.tokenizerFactor();
        BigDecimal here = from == null ? null : from.tokenizerFactor();
        return there == null || here == null || here.signum() == 0
                ? BigDecimal.ONE
                : there.divide(here, MathContext.DECIMAL64);
    }

    PlannedCost cost(Offer target, BigDecimal hours, @Nullable Money rate) {
        Monthly before = source == null ? new Monthly(null, "the source is not in the catalog") : monthly(source, null);
        Monthly after = monthly(target, zone);
        Currency currency = rate != null ? rate.currency() : currency(before, after);
        if (differs(before, currency) || differs(after, currency)) {
            return new PlannedCost(
                    currency.getCurrencyCode(),
                    null,
                    null,
                    BigDecimal.ZERO,
                    null,
                    null,
                    null,
                    "The amounts are of several currencies",
                    List.of("amounts in one currency"));
        }
        MigrationCase.Builder builder = MigrationCase.builder(known(before, currency), known(after, currency));
        if (rate != null) {
            builder.team(hours, rate);
        }
        ReturnOnInvestment result = builder.build().result();
        List<String> unknown = new ArrayList<>();
        if (before.cost() == null) {
            unknown.add("cost today: " + before.basis());
        }
        if (after.cost() == null) {
            unknown.add("cost after: " + after.basis());
        }
        if (rate == null) {
            unknown.add("effort of the move: nobody has estimated it");
        }
        boolean silent = before.cost() == null || after.cost() == null;
        return new PlannedCost(
                currency.getCurrencyCode(),
                rounded(before.cost()),
                rounded(after.cost()),
                result.effort().amount(),
                rounded(result.monthlySaving()),
                result.paybackMonths(),
                rounded(result.firstYear()),
                silent ? "Whether it pays is not known: " + String.join("; ", unknown) : rounded(result),
                unknown);
    }

    private static String rounded(ReturnOnInvestment result) {
        Money saving = result.monthlySaving();
        return new ReturnOnInvestment(
                        result.effort(),
                        result.learning(),
                        saving == null
                                ? null
                                : new Money(saving.amount().setScale(2, RoundingMode.HALF_UP), saving.currency()),
                        result.unknown())
                .sentence();
    }

    private static Currency currency(Monthly before, Monthly after) {
        Money known = before.cost() == null ? after.cost() : before.cost();
        return known == null ? NO_PRICE : known.currency();
    }

    private static boolean differs(Monthly monthly, Currency currency) {
        return monthly.cost() != null && !monthly.cost().currency().equals(currency);
    }

    /** A month whose cost is not known has one request that is not covered. */
    private static MonthlyCost known(Monthly monthly, Currency currency) {
        Money cost = monthly.cost();
        return cost == null ? new MonthlyCost(Money.zero(currency), 1, 0, 1) : MonthlyCost.known(cost);
    }

    private static @Nullable BigDecimal rounded(@Nullable Money money) {
        return money == null ? null : money.amount().setScale(2, RoundingMode.HALF_UP);
    }
}
