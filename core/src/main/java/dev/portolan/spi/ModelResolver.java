package dev.portolan.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds a model's id where the configuration names none: {@code like=gpt-4o-mini} or {@code tier=mini} in place of {@code
 * model}. Listed in {@code META-INF/services/dev.portolan.spi.ModelResolver}.
 */
public interface ModelResolver extends Extension {

    /**
     * What is looked for.
     *
     * @param provider the provider id whose model is wanted
     * @param like a model of another provider it shall resemble, or {@code null}
     * @param tier the tier it shall belong to, or {@code null}; exactly one of the two is set
     * @param name what the application calls the model; empty when nobody said
     * @param address the connection's {@code base-url}, its default included, or {@code null} when it has none: who answers there may be another vendor
     *     than the provider's
     * @param surroundings where the configuration lies
     * @param residency the zones of which the model must be answered in one, such as {@code eu}; empty for anywhere
     */
    record Query(
            String provider,
            @Nullable String like,
            @Nullable String tier,
            String name,
            @Nullable String address,
            Surroundings surroundings,
            List<String> residency) {

        /**
         * Checks the components.
         *
         * @param provider as above
         * @param like as above
         * @param tier as above
         * @param name as above
         * @param address as above
         * @param surroundings as above
         * @param residency as above; copied
         */
        public Query {
            Objects.requireNonNull(provider, "provider");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(surroundings, "surroundings");
            residency = List.copyOf(residency);
            if ((like == null) == (tier == null)) {
                throw new IllegalArgumentException("like, tier: exactly one must be set");
            }
        }

        /**
         * A query for a model that may be answered anywhere.
         *
         * @param provider as above
         * @param like as above
         * @param tier as above
         * @param name as above
         * @param address as above
         * @param surroundings as above
         */
        public Query(
                String provider,
                @Nullable String like,
                @Nullable String tier,
                String name,
                @Nullable String address,
                Surroundings surroundings) {
            this(provider, like, tier, name, address, surroundings, List.of());
        }

        /**
         * A query without surroundings.
         *
         * @param provider as above
         * @param like as above
         * @param tier as above
         */
        public Query(String provider, @Nullable String like, @Nullable String tier) {
            this(provider, like, tier, "", null, Surroundings.NONE);
        }
    }

    /**
     * Where the configuration lies, for resolvers that keep a file beside it. A load that is isolated has no folder and no class loader.
     *
     * @param lock what {@code portolan.lock} says, as a system property or else in the environment: a file; {@code null} when it says
     *     nothing
     * @param folders the folders of the configuration's files, those whose settings win first; absolute
     * @param loaders the class loaders in which configuration is looked for, in order
     */
    record Surroundings(@Nullable Path lock, List<Path> folders, List<ClassLoader> loaders) {

        /** Nowhere. */
        public static final Surroundings NONE = new Surroundings(null, List.of(), List.of());

        /**
         * Copies the components.
         *
         * @param lock as above
         * @param folders as above
         * @param loaders as above
         */
        public Surroundings {
            folders = List.copyOf(folders);
            loaders = List.copyOf(loaders);
        }
    }

    /**
     * Finds a model. Calls no network.
     *
     * @param query what is looked for
     * @return the model's id on that provider, or {@code null} when this resolver knows none
     * @throws IllegalArgumentException when what is asked for cannot be, or what would be answered from is broken; the message becomes a
     *     mistake of the configuration
     */
    @Nullable
    String resolve(Query query);
}
