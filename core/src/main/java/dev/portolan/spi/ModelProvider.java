package dev.portolan.spi;

import java.util.List;
import java.util.Map;

/**
 * A vendor, or a kind of server, whose models can stand behind a name. Listed in {@code
 * META-INF/services/dev.portolan.spi.ModelProvider}; needs a public constructor without parameters that does nothing costly.
 */
public interface ModelProvider extends Extension {

    /**
     * The settings of a connection: what may stand under {@code portolan.providers.<connection>.}. A key that is not listed
     * is refused at load. Endpoints, credentials and transport settings belong here.
     *
     * @return the settings, names unique
     */
    List<SettingSpec> connectionSettings();

    /**
     * The settings of a model beyond the neutral ones: what else may stand under {@code portolan.models.<name>.}. They may
     * not shadow a neutral name.
     *
     * @return the settings, names unique; none by default
     */
    default List<SettingSpec> modelSettings() {
        return List.of();
    }

    /**
     * Finds what the specifications cannot say: settings that demand or exclude each other. Called at load for each
     * connection that a model uses, so that the mistake is told with all others; connects nothing.
     *
     * @param settings the settings of a connection, each right by itself
     * @return the name of a setting to what is wrong with it; empty when nothing is, which is the default
     */
    default Map<String, String> check(Settings settings) {
        return Map.of();
    }

    /**
     * Opens a connection: one client, shared by all models on it. Called at most once for each configured connection and
     * generation, when its first model is used; sends nothing.
     *
     * @param connection the connection's name in the configuration; the provider id unless several are configured
     * @param settings the checked settings
     * @return the connection, closed by the library when its last call has ended
     * @throws IllegalArgumentException when settings do not fit together; the message names the setting
     */
    ProviderConnection connect(String connection, Settings settings);
}
