package dev.portolan.routing.catalog;

import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rates that are announced for later. A plan, until the day has come: vendors have taken such back.
 *
 * @param from the first day, or {@code null} when it is not known, as at the open end of a sale
 * @param rates the rates then; what they lack stays
 * @param note what the vendor says of it, or {@code null}
 */
public record PriceChange(
        @Nullable LocalDate from, Rates rates, @Nullable String note) {

    /**
     * Checks the components.
     *
     * @param from as above
     * @param rates as above
     * @param note as above
     */
    public PriceChange {
        Objects.requireNonNull(rates, "rates");
    }
}
