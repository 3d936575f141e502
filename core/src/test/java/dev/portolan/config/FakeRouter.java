package dev.portolan.config;

import dev.portolan.chat.ChatModel;
import dev.portolan.spi.ForwardingChatModel;
import dev.portolan.spi.RouterProvider;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.util.List;
import java.util.function.Function;

/** Always takes its first target. */
public class FakeRouter implements RouterProvider {

    private final String id;

    public FakeRouter() {
        this("fallback");
    }

    public FakeRouter(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(SettingSpec.of("targets", SettingSpec.Type.LIST, "The models in order.")
                .mandatory());
    }

    @Override
    public List<String> targets(Settings settings) {
        List<String> targets = settings.list("targets");
        if (targets.contains("forbidden")) {
            throw new IllegalArgumentException("targets: must not be forbidden");
        }
        return targets;
    }

    @Override
    public ChatModel route(String name, Settings settings, Function<String, ChatModel> models) {
        String first = settings.list("targets").get(0);
        return new ForwardingChatModel(models.apply(first.equals("curious") ? "elsewhere" : first)) {};
    }
}
