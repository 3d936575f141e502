package dev.portolan.routing.catalog.update;

import dev.portolan.routing.catalog.Behaviour;
import dev.portolan.routing.catalog.CatalogModel;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.TokenLimits;
import dev.portolan.routing.catalog.update.CatalogChange.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What differs between the models of two catalogs. */
final class ModelComparison {

    private final ModelCatalog before;
    private final ModelCatalog after;
    private final List<CatalogChange> changes = new ArrayList<>();

    ModelComparison(ModelCatalog before, ModelCatalog after) {
        this.before = before;
        this.after = after;
    }

    List<CatalogChange> changes() {
        for (CatalogModel model : before.models()) {
            CatalogModel now = after.model(model.name());
            if (now == null) {
                changes.add(new CatalogChange(Kind.MODEL_REMOVED, model.name(), "", tier(model), null, null));
            } else {
                compare(model, now);
            }
        }
        for (CatalogModel model : after.models()) {
            if (before.model(model.name()) == null) {
                changes.add(new CatalogChange(Kind.MODEL_ADDED, model.name(), "", null, tier(model), null));
            }
        }
        return changes;
    }

    private void compare(CatalogModel was, CatalogModel now) {
        String name = was.name();
        limits(changes, name, was.limits(), now.limits());
        other(name, "kind", was.kind().id(), now.kind().id());
        other(name, "tier", tier(was), tier(now));
        other(name, "second tier", text(was.secondTier()), text(now.secondTier()));
        other(name, "tokenizer", was.tokenizer(), now.tokenizer());
        other(name, "tokenizer factor", text(was.tokenizerFactor()), text(now.tokenizerFactor()));
        other(name, "reasoning", text(was.reasoning()), text(now.reasoning()));
        other(name, "licence", was.licence(), now.licence());
        other(name, "behaviours", behaviours(was.behaviours()), behaviours(now.behaviours()));
    }

    private void other(String entry, String what, @Nullable String was, @Nullable String now) {
        if (!Objects.equals(was, now)) {
            changes.add(new CatalogChange(Kind.OTHER, entry, what, was, now, null));
        }
    }

    /** Told for models and offers alike. */
    static void limits(List<CatalogChange> changes, String entry, TokenLimits was, TokenLimits now) {
        limit(changes, entry, "context", was.context(), now.context());
        limit(changes, entry, "input limit", was.input(), now.input());
        limit(changes, entry, "output limit", was.output(), now.output());
        Integer dimensions = was.dimensions();
        Integer later = now.dimensions();
        limit(
                changes,
                entry,
                "dimensions",
                dimensions == null ? null : Long.valueOf(dimensions),
                later == null ? null : Long.valueOf(later));
    }

    private static void limit(
            List<CatalogChange> changes, String entry, String what, @Nullable Long was, @Nullable Long now) {
        if (!Objects.equals(was, now)) {
            BigDecimal percent = was == null || now == null
                    ? null
                    : OfferComparison.percent(BigDecimal.valueOf(was), BigDecimal.valueOf(now));
            changes.add(new CatalogChange(Kind.LIMIT, entry, what, text(was), text(now), percent));
        }
    }

    static @Nullable String behaviours(List<Behaviour> behaviours) {
        return behaviours.isEmpty()
                ? null
                : behaviours.stream()
                        .map(each -> each.key()
                                + (each.parameters().isEmpty()
                                        ? ""
                                        : each.parameters().toString()))
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    private static @Nullable String tier(CatalogModel model) {
        return text(model.tier());
    }

    static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
