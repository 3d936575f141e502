package dev.portolan.routing.catalog.internal.ids;

import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.ModelCatalog;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's ids: a name, a name with the day of a snapshot, and {@code ft:base:organisation:suffix:id} for a fine-tuned model (OpenAI,
 * "Models" and "Fine-tuning"). Snapshots of 2023 and early 2024 have month and day only; those names are listed here, since four digits
 * may mean anything on others.
 */
final class OpenAiIds implements IdRules {

    private static final int DATE = "-2024-07-18".length();
    private static final int MONTH_DAY = "-0613".length();
    private static final Set<String> MONTH_DAY_NAMES =
            Set.of("gpt-3.5-turbo", "gpt-3.5-turbo-16k", "gpt-3.5-turbo-instruct", "gpt-4", "gpt-4-32k");

    private final Held held;

    OpenAiIds(ModelCatalog catalog) {
        this.held = new Held(catalog, Cloud.OPENAI);
    }

    @Override
    public @Nullable Reading read(String id) {
        return id.startsWith("ft:") ? FineTunes.read(id, this::base) : dated(id);
    }

    private @Nullable Reading base(String id) {
        Reading exact = held.of(id);
        return exact == null ? dated(id) : exact;
    }

    private @Nullable Reading dated(String id) {
        String day = id.length() > DATE ? Stamps.dashed(id.substring(id.length() - DATE + 1)) : null;
        if (day != null && id.charAt(id.length() - DATE) == '-') {
            return snapshot(id.substring(0, id.length() - DATE), day);
        }
        if (id.length() > MONTH_DAY && id.charAt(id.length() - MONTH_DAY) == '-') {
            String name = id.substring(0, id.length() - MONTH_DAY);
            String stamp = id.substring(id.length() - MONTH_DAY + 1);
            if (MONTH_DAY_NAMES.contains(name) && Stamps.monthDay(stamp)) {
                return snapshot(name, stamp);
            }
        }
        return null;
    }

    private @Nullable Reading snapshot(String name, String stamp) {
        return Snapshots.of(held.of(name), stamp);
    }
}
