package dev.portolan.routing.catalog.update;

import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.Offer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What newer facts must not do all at once: units slip, lists come half, servers answer with last year's file.
 *
 * @param mostVanished how many per cent of the offers may be gone
 * @param mostPriceFactor by how much a rate may rise or fall
 */
record SanityGates(int mostVanished, int mostPriceFactor) {

    private static final int MOST_NAMED = 20;

    /** Why the facts are not believed; empty when they are. */
    List<String> reasons(ModelCatalog before, ModelCatalog after) {
        List<String> reasons = new ArrayList<>();
        if (after.asOf().isBefore(before.asOf())) {
            reasons.add("it is of " + after.asOf() + ", older than the " + before.asOf() + " in force");
        }
        Map<String, Offer> now = new HashMap<>();
        after.offers().forEach(offer -> now.put(offer.shown(), offer));
        List<String> gone = before.offers().stream()
                .map(Offer::shown)
                .filter(shown -> !now.containsKey(shown))
                .toList();
        int all = before.offers().size();
        if (gone.size() * 100L > (long) mostVanished * all) {
            reasons.add(gone.size() + " of " + all + " offers are gone, more than " + mostVanished + " per cent: "
                    + named(gone));
        }
        List<String> moved = new ArrayList<>();
        for (Offer was : before.offers()) {
            Offer offer = now.get(was.shown());
            if (offer != null) {
                moved.addAll(moved(was, offer));
            }
        }
        if (!moved.isEmpty()) {
            reasons.add(moved.size() + " prices moved by more than " + mostPriceFactor + " times: " + named(moved));
        }
        return reasons;
    }

    private List<String> moved(Offer was, Offer now) {
        RateSheet before = RateSheet.of(was);
        RateSheet after = RateSheet.of(now);
        List<String> moved = new ArrayList<>();
        if (!Objects.equals(before.unit(), after.unit())) {
            return moved;
        }
        before.rates().forEach((name, from) -> {
            BigDecimal to = after.rates().get(name);
            if (to != null && from.signum() > 0 && tooFar(from, to)) {
                moved.add(was.shown() + " " + name + " " + from.toPlainString() + " -> " + to.toPlainString());
            }
        });
        return moved;
    }

    private boolean tooFar(BigDecimal from, BigDecimal to) {
        BigDecimal factor = BigDecimal.valueOf(mostPriceFactor);
        return to.compareTo(from.multiply(factor)) > 0
                || to.compareTo(from.divide(factor, from.scale() + 6, RoundingMode.HALF_UP)) < 0;
    }

    private static String named(List<String> all) {
        return all.size() <= MOST_NAMED
                ? String.join(", ", all)
                : String.join(", ", all.subList(0, MOST_NAMED)) + " and " + (all.size() - MOST_NAMED) + " more";
    }
}
