package dev.portolan.cli;

import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.IdMatch;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.spi.LoadListener;
import dev.portolan.spi.Spi;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hears which models a configuration has, and knows what they are by the catalog. */
final class ConfiguredModels implements LoadListener {

    private List<LoadedModel> models = List.of();

    @Override
    public String id() {
        return "command-line";
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public void loaded(List<LoadedModel> loaded) {
        this.models = List.copyOf(loaded);
    }

    /**
     * A configured model by the catalog.
     *
     * @param configured as it is configured
     * @param match what the catalog says, or {@code null} when it has no cloud for the provider
     */
    record Known(LoadedModel configured, @Nullable IdMatch match) {}

    List<Known> by(ModelCatalog catalog) {
        return models.stream()
                .map(model -> {
                    Cloud cloud = Cloud.ofConnection(model.provider(), model.address());
                    return new Known(
                            model, cloud == null ? null : catalog.identify(cloud, model.model(), model.baseModel()));
                })
                .toList();
    }
}
