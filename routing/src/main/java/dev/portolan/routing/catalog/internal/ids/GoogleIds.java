package dev.portolan.routing.catalog.internal.ids;

import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.IdMatch.How;
import dev.portolan.routing.catalog.ModelCatalog;
import org.jspecify.annotations.Nullable;

/**
 * The Gemini API's ids: names of {@link GeminiNames}, as resources with {@code models/} before them; {@code tunedModels/...} hides its
 * model (Google, "Gemini API reference", models and tunedModels).
 */
final class GoogleIds implements IdRules {

    private static final String MODELS = "models/";

    private final Held held;

    GoogleIds(ModelCatalog catalog) {
        this.held = new Held(catalog, Cloud.GOOGLE);
    }

    @Override
    public @Nullable Reading read(String id) {
        if (id.startsWith("tunedModels/")) {
            return Reading.opaque("tuned model", "a tuned model hides its base; state it as base-model");
        }
        if (!id.startsWith(MODELS)) {
            return GeminiNames.read(id, held::of);
        }
        String name = id.substring(MODELS.length());
        Reading exact = held.of(name);
        Reading reading = exact == null ? GeminiNames.read(name, held::of) : exact;
        return reading == null ? null : reading.by(How.SPELLING, "resource name");
    }
}
