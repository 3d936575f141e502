package dev.portolan.routing.catalog;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An offer that may stand in for the source. Reasons and warnings come from the catalog; whether the answers are good enough is for a parity
 * run to tell.
 *
 * @param offer the offer
 * @param model the model behind it
 * @param id what to send: the id of the scope that keeps processing where it must stay, or the offer's own
 * @param scope the name of that scope, or {@code null} when none was chosen
 * @param kind how it was found
 * @param price its list price, for one of the source
 * @param reasons why it is here, the weightiest first
 * @param warnings what to know before
 */
public record Candidate(
        Offer offer,
        CatalogModel model,
        String id,
        @Nullable String scope,
        MatchKind kind,
        PriceComparison price,
        List<MatchReason> reasons,
        List<MatchWarning> warnings) {

    /**
     * Checks the components.
     *
     * @param offer as above
     * @param model as above
     * @param id as above
     * @param scope as above
     * @param kind as above
     * @param price as above
     * @param reasons as above; copied
     * @param warnings as above; copied
     */
    public Candidate {
        Objects.requireNonNull(offer, "offer");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(price, "price");
        reasons = List.copyOf(reasons);
        warnings = List.copyOf(warnings);
    }

    /**
     * A warning by its code.
     *
     * @param code which
     * @return the first of them, or {@code null} when there is none
     */
    public @Nullable MatchWarning warning(MatchWarning.Code code) {
        for (MatchWarning warning : warnings) {
            if (warning.code() == code) {
                return warning;
            }
        }
        return null;
    }
}
