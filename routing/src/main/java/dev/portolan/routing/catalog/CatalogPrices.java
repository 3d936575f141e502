package dev.portolan.routing.catalog;

import dev.portolan.chat.Usage;
import dev.portolan.evidence.cost.Money;
import dev.portolan.evidence.cost.Price;
import dev.portolan.evidence.cost.PriceSource;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The catalog's prices for what counts the cost of answers. */
final class CatalogPrices implements PriceSource {

    private final ModelCatalog catalog;
    private final PriceTerms terms;

    CatalogPrices(ModelCatalog catalog, PriceTerms terms) {
        this.catalog = catalog;
        this.terms = terms;
    }

    @Override
    public @Nullable Price price(String provider, String model) {
        return price(provider, model, Usage.UNKNOWN, null);
    }

    @Override
    public @Nullable Price price(String provider, String model, Usage usage, @Nullable Instant at) {
        Cloud cloud = Cloud.ofProvider(provider);
        IdMatch match = cloud == null ? null : catalog.identify(cloud, model);
        Offer offer = match == null || isOther(match) ? null : match.offer();
        if (match == null || offer == null) {
            return null;
        }
        String scope = match.scope() == null ? terms.scope() : match.scope();
        PriceTerms then = at == null ? terms : moved(PriceTerms.at(at));
        Long input = usage.inputTokens();
        EffectiveRates rates = offer.rates(then.in(scope), input == null ? 0 : input);
        return rates == null ? null : price(rates, usage);
    }

    private PriceTerms moved(PriceTerms moment) {
        return moment.with(terms.serviceClass()).with(terms.cacheTime());
    }

    /** What is tuned, bought by the hour or of a version that the catalog does not hold has a price that it does not know either. */
    private static boolean isOther(IdMatch match) {
        return match.is(IdMatch.Flag.FINE_TUNED)
                || match.is(IdMatch.Flag.PROVISIONED)
                || match.is(IdMatch.Flag.UNLISTED_VERSION);
    }

    private @Nullable Price price(EffectiveRates rates, Usage usage) {
        Rates last = rates.last();
        BigDecimal input = last.input();
        BigDecimal output = last.output();
        if (input == null || output == null) {
            return null;
        }
        BigDecimal cached = last.cachedInput();
        boolean hour = terms.cacheTime() == PriceTerms.CacheTime.HOUR;
        BigDecimal write = hour ? last.cacheWriteHour() : last.cacheWrite();
        if (rates.bands().size() > 1) {
            // A step for the excess alone: the mean of this request's own tokens.
            Cost cost = Cost.of(rates, usage, terms.cacheTime());
            long read = orZero(usage.cachedInputTokens());
            long written = orZero(usage.cacheWriteInputTokens());
            input = mean(cost.input(), orZero(usage.inputTokens()) - read - written, input);
            cached = cached == null ? null : mean(cost.cachedInput(), read, cached);
            write = write == null ? null : mean(cost.cacheWrites(), written, write);
        }
        return new Price(rates.currency(), input, output, cached, write, last.reasoning());
    }

    private static BigDecimal mean(@Nullable Money part, long tokens, BigDecimal otherwise) {
        return part == null || tokens <= 0
                ? otherwise
                : part.amount().movePointRight(6).divide(BigDecimal.valueOf(tokens), MathContext.DECIMAL128);
    }

    private static long orZero(@Nullable Long tokens) {
        return tokens == null ? 0 : tokens;
    }

    @Override
    public String toString() {
        return "CatalogPrices[" + catalog.version() + ", " + terms.day() + "]";
    }
}
