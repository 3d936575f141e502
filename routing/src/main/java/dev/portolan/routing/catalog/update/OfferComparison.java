package dev.portolan.routing.catalog.update;

import dev.portolan.chat.Capability;
import dev.portolan.routing.catalog.Lifecycle;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.Offer;
import dev.portolan.routing.catalog.Scope;
import dev.portolan.routing.catalog.update.CatalogChange.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What differs between the offers of two catalogs. Offers are the same when cloud and id are. */
final class OfferComparison {

    private final Map<String, Offer> before = new TreeMap<>();
    private final Map<String, Offer> after = new TreeMap<>();
    private final List<CatalogChange> changes = new ArrayList<>();

    OfferComparison(ModelCatalog before, ModelCatalog after) {
        before.offers().forEach(offer -> this.before.put(offer.shown(), offer));
        after.offers().forEach(offer -> this.after.put(offer.shown(), offer));
    }

    List<CatalogChange> changes() {
        before.forEach((shown, was) -> {
            Offer now = after.get(shown);
            if (now == null) {
                changes.add(new CatalogChange(Kind.OFFER_REMOVED, shown, "", was.model(), null, null));
            } else {
                compare(shown, was, now);
            }
        });
        after.forEach((shown, now) -> {
            if (!before.containsKey(shown)) {
                changes.add(new CatalogChange(Kind.OFFER_ADDED, shown, "", null, now.model(), null));
            }
        });
        return changes;
    }

    private void compare(String shown, Offer was, Offer now) {
        lifecycle(shown, "", was.lifecycle(), now.lifecycle());
        versions(shown, was, now);
        prices(shown, RateSheet.of(was), RateSheet.of(now));
        ModelComparison.limits(changes, shown, was.limits(), now.limits());
        for (Capability capability : Capability.values()) {
            add(Kind.CAPABILITY, shown, word(capability), yes(was.can(capability)), yes(now.can(capability)));
        }
        add(Kind.SCOPE, shown, "scopes", scopes(was), scopes(now));
        add(Kind.SCOPE, shown, "regions", joined(was.regions()), joined(now.regions()));
        add(Kind.OTHER, shown, "model", was.model(), now.model());
        add(Kind.OTHER, shown, "moving", "" + was.moving(), "" + now.moving());
        add(Kind.OTHER, shown, "aliases", joined(new TreeSet<>(was.aliases())), joined(new TreeSet<>(now.aliases())));
        add(
                Kind.OTHER,
                shown,
                "behaviours",
                ModelComparison.behaviours(was.behaviours()),
                ModelComparison.behaviours(now.behaviours()));
        add(Kind.OTHER, shown, "hosting", was.hosting(), now.hosting());
        add(
                Kind.OTHER,
                shown,
                "overlay",
                was.provenance().overlay(),
                now.provenance().overlay());
    }

    private void lifecycle(String shown, String of, Lifecycle was, Lifecycle now) {
        add(Kind.LIFECYCLE, shown, "state" + of, was.state().id(), now.state().id());
        day(shown, "deprecated" + of, was.deprecated(), now.deprecated());
        day(shown, "retires" + of, was.retires(), now.retires());
        day(shown, "not before" + of, was.notBefore(), now.notBefore());
        add(Kind.LIFECYCLE, shown, "replacement" + of, was.replacement(), now.replacement());
    }

    private void versions(String shown, Offer was, Offer now) {
        Map<String, Lifecycle> earlier = new HashMap<>();
        was.versions().forEach(version -> earlier.put(version.version(), version.lifecycle()));
        Map<String, Lifecycle> later = new TreeMap<>();
        now.versions().forEach(version -> later.put(version.version(), version.lifecycle()));
        later.forEach((version, lifecycle) -> {
            Lifecycle had = earlier.remove(version);
            if (had == null) {
                add(Kind.LIFECYCLE, shown, "version", null, version);
            } else {
                lifecycle(shown, " of version " + version, had, lifecycle);
            }
        });
        new TreeSet<>(earlier.keySet()).forEach(version -> add(Kind.LIFECYCLE, shown, "version", version, null));
    }

    private void day(String shown, String what, @Nullable Object was, @Nullable Object now) {
        add(Kind.LIFECYCLE, shown, what, ModelComparison.text(was), ModelComparison.text(now));
    }

    private void prices(String shown, RateSheet was, RateSheet now) {
        add(Kind.PRICE, shown, "currency and unit", was.unit(), now.unit());
        TreeSet<String> names = new TreeSet<>(was.rates().keySet());
        names.addAll(now.rates().keySet());
        for (String name : names) {
            BigDecimal from = was.rates().get(name);
            BigDecimal to = now.rates().get(name);
            boolean same = from == null ? to == null : to != null && from.compareTo(to) == 0;
            if (!same) {
                boolean comparable = from != null && to != null && Objects.equals(was.unit(), now.unit());
                changes.add(new CatalogChange(
                        Kind.PRICE,
                        shown,
                        name,
                        plain(from),
                        plain(to),
                        comparable ? percent(Objects.requireNonNull(from), Objects.requireNonNull(to)) : null));
            }
        }
    }

    private void add(Kind kind, String shown, String what, @Nullable String was, @Nullable String now) {
        if (!Objects.equals(was, now)) {
            changes.add(new CatalogChange(kind, shown, what, was, now, null));
        }
    }

    /** By how much it rose, to a tenth; unknown from 0 on. */
    static @Nullable BigDecimal percent(BigDecimal from, BigDecimal to) {
        return from.signum() == 0
                ? null
                : to.subtract(from).multiply(BigDecimal.valueOf(100)).divide(from, 1, RoundingMode.HALF_UP);
    }

    private static @Nullable String plain(@Nullable BigDecimal value) {
        return value == null ? null : value.stripTrailingZeros().toPlainString();
    }

    private static @Nullable String yes(@Nullable Boolean known) {
        return known == null ? null : known ? "yes" : "no";
    }

    private static String word(Capability capability) {
        return capability.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static @Nullable String scopes(Offer offer) {
        return joined(new TreeSet<>(
                offer.scopes().stream().map(OfferComparison::scope).toList()));
    }

    private static String scope(Scope scope) {
        return scope.id() == null ? scope.name() : scope.name() + "=" + scope.id();
    }

    private static @Nullable String joined(java.util.Collection<String> words) {
        return words.isEmpty() ? null : String.join(", ", words);
    }
}
