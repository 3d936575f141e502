package dev.portolan.config;

import dev.portolan.Portolan;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says of a named model, for people who look for a mistake. Holds no secret: of secrets it has the names only.
 *
 * @param name what the application calls it
 * @param provider the id of the provider or router behind it; empty for a model that was put in by hand
 * @param connection the connection; {@code null} for routers and models that were put in by hand
 * @param model the model as the provider names it; {@code null} as before
 * @param targets what a router may choose from; empty for all else
 * @param settings the connection's settings, or the router's, that are no secrets, defaults included: an address without what
 *     stands after its {@code ?}; of settings with free keys, such as headers, the keys
 * @param secrets the names of the settings that hold a secret and are set
 * @see Portolan#describe
 */
public record ModelDescription(
        String name,
        String provider,
        @Nullable String connection,
        @Nullable String model,
        List<String> targets,
        SortedMap<String, String> settings,
        SortedSet<String> secrets) {

    /**
     * Checks the components.
     *
     * @param name as above
     * @param provider as above
     * @param connection as above
     * @param model as above
     * @param targets as above; copied
     * @param settings as above; copied
     * @param secrets as above; copied
     */
    public ModelDescription {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(provider, "provider");
        targets = List.copyOf(targets);
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
        secrets = Collections.unmodifiableSortedSet(new TreeSet<>(secrets));
    }

    /**
     * A model that was put in by hand.
     *
     * @param name what the application calls it
     * @return the description, with nothing but the name
     */
    public static ModelDescription byHand(String name) {
        return new ModelDescription(name, "", null, null, List.of(), new TreeMap<>(Map.of()), new TreeSet<>(Set.of()));
    }
}
