package dev.portolan.routing.catalog.internal.ids;

import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.ModelCatalog;
import org.jspecify.annotations.Nullable;

/**
 * Model Studio's ids: a name, most of which move, and the name with the day of a snapshot, {@code qwen-plus-2025-07-28} (Alibaba Cloud,
 * "Models" of Model Studio). {@code -latest} is known where the catalog declares it.
 */
final class QwenIds implements IdRules {

    private static final int DATE = "-2024-07-18".length();

    private final Held held;

    QwenIds(ModelCatalog catalog) {
        this.held = new Held(catalog, Cloud.QWEN);
    }

    @Override
    public @Nullable Reading read(String id) {
        if (id.length() <= DATE || id.charAt(id.length() - DATE) != '-') {
            return null;
        }
        String day = Stamps.dashed(id.substring(id.length() - DATE + 1));
        return day == null ? null : Snapshots.of(held.of(id.substring(0, id.length() - DATE)), day);
    }
}
