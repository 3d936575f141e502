package dev.portolan.routing.route;

import dev.portolan.chat.ChatModel;
import dev.portolan.spi.RouterProvider;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.util.List;
import java.util.function.Function;

/**
 * Fallback by configuration:
 *
 * <pre>{@code
 * portolan.models.assistant.provider=fallback
 * portolan.models.assistant.targets=azure-eu,bedrock-eu
 * portolan.models.assistant.target-timeout=20s
 * }</pre>
 */
public final class FallbackRouter implements RouterProvider {

    static final String ID = "fallback";

    private static final FallbackSettings SETTINGS = new FallbackSettings(
            "The models, in the order in which they are asked.",
            "How often each model is asked first, in proportion; the order is then drawn for each call.");

    /** For {@link java.util.ServiceLoader}. */
    public FallbackRouter() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public List<SettingSpec> settings() {
        return SETTINGS.specs();
    }

    @Override
    public List<String> targets(Settings settings) {
        return SETTINGS.names(settings);
    }

    @Override
    public ChatModel route(String name, Settings settings, Function<String, ChatModel> models) {
        return new FallbackModel(name, SETTINGS.plan(settings, models));
    }
}
