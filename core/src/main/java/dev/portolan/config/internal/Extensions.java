package dev.portolan.config.internal;

import dev.portolan.spi.DecoratorProvider;
import dev.portolan.spi.Extension;
import dev.portolan.spi.LoadListener;
import dev.portolan.spi.ModelProvider;
import dev.portolan.spi.ModelResolver;
import dev.portolan.spi.RouterProvider;
import dev.portolan.spi.SecretSource;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Spi;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The extensions at hand, by kind and id.
 *
 * @param providers by id
 * @param routers by id
 * @param decorators outermost first
 * @param secretSources by id
 * @param resolvers in the order of their ids
 * @param loadListeners in the order of their ids
 */
record Extensions(
        Map<String, ModelProvider> providers,
        Map<String, RouterProvider> routers,
        List<DecoratorProvider> decorators,
        Map<String, SecretSource> secretSources,
        List<ModelResolver> resolvers,
        List<LoadListener> loadListeners) {

    static Extensions find(Inputs inputs, Problems problems) {
        ServiceSearch search = new ServiceSearch(Loaders.of(inputs), inputs.extensions(), problems);
        Claims claims = new Claims(problems);
        Map<String, ModelProvider> providers = claims.byId("provider", search.find(ModelProvider.class));
        Map<String, RouterProvider> routers = claims.byId("router", search.find(RouterProvider.class));
        for (Map.Entry<String, RouterProvider> router : routers.entrySet()) {
            ModelProvider provider = providers.get(router.getKey());
            if (provider != null) {
                claims.clash("provider and router", router.getKey(), provider, router.getValue());
            }
        }
        List<DecoratorProvider> decorators = new ArrayList<>(
                claims.byId("decorator", search.find(DecoratorProvider.class)).values());
        decorators.sort(Comparator.comparing(DecoratorProvider::position).thenComparing(Extension::id));
        Map<String, SecretSource> sources = new TreeMap<>();
        claims.byId("secret source", search.find(SecretSource.class))
                .forEach((id, source) -> sources.put(id, inContext(source, inputs)));
        List<ModelResolver> resolvers = List.copyOf(
                claims.byId("model resolver", search.find(ModelResolver.class)).values());
        List<LoadListener> listeners = List.copyOf(
                claims.byId("load listener", search.find(LoadListener.class)).values());
        providers.values().forEach(provider -> checkSpecs(provider, problems));
        decorators.forEach(decorator -> checkDecorator(decorator, problems));
        return new Extensions(providers, routers, List.copyOf(decorators), sources, resolvers, listeners);
    }

    /** Our own sources read the environment and the folder of these inputs rather than those of the process. */
    private static SecretSource inContext(SecretSource source, Inputs inputs) {
        if (source.getClass() == EnvironmentSecrets.class) {
            return new EnvironmentSecrets(inputs.environment());
        }
        return source.getClass() == FileSecrets.class
                ? new FileSecrets(inputs.workingDirectory(), System::nanoTime)
                : source;
    }

    private static void checkSpecs(ModelProvider provider, Problems problems) {
        Set<String> neutral = new HashSet<>(NeutralSettings.NAMES);
        for (SettingSpec spec : provider.modelSettings()) {
            if (neutral.contains(spec.name())) {
                problems.add("The provider \"" + provider.id() + "\" has a model setting \"" + spec.name()
                        + "\", which is a neutral name (" + ServiceSearch.describe(provider) + ")");
            }
        }
        for (SettingSpec spec : provider.connectionSettings()) {
            if (spec.name().equals("type")) {
                problems.add("The provider \"" + provider.id() + "\" has a connection setting \"type\", which is"
                        + " Portolan's own (" + ServiceSearch.describe(provider) + ")");
            }
        }
    }

    private static void checkDecorator(DecoratorProvider decorator, Problems problems) {
        String id = decorator.id();
        if (NeutralSettings.NAMES.stream().anyMatch(name -> name.equals(id) || name.startsWith(id + "."))) {
            problems.add("The decorator \"" + id + "\" has the id of a neutral setting ("
                    + ServiceSearch.describe(decorator) + ")");
        }
    }

    /** Who claims which id, and who claimed it before. */
    private static final class Claims {

        private final Problems problems;

        Claims(Problems problems) {
            this.problems = problems;
        }

        <E extends Extension> Map<String, E> byId(String kind, List<E> found) {
            Map<String, E> byId = new TreeMap<>();
            for (E extension : found) {
                if (!valid(extension)) {
                    continue;
                }
                E earlier = byId.putIfAbsent(extension.id(), extension);
                if (earlier != null) {
                    clash(kind, extension.id(), earlier, extension);
                }
            }
            return byId;
        }

        void clash(String kind, String id, Extension first, Extension second) {
            problems.add("Two extensions claim the " + kind + " id \"" + id + "\": " + ServiceSearch.describe(first)
                    + " and " + ServiceSearch.describe(second) + "; remove one of them");
        }

        private boolean valid(Extension extension) {
            if (extension.spiVersion() > Spi.VERSION) {
                problems.add("The extension " + ServiceSearch.describe(extension) + " was made for version "
                        + extension.spiVersion() + " of the SPI, this Portolan has version " + Spi.VERSION
                        + "; update portolan-core, or take an older version of the extension");
                return false;
            }
            if (!extension.id().matches("[a-z0-9]+(-[a-z0-9]+)*")) {
                problems.add("The extension " + ServiceSearch.describe(extension)
                        + " has an id that is not made of lower-case letters, digits and single hyphens");
                return false;
            }
            return true;
        }
    }
}
