package dev.portolan.spi;

import dev.portolan.chat.ChatModel;
import java.util.List;

/**
 * Something that stands around a model: retries, budgets, recordings. Its settings are {@code
 * portolan.models.<name>.<id>.<setting>}. Listed in {@code META-INF/services/dev.portolan.spi.DecoratorProvider}.
 */
public interface DecoratorProvider extends Extension {

    /** Where decorators stand, outermost first. Several in one place stand in the order of their ids. */
    enum Position {
        /** Sees each logical call once, with its outcome. */
        TELEMETRY,
        /** Keeps requests and answers. */
        RECORD,
        /** Allows or refuses a call by what it will cost. */
        BUDGET,
        /** Sends again. */
        RETRY,
        /** Slows down. */
        RATE_LIMIT,
        /** Stops calling a model that fails. */
        CIRCUIT_BREAKER
    }

    /**
     * Where it stands.
     *
     * @return the position
     */
    Position position();

    /**
     * What may stand under {@code portolan.models.<name>.<id>.}; a setting with an empty name is {@code
     * portolan.models.<name>.<id>} itself.
     *
     * @return the settings, names unique
     */
    List<SettingSpec> settings();

    /**
     * Whether it stands around routers as well when the configuration does not name it there. What a router's targets have already, such
     * as retries, does not.
     *
     * @return false unless overridden; true for what sees each logical call, such as telemetry
     */
    default boolean aroundRouters() {
        return false;
    }

    /**
     * Decorates a model, or leaves it as it is. Called for every model, also when none of the settings is given.
     *
     * @param model the model to stand around
     * @param name the name it stands behind in the configuration
     * @param settings the checked settings
     * @return the decorated model, or {@code model} itself when the settings do not switch the decorator on
     */
    ChatModel decorate(ChatModel model, String name, Settings settings);
}
