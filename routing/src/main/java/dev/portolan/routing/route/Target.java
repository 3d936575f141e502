package dev.portolan.routing.route;

import dev.portolan.chat.ChatModel;
import java.util.Objects;

/**
 * A model that a router may choose.
 *
 * @param name the name it stands behind in the configuration, by which trails and metrics tell it
 * @param model the model, decorated
 */
public record Target(String name, ChatModel model) {

    /**
     * Checks the components.
     *
     * @param name as above
     * @param model as above
     */
    public Target {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(model, "model");
    }
}
