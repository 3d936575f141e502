package dev.portolan.routing.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What speaks for a candidate. */
final class MatchReasons {

    private final MatchSource source;
    private final Needs needs;

    MatchReasons(MatchSource source, Needs needs) {
        this.source = source;
        this.needs = needs;
    }

    List<MatchReason> of(
            Offer offer, CatalogModel model, MatchKind kind, PriceComparison price, @Nullable String declared) {
        List<MatchReason> reasons = new ArrayList<>();
        switch (kind) {
            case SAME_MODEL -> reasons.add(reason(MatchReason.Code.SAME_MODEL, "is the same model on this cloud"));
            case DECLARED -> reasons.add(reason(MatchReason.Code.DECLARED, "is a written pairing: " + declared));
            case SAME_TIER, SECOND_TIER -> {
                // Said below.
            }
        }
        tier(model, reasons);
        String zone = needs.residency();
        if (zone != null) {
            reasons.add(reason(
                    MatchReason.Code.RESIDENCY,
                    offer.scope(zone) == null && offer.cloud().selfHosted()
                            ? "stays on machines of your own"
                            : "can be kept in " + zone));
        }
        if (price.blended() != null && price.blended().doubleValue() <= MatchWarnings.DEARER) {
            reasons.add(new MatchReason(
                    MatchReason.Code.PRICE,
                    "costs about " + MatchWarnings.shown(price.blended()) + " times as much for the same text",
                    Matching.figures(price.input(), price.output(), price.blended())));
        }
        Long here = offer.limits().orElse(model.limits()).context();
        Long there = source.limits().context();
        if (here != null && there != null && here >= there) {
            reasons.add(new MatchReason(
                    MatchReason.Code.CONTEXT,
                    "takes " + here + " tokens, the source " + there,
                    Map.of("here", here.toString(), "source", there.toString())));
        }
        return reasons;
    }

    private void tier(CatalogModel model, List<MatchReason> reasons) {
        Tier wanted = source.tier();
        if (wanted == null) {
            if (model.kind() != ModelKind.CHAT) {
                reasons.add(reason(
                        MatchReason.Code.SAME_KIND, "is for " + model.kind().id() + " too"));
            }
        } else if (model.tier() == wanted) {
            reasons.add(reason(MatchReason.Code.SAME_TIER, "is of tier " + wanted));
        } else if (model.serves(wanted)) {
            reasons.add(reason(MatchReason.Code.SECOND_TIER, "serves tier " + wanted + " as well"));
        } else {
            Tier second = source.model().secondTier();
            if (needs.tier() == null && second != null && model.serves(second)) {
                reasons.add(reason(
                        MatchReason.Code.SECOND_TIER,
                        "serves tier " + second + ", as " + source.model().name() + " does"));
            }
        }
    }

    private static MatchReason reason(MatchReason.Code code, String text) {
        return new MatchReason(code, text, Map.of());
    }
}
