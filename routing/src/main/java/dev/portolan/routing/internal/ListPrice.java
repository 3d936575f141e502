package dev.portolan.routing.internal;

import dev.portolan.evidence.cost.Price;
import dev.portolan.routing.catalog.Offer;
import dev.portolan.routing.catalog.Pricing;
import dev.portolan.routing.catalog.Rates;
import dev.portolan.routing.catalog.Scope;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What an offer costs by its list: short requests, standard class, in a zone where one is wanted. */
public final class ListPrice {

    private ListPrice() {}

    /** The price, or {@code null} when it is not known or tokens are not what is paid for. */
    public static @Nullable Price of(@Nullable Offer offer, @Nullable String zone) {
        Pricing pricing = offer == null ? null : offer.pricing();
        if (offer == null || pricing == null || !pricing.perToken()) {
            return null;
        }
        Rates rates = rates(offer, pricing, zone);
        BigDecimal input = rates.input();
        BigDecimal output = rates.output();
        return input == null || output == null
                ? null
                : new Price(
                        pricing.currency(), input, output, rates.cachedInput(), rates.cacheWrite(), rates.reasoning());
    }

    private static Rates rates(Offer offer, Pricing pricing, @Nullable String zone) {
        Scope scope = zone == null ? null : offer.scope(zone);
        Rates own = scope == null ? null : scope.rates();
        if (own != null) {
            return own.orElse(pricing.base());
        }
        BigDecimal more = zone == null ? null : pricing.uplift().get(zone);
        return more == null ? pricing.base() : pricing.base().times(more);
    }
}
