package dev.portolan.routing.eligibility;

import dev.portolan.chat.ChatModel;
import dev.portolan.routing.catalog.CatalogSource;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.spi.DecoratorProvider;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Residency by configuration, {@code portolan.models.assistant.residency=eu}, and by the tag {@link Residency#TAG} of a call. Stands around
 * every configured model, and around routers for their targets.
 */
public final class ResidencyDecorator implements DecoratorProvider {

    private final Supplier<ModelCatalog> catalog;
    private final AtomicReference<@Nullable ModelCatalog> read = new AtomicReference<>();

    /** By the catalog in force, which is read when the first call comes that must be answered somewhere. */
    public ResidencyDecorator() {
        this(() -> CatalogSource.standard().catalog());
    }

    /**
     * By a catalog of one's own, for {@code Portolan.builder().extension(...)}.
     *
     * @param catalog what is known; asked once
     */
    public ResidencyDecorator(Supplier<ModelCatalog> catalog) {
        this.catalog = Objects.requireNonNull(catalog, "catalog");
    }

    @Override
    public String id() {
        return "residency";
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public Position position() {
        return Position.RESIDENCY;
    }

    @Override
    public boolean aroundRouters() {
        return true;
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                SettingSpec.of(
                        "",
                        SettingSpec.Type.LIST,
                        "In which zones or regions its calls must be answered, such as eu or region:eu-central-1."),
                SettingSpec.of(
                        "declared",
                        SettingSpec.Type.LIST,
                        "Where it answers, in place of what the catalog tells; of a router, its targets that were put in by hand."));
    }

    @Override
    public ChatModel decorate(ChatModel model, String name, Settings settings) {
        return decorate(model, Subject.router(name, List.of()), settings);
    }

    @Override
    public ChatModel decorate(ChatModel model, Subject subject, Settings settings) {
        Residency own = Residency.oneOf(settings.list(""));
        List<String> said = settings.list("declared");
        ModelPlace declared = said.isEmpty() ? null : declared(said);
        if (subject.model() != null) {
            return new ResidencyModel(
                    model, subject.name(), own, () -> declared != null ? declared : ModelPlace.of(subject, catalog()));
        }
        return own.anywhere() && subject.handmade().isEmpty()
                ? model
                : new ResidencyBinding(model, subject.name(), own, subject.handmade(), declared);
    }

    private static ModelPlace declared(List<String> said) {
        try {
            return ModelPlace.declared(said);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("declared: " + e.getMessage(), e);
        }
    }

    private ModelCatalog catalog() {
        ModelCatalog held = read.get();
        if (held == null) {
            held = catalog.get();
            read.set(held);
        }
        return held;
    }
}
