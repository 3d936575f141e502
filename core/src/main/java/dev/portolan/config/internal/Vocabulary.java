package dev.portolan.config.internal;

import dev.portolan.spi.DecoratorProvider;
import dev.portolan.spi.ModelProvider;
import dev.portolan.spi.RouterProvider;
import dev.portolan.spi.SettingSpec;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Every setting that some extension at hand knows, whichever stands behind a name at the moment. Free names left out. */
final class Vocabulary {

    /** Setting to the id of the provider or router whose own it is; empty for everyone's. */
    private final Map<String, String> models = new TreeMap<>();

    private final Map<String, String> connections = new TreeMap<>();
    private final Set<String> secrets = new TreeSet<>();

    Vocabulary(Extensions extensions) {
        for (ModelProvider provider : extensions.providers().values()) {
            add(models, provider.id(), provider.modelSettings());
            add(connections, provider.id(), provider.connectionSettings());
            provider.connectionSettings().stream()
                    .filter(spec -> spec.type() == SettingSpec.Type.SECRET)
                    .forEach(spec -> secrets.add(spec.name()));
        }
        for (RouterProvider router : extensions.routers().values()) {
            add(models, router.id(), router.settings());
        }
        for (DecoratorProvider decorator : extensions.decorators()) {
            for (SettingSpec spec : decorator.settings()) {
                if (spec.type() != SettingSpec.Type.MAP) {
                    models.put(spec.name().isEmpty() ? decorator.id() : decorator.id() + "." + spec.name(), "");
                }
            }
        }
        NeutralSettings.NAMES.forEach(name -> models.put(name, ""));
        connections.put("type", "");
    }

    private static void add(Map<String, String> to, String owner, Collection<SettingSpec> specs) {
        for (SettingSpec spec : specs) {
            if (spec.type() != SettingSpec.Type.MAP) {
                to.putIfAbsent(spec.name(), owner);
            }
            if (spec.type() == SettingSpec.Type.URI) {
                to.putIfAbsent("allow-http", owner);
            }
        }
    }

    /** All settings of models. */
    Set<String> models() {
        return models.keySet();
    }

    /** All settings of connections. */
    Set<String> connections() {
        return connections.keySet();
    }

    /** Whose own a setting of models is: the id, empty for everyone's, {@code null} for nobody's. */
    @Nullable
    String ownerOfModelSetting(String name) {
        return models.get(name);
    }

    /** Whether a setting would hold a credential on a connection. */
    boolean secret(String name) {
        return secrets.contains(name) || KeyLooks.named(name);
    }
}
