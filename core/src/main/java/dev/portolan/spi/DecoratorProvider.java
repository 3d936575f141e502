package dev.portolan.spi;

import dev.portolan.chat.ChatModel;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
        /** Refuses calls that would be answered where they must not. */
        RESIDENCY,
        /** Refuses calls of those who may not make them. */
        POLICY,
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
     * What is decorated, as the configuration has it.
     *
     * @param name the name it stands behind
     * @param model the provider's model, or {@code null} for a router
     * @param connection the settings of the model's connection, defaults included, secrets left out; empty for a router
     * @param handmade the router's targets that were put in by hand, around which no decorator stands; empty for a model
     */
    record Subject(
            String name,
            LoadListener.@Nullable LoadedModel model,
            Map<String, String> connection,
            List<String> handmade) {

        /**
         * Copies the components.
         *
         * @param name as above
         * @param model as above
         * @param connection as above
         * @param handmade as above
         */
        public Subject {
            Objects.requireNonNull(name, "name");
            connection = Map.copyOf(connection);
            handmade = List.copyOf(handmade);
        }

        /**
         * A router.
         *
         * @param name as above
         * @param handmade as above
         * @return what is decorated
         */
        public static Subject router(String name, List<String> handmade) {
            return new Subject(name, null, Map.of(), handmade);
        }
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

    /**
     * The same for decorators that must know what they stand around; this is what is called.
     *
     * @param model the model to stand around
     * @param subject what it is by the configuration
     * @param settings the checked settings
     * @return what {@link #decorate(ChatModel, String, Settings)} gives, unless overridden
     */
    default ChatModel decorate(ChatModel model, Subject subject, Settings settings) {
        return decorate(model, subject.name(), settings);
    }
}
