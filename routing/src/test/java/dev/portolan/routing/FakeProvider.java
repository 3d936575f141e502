package dev.portolan.routing;

import dev.portolan.spi.ModelProvider;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.util.List;

/**
 * A provider that connects nothing: loads need no more.
 *
 * @param id its id
 */
public record FakeProvider(String id) implements ModelProvider {

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public List<SettingSpec> connectionSettings() {
        return List.of(SettingSpec.of("base-url", SettingSpec.Type.URI, "Where it is."));
    }

    @Override
    public ProviderConnection connect(String connection, Settings settings) {
        throw new IllegalArgumentException("connects nothing");
    }
}
