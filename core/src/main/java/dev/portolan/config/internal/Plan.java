package dev.portolan.config.internal;

import dev.portolan.spi.DecoratorProvider;
import dev.portolan.spi.ModelProvider;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.RouterProvider;
import dev.portolan.spi.Settings;
import java.util.List;
import java.util.Map;

/**
 * A configuration in which no mistake was found: what to connect and which models to make of it.
 *
 * @param models by name
 */
record Plan(Map<String, Model> models) {

    /**
     * A connection.
     *
     * @param name its name
     * @param provider who connects
     * @param settings the checked settings
     */
    record Connection(String name, ModelProvider provider, Settings settings) {}

    /**
     * A decorator with its settings for one model.
     *
     * @param provider who decorates
     * @param settings the checked settings
     */
    record Decoration(DecoratorProvider provider, Settings settings) {}

    /** A named model. */
    sealed interface Model {
        /** The name it stands behind. */
        String name();

        /** Decorators, outermost first. */
        List<Decoration> decorations();
    }

    /**
     * A provider's model.
     *
     * @param name the name it stands behind
     * @param connection where it is
     * @param settings which it is
     * @param decorations outermost first
     */
    record Direct(String name, Connection connection, ModelSettings settings, List<Decoration> decorations)
            implements Model {}

    /**
     * A router.
     *
     * @param name the name it stands behind
     * @param router who routes
     * @param settings the checked settings
     * @param targets the models it may choose
     * @param decorations outermost first
     */
    record Routed(
            String name, RouterProvider router, Settings settings, List<String> targets, List<Decoration> decorations)
            implements Model {}
}
