package dev.portolan.routing.catalog.internal.ids;

import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.ModelCatalog;
import org.jspecify.annotations.Nullable;

/**
 * Mistral's ids. {@code name-YYMM} stands for a numbered generation, and which one no rule can tell ({@code mistral-small-2506} is 3.2,
 * {@code mistral-small-2503} is 3.1), so each is declared in the catalog, {@code -latest}, {@code open-} and {@code labs-} names too
 * (Mistral, "Models"). A fine-tuned model is {@code ft:base:...}; an agent, {@code ag:...}, hides its model.
 */
final class MistralIds implements IdRules {

    private final Held held;

    MistralIds(ModelCatalog catalog) {
        this.held = new Held(catalog, Cloud.MISTRAL);
    }

    @Override
    public @Nullable Reading read(String id) {
        if (id.startsWith("ag:") && id.length() > 3) {
            return Reading.opaque("agent", "an agent hides its model; state it as base-model");
        }
        return id.startsWith("ft:") ? FineTunes.read(id, held::of) : null;
    }
}
