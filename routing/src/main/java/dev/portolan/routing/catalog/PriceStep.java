package dev.portolan.routing.catalog;

import java.util.Objects;

/**
 * Other rates for long requests.
 *
 * @param above from more than so many input tokens on
 * @param rates the rates then; what they lack is as below the step
 * @param wholeRequest whether they are for all tokens of such a request, or for the tokens above the step alone
 */
public record PriceStep(long above, Rates rates, boolean wholeRequest) {

    /**
     * Checks the components.
     *
     * @param above as above
     * @param rates as above
     * @param wholeRequest as above
     */
    public PriceStep {
        Objects.requireNonNull(rates, "rates");
        if (above <= 0) {
            throw new IllegalArgumentException("above: must be positive, not " + above);
        }
    }
}
