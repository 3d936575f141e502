package dev.portolan.routing.telemetry;

import dev.portolan.chat.ChatModel;
import dev.portolan.spi.DecoratorProvider;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Telemetry by configuration: {@code portolan.models.<name>.telemetry=on|off}, on by default. Every listener that is listed hears of every
 * name's calls.
 */
public final class TelemetryDecorator implements DecoratorProvider {

    private final List<CallListener> listeners;

    /** For {@link ServiceLoader}: with the listeners that are listed. */
    public TelemetryDecorator() {
        List<CallListener> all = new ArrayList<>();
        ServiceLoader.load(CallListener.class).forEach(all::add);
        this.listeners = List.copyOf(all);
    }

    /**
     * Telemetry for listeners of one's own, for {@code Portolan.builder().extension(...)}.
     *
     * @param listeners who hears of calls, in this order
     */
    public TelemetryDecorator(List<CallListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public String id() {
        return "telemetry";
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public Position position() {
        return Position.TELEMETRY;
    }

    @Override
    public boolean aroundRouters() {
        return true;
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                SettingSpec.choice("", List.of("on", "off"), "Whether listeners and the monitor hear of its calls.")
                        .withDefault("on"));
    }

    @Override
    public ChatModel decorate(ChatModel model, String name, Settings settings) {
        return "off".equals(settings.string("")) ? model : new TelemetryModel(model, name, listeners);
    }
}
