package dev.portolan.routing.route;

import dev.portolan.chat.ChatModel;
import dev.portolan.spi.RouterProvider;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Cascades by configuration:
 *
 * <pre>{@code
 * portolan.models.extract.provider=cascade
 * portolan.models.extract.targets=nova,sonnet
 * }</pre>
 */
public final class CascadeRouter implements RouterProvider {

    static final String ID = "cascade";

    /** For {@link java.util.ServiceLoader}. */
    public CascadeRouter() {}

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
        return List.of(SettingSpec.of(
                        "targets",
                        SettingSpec.Type.LIST,
                        "The models, from the cheapest to the strongest; two or more.")
                .mandatory());
    }

    @Override
    public List<String> targets(Settings settings) {
        List<String> names = settings.list("targets");
        FallbackPlan.requireSense(names, Map.of(), null, null);
        CascadeModel.requireTwo(names.size());
        return names;
    }

    @Override
    public ChatModel route(String name, Settings settings, Function<String, ChatModel> models) {
        List<Target> targets = settings.list("targets").stream()
                .map(target -> new Target(target, models.apply(target)))
                .toList();
        return new CascadeModel(name, targets, Acceptance.FREE, null);
    }
}
