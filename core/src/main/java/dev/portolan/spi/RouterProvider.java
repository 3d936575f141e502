package dev.portolan.spi;

import dev.portolan.chat.ChatModel;
import java.util.List;
import java.util.function.Function;

/**
 * A way of choosing among named models: {@code provider=fallback} with {@code targets=a,b}. Its id cannot name a connection.
 * Listed in {@code META-INF/services/dev.portolan.spi.RouterProvider}.
 */
public interface RouterProvider extends Extension {

    /**
     * What may stand under {@code portolan.models.<name>.} for such a router, beyond the decorators' keys.
     *
     * @return the settings, names unique
     */
    List<SettingSpec> settings();

    /**
     * The named models it refers to. Unknown and cyclic references are refused at load.
     *
     * @param settings the checked settings
     * @return the names
     */
    List<String> targets(Settings settings);

    /**
     * Makes the router.
     *
     * @param name the name it stands behind
     * @param settings the checked settings
     * @param models gives the named models of the same configuration, decorated; only names from {@link #targets} may be asked
     *     for
     * @return the router
     */
    ChatModel route(String name, Settings settings, Function<String, ChatModel> models);
}
