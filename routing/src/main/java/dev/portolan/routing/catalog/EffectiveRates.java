package dev.portolan.routing.catalog;

import java.util.Currency;
import java.util.List;
import java.util.Objects;

/**
 * The rates of one request under given {@linkplain PriceTerms terms}. See {@link Offer#rates}.
 *
 * @param currency the money
 * @param bands rates by input tokens, rising, the first from 0 on. One band, unless the price has a step that is for the tokens above it
 *     alone
 * @param assumptions what was assumed to get at them, for people; empty when a price list states each of them
 */
public record EffectiveRates(Currency currency, List<Band> bands, List<String> assumptions) {

    /**
     * Rates of the input tokens above a number.
     *
     * @param above from more than so many input tokens on
     * @param rates the rates
     */
    public record Band(long above, Rates rates) {

        /**
         * Checks the components.
         *
         * @param above as above
         * @param rates as above
         */
        public Band {
            Objects.requireNonNull(rates, "rates");
        }
    }

    /**
     * Checks the components.
     *
     * @param currency as above
     * @param bands as above; copied
     * @param assumptions as above; copied
     */
    public EffectiveRates {
        Objects.requireNonNull(currency, "currency");
        bands = List.copyOf(bands);
        assumptions = List.copyOf(assumptions);
        if (bands.isEmpty() || bands.get(0).above() != 0) {
            throw new IllegalArgumentException("bands: the first must begin at 0");
        }
    }

    /**
     * The rates of the first input token.
     *
     * @return those of the first band
     */
    public Rates first() {
        return bands.get(0).rates();
    }

    /**
     * The rates of the output: it comes after all input, so those of the last band.
     *
     * @return those of the last band
     */
    public Rates last() {
        return bands.get(bands.size() - 1).rates();
    }
}
