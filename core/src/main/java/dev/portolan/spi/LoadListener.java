package dev.portolan.spi;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Hears which models a configuration has, after each load and each reload that was put in force: to warn of what no check of settings can
 * see, such as a model whose end is near. Listed in {@code META-INF/services/dev.portolan.spi.LoadListener}. Called on the thread that
 * loads; must be quick and call no network. What it throws is logged and changes nothing.
 */
public interface LoadListener extends Extension {

    /**
     * A model of a provider; models that were put in by hand, and routers, are none.
     *
     * @param name what the application calls it
     * @param provider the provider's id
     * @param connection the connection's name
     * @param model the model as the provider names it
     * @param baseModel the model that the configuration states behind that name, or {@code null}
     * @param address the connection's {@code base-url}, its default included, without what stands after its {@code ?}; {@code null} when it has none
     */
    record LoadedModel(
            String name,
            String provider,
            String connection,
            String model,
            @Nullable String baseModel,
            @Nullable String address) {

        /**
         * Checks the components.
         *
         * @param name as above
         * @param provider as above
         * @param connection as above
         * @param model as above
         * @param baseModel as above
         * @param address as above
         */
        public LoadedModel {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(provider, "provider");
            Objects.requireNonNull(connection, "connection");
            Objects.requireNonNull(model, "model");
        }
    }

    /**
     * A configuration is in force.
     *
     * @param models its models, by name
     */
    void loaded(List<LoadedModel> models);
}
