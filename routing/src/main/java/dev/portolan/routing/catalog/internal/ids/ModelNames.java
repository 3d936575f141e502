package dev.portolan.routing.catalog.internal.ids;

import dev.portolan.routing.catalog.CatalogModel;
import dev.portolan.routing.catalog.ModelCatalog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The names that people give models without a cloud: canonical, without the vendor, or as a title; in any case. */
final class ModelNames {

    private final Map<String, Set<String>> byName = new HashMap<>();
    private final List<String> shown = new ArrayList<>();

    ModelNames(ModelCatalog catalog) {
        for (CatalogModel model : catalog.models()) {
            String plain = plain(model.name());
            put(plain, model);
            put(plain.substring(plain.indexOf('/') + 1), model);
            String title = model.title();
            if (title != null) {
                put(plain(title), model);
            }
            shown.add(model.name().substring(model.name().indexOf('/') + 1));
        }
    }

    private void put(String name, CatalogModel model) {
        byName.computeIfAbsent(name, any -> new LinkedHashSet<>()).add(model.name());
    }

    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    /** The canonical names that a name can mean. */
    Set<String> of(String name) {
        return byName.getOrDefault(plain(name), Set.of());
    }

    /** The names without vendors, for "did you mean". */
    List<String> shown() {
        return shown;
    }
}
