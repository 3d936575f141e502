package dev.portolan.routing.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.portolan.Portolan;
import dev.portolan.routing.FakeProvider;
import dev.portolan.routing.catalog.CatalogModel;
import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.Lifecycle;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.ModelKind;
import dev.portolan.routing.catalog.Offer;
import dev.portolan.routing.catalog.OfferVersion;
import dev.portolan.spi.LoadListener;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LifecycleWarningsTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 21);
    private static final Clock CLOCK = Clock.fixed(DAY.atStartOfDay().toInstant(ZoneOffset.UTC), ZoneOffset.UTC);

    private static final ModelCatalog CATALOG = ModelCatalog.builder("test", DAY)
            .model(CatalogModel.builder("openai/gpt-4o", ModelKind.CHAT).build())
            .model(CatalogModel.builder("openai/gpt-6", ModelKind.CHAT).build())
            .model(CatalogModel.builder("mistral/mistral-large-3", ModelKind.CHAT)
                    .build())
            .offer(Offer.builder(Cloud.AZURE, "gpt-4o", "openai/gpt-4o")
                    .lifecycle(Lifecycle.of(Lifecycle.State.GA).retiring(DAY.plusDays(400)))
                    .versions(List.of(new OfferVersion(
                            "2024-05-13", Lifecycle.of(Lifecycle.State.GA).retiring(DAY.plusDays(30)))))
                    .build())
            .offer(Offer.builder(Cloud.OPENAI, "gpt-4o", "openai/gpt-4o")
                    .lifecycle(Lifecycle.of(Lifecycle.State.GA).retiring(DAY))
                    .build())
            .offer(Offer.builder(Cloud.OPENAI, "gpt-6", "openai/gpt-6").build())
            .offer(Offer.builder(Cloud.MISTRAL, "mistral-large-2512", "mistral/mistral-large-3")
                    .lifecycle(Lifecycle.of(Lifecycle.State.RETIRED))
                    .build())
            .build();

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(LifecycleWarnings.class);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
    }

    private List<String> warnings() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static Portolan.Builder builder() {
        return Portolan.builder()
                .isolated()
                .extension(new FakeProvider("openai"))
                .extension(new FakeProvider("azure"))
                .extension(new FakeProvider("elsewhere"))
                .extension(new LifecycleWarnings(() -> CATALOG, CLOCK));
    }

    private static Portolan.Builder with(Portolan.Builder builder, String name, String provider, String model) {
        return builder.property("portolan.models." + name + ".provider", provider)
                .property("portolan.models." + name + ".model", model);
    }

    @Test
    void aModelThatEndedOrIsUnknownIsWarnedOfOnce() {
        Portolan.Builder builder = with(builder(), "old", "openai", "gpt-4o");
        with(builder, "typo", "openai", "gpt-66");
        with(builder, "fine", "openai", "gpt-6");
        with(builder, "other", "elsewhere", "anything");
        try (Portolan portolan = builder.build()) {
            portolan.reload();
        }

        assertThat(warnings())
                .containsExactly(
                        "portolan.models.old: openai/gpt-4o ended on 2026-11-21 (nobody says as of when)",
                        "portolan.models.typo: openai/gpt-66 is not in the catalog, so that its end and its price are not"
                                + " known; the nearest ids are gpt-6, gpt-4o");
    }

    @Test
    void aDeploymentIsJudgedByTheVersionBehindItAndWarnedOfWhenItHidesItsModel() {
        Portolan.Builder builder = with(builder(), "a", "azure", "prod-chat");
        with(builder, "b", "azure", "prod-chat").property("portolan.models.b.base-model", "gpt-4o@2024-05-13");
        with(builder, "c", "azure", "gpt-4o");
        with(builder, "d", "azure", "gpt-4o").property("portolan.models.d.base-model", "openai/gpt-6");
        builder.build().close();

        assertThat(warnings()).hasSize(3);
        assertThat(warnings().get(0))
                .startsWith("portolan.models.a: azure/prod-chat hides its model")
                .contains("base-model");
        assertThat(warnings().get(1))
                .startsWith("portolan.models.b: azure/gpt-4o version 2024-05-13 ends on 2026-12-21");
        assertThat(warnings().get(2))
                .isEqualTo("portolan.models.d: gpt-4o reads like another model than its base-model openai/gpt-6");
    }

    @Test
    void aConnectionToAnotherVendorIsJudgedByThatVendor() {
        with(builder(), "a", "openai", "mistral-large-2512")
                .property("portolan.providers.openai.base-url", "https://api.mistral.ai/v1")
                .build()
                .close();

        assertThat(warnings())
                .containsExactly("portolan.models.a: mistral/mistral-large-2512 is retired (nobody says as of when)");
    }

    @Test
    void aLoadDoesNotWaitForTheCatalog() {
        try (Portolan portolan = with(
                        Portolan.builder()
                                .isolated()
                                .extension(new FakeProvider("openai"))
                                .extension(new LifecycleWarnings()),
                        "a",
                        "openai",
                        "gpt-4o-mni")
                .build()) {
            assertThat(portolan.chatModel("a")).isNotNull();
            await().untilAsserted(() -> assertThat(warnings())
                    .singleElement()
                    .asString()
                    .startsWith("portolan.models.a: ")
                    .contains("gpt-4o-mni", "gpt-4o-mini"));
        }
    }

    @Test
    void aCatalogThatCannotBeReadIsToldAndHarmsNoLoad() {
        Portolan.Builder broken = Portolan.builder()
                .isolated()
                .extension(new FakeProvider("openai"))
                .extension(new LifecycleWarnings(
                        () -> {
                            throw new IllegalStateException("broken");
                        },
                        CLOCK));
        try (Portolan portolan = with(broken, "a", "openai", "gpt-4o").build()) {
            assertThat(portolan.chatModel("a")).isNotNull();
        }
        assertThat(warnings()).containsExactly("Whether the configured models end soon could not be told");
    }

    @Test
    void theWarningsAreFoundByThemselves() {
        assertThat(ServiceLoader.load(LoadListener.class)).hasAtLeastOneElementOfType(LifecycleWarnings.class);
    }
}
