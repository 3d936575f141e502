package dev.portolan.routing.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.portolan.Portolan;
import dev.portolan.config.ConfigurationException;
import dev.portolan.routing.FakeProvider;
import dev.portolan.routing.catalog.CatalogModel;
import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.Equivalence;
import dev.portolan.routing.catalog.Lifecycle;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.ModelKind;
import dev.portolan.routing.catalog.Offer;
import dev.portolan.routing.catalog.Scope;
import dev.portolan.routing.catalog.Tier;
import dev.portolan.spi.ModelResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** From {@code like=} and {@code tier=} in a configuration to the model that is called. */
class CatalogModelResolverTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 21);
    private static final Clock CLOCK = Clock.fixed(DAY.atStartOfDay().toInstant(ZoneOffset.UTC), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(CatalogModelResolver.class);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
    }

    /** On Bedrock: a cheap, newest one that ends soon, the written default, and others of the tier. */
    private static ModelCatalog catalog(String version, String... defaults) {
        ModelCatalog.Builder catalog = ModelCatalog.builder(version, DAY);
        model(catalog, "openai/gpt-4o-mini", Cloud.OPENAI, "gpt-4o-mini", Lifecycle.State.DEPRECATED, null);
        model(catalog, "amazon/nova-micro", Cloud.BEDROCK, "amazon.nova-micro-v1:0", Lifecycle.State.GA, null);
        model(catalog, "amazon/nova-lite", Cloud.BEDROCK, "amazon.nova-lite-v1:0", Lifecycle.State.GA, null);
        model(catalog, "amazon/nova-3-lite", Cloud.BEDROCK, "amazon.nova-3-lite-v1:0", Lifecycle.State.PREVIEW, null);
        model(
                catalog,
                "anthropic/claude-haiku-4-5",
                Cloud.BEDROCK,
                "anthropic.claude-haiku-4-5",
                Lifecycle.State.GA,
                DAY.plusDays(100));
        for (String each : defaults) {
            catalog.equivalence(new Equivalence(
                    Set.of(Equivalence.tier(Tier.MINI), "openai/gpt-4o-mini"),
                    Cloud.BEDROCK,
                    List.of(each),
                    "written"));
        }
        return catalog.build();
    }

    private static void model(
            ModelCatalog.Builder catalog,
            String name,
            Cloud cloud,
            String id,
            Lifecycle.State state,
            @org.jspecify.annotations.Nullable LocalDate retires) {
        catalog.model(CatalogModel.builder(name, ModelKind.CHAT).tier(Tier.MINI).build());
        Lifecycle life = Lifecycle.of(state);
        catalog.offer(Offer.builder(cloud, id, name)
                .lifecycle(retires == null ? life : life.retiring(retires))
                .scopes(List.of(new Scope("eu", "eu." + id, null)))
                .aliases(List.of("eu." + id))
                .build());
    }

    private Portolan load(CatalogModelResolver resolver, String... lines) throws IOException {
        Path file = folder.resolve("llm.properties");
        Files.writeString(file, "portolan.models.a.provider=bedrock\n" + String.join("\n", lines) + "\n");
        return Portolan.builder()
                .isolated()
                .file(file)
                .extension(new FakeProvider("bedrock"))
                .extension(resolver)
                .build();
    }

    private static CatalogModelResolver resolver(ModelCatalog catalog) {
        return CatalogModelResolver.of(() -> catalog, CLOCK);
    }

    private List<String> warnings() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void withoutALockTheCatalogAnswersAndSaysSo() throws IOException {
        try (Portolan portolan =
                load(resolver(catalog("1", "amazon/nova-lite")), "portolan.models.a.like=gpt-4o-mini")) {
            assertThat(portolan.describe("a").model()).isEqualTo("amazon.nova-lite-v1:0");
        }
        assertThat(warnings())
                .singleElement()
                .asString()
                .contains("portolan.models.a", "like=gpt-4o-mini", "amazon.nova-lite-v1:0", "portolan catalog resolve");
    }

    @Test
    void aTierIsAnsweredByItsWrittenDefaultWhichLivesLongEnoughAndDoesNotMove() throws IOException {
        ModelCatalog catalog = catalog("1", "anthropic/claude-haiku-4-5", "amazon/nova-3-lite", "amazon/nova-lite");
        try (Portolan portolan = load(resolver(catalog), "portolan.models.a.tier=mini")) {
            assertThat(portolan.describe("a").model()).isEqualTo("amazon.nova-lite-v1:0");
        }
        Resolution undeclared = new CatalogChoice(catalog("1"), DAY).choose(Wanted.tier(Cloud.BEDROCK, Tier.MINI));
        assertThat(undeclared).isNotNull();
        assertThat(undeclared.model()).isEqualTo("amazon.nova-micro-v1:0");
        assertThat(undeclared.reasons()).contains("no end of it is announced");
        assertThat(new CatalogChoice(catalog("1"), DAY).choose(Wanted.tier(Cloud.BEDROCK, Tier.FRONTIER)))
                .isNull();
    }

    @Test
    void aLockedAnswerStaysWhenTheCatalogWouldAnswerOtherwise() throws IOException {
        CatalogModelResolver first = CatalogModelResolver.anew(() -> catalog("1", "amazon/nova-lite"), CLOCK);
        load(first, "portolan.models.a.like=gpt-4o-mini").close();
        assertThat(warnings()).isEmpty();
        assertThat(first.place()).isEqualTo(folder.resolve("portolan.lock"));
        first.lock().write(folder.resolve("portolan.lock"));

        CatalogModelResolver same = resolver(catalog("1", "amazon/nova-lite"));
        load(same, "portolan.models.a.like=gpt-4o-mini").close();
        assertThat(warnings()).isEmpty();

        CatalogModelResolver later = resolver(catalog("2", "amazon/nova-micro"));
        try (Portolan portolan = load(later, "portolan.models.a.like=gpt-4o-mini")) {
            assertThat(portolan.describe("a").model()).isEqualTo("amazon.nova-lite-v1:0");
        }
        assertThat(later.lock()).isEqualTo(first.lock());
        assertThat(warnings())
                .singleElement()
                .asString()
                .contains("out of date", "nothing is changed", "would answer amazon.nova-micro-v1:0");
    }

    @Test
    void aLockedAnswerMayBeAnotherIdOfTheSameModel() {
        Resolution byProfile = new Resolution(
                Wanted.like(Cloud.BEDROCK, "gpt-4o-mini"),
                "eu.amazon.nova-lite-v1:0",
                "amazon/nova-lite",
                "1",
                DAY,
                List.of());

        assertThat(new LockCheck(catalog("1", "amazon/nova-lite"), DAY).check(byProfile))
                .isEmpty();
    }

    @Test
    void anEndThatIsNearOrPastAndAStrangeModelAreFound() {
        ModelCatalog catalog = catalog("1", "amazon/nova-lite");
        LockCheck soon = new LockCheck(catalog, DAY.plusDays(20));
        LockCheck past = new LockCheck(catalog, DAY.plusDays(100));
        Resolution haiku = locked("anthropic.claude-haiku-4-5", "anthropic/claude-haiku-4-5");

        assertThat(soon.check(LockFile.of(List.of(haiku))))
                .extracting(LockFinding::kind)
                .containsExactly(LockFinding.Kind.RETIRES_SOON, LockFinding.Kind.ANSWERS_OTHERWISE);
        assertThat(past.check(haiku)).extracting(LockFinding::kind).contains(LockFinding.Kind.RETIRED);
        assertThat(past.check(haiku).get(0).text())
                .isEqualTo(
                        "[bedrock like=gpt-4o-mini] is locked to anthropic.claude-haiku-4-5: it ended on 2027-03-01");
        assertThat(soon.check(locked("amazon.nova-lite-v1:0", "amazon/nova-lite-2")))
                .extracting(LockFinding::text)
                .anyMatch(text -> text.endsWith("the catalog knows it as amazon/nova-lite"));
        assertThat(soon.check(locked("amazon.nova-9-v1:0", "amazon/nova-9")))
                .extracting(LockFinding::kind)
                .contains(LockFinding.Kind.UNKNOWN);
    }

    private static Resolution locked(String model, String canonical) {
        return new Resolution(Wanted.like(Cloud.BEDROCK, "gpt-4o-mini"), model, canonical, "1", DAY, List.of());
    }

    @Test
    void aBrokenLockAnUnknownModelAndAnUnknownTierAreMistakesOfTheConfiguration() throws IOException {
        CatalogModelResolver resolver = resolver(catalog("1", "amazon/nova-lite"));
        assertThatThrownBy(() -> load(resolver, "portolan.models.a.like=gpt-4o-mnii"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("llm.properties:2: portolan.models.a.like: cannot be answered")
                .hasMessageContaining("gpt-4o-mini");
        Files.writeString(folder.resolve("portolan.lock"), "lock = 1\n[bedrock tier=mini]\n");
        assertThatThrownBy(() -> load(resolver, "portolan.models.a.tier=mini"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("portolan.lock:2: [bedrock tier=mini] lacks canonical, catalog, day, model");
    }

    @Test
    void aConnectionToAnotherVendorIsAnsweredByThatVendor() {
        CatalogModelResolver resolver = resolver(catalog("1", "amazon/nova-lite"));

        assertThat(resolver.resolve(new ModelResolver.Query("nobody", "gpt-4o-mini", null)))
                .isNull();
        assertThat(resolver.resolve(query("openai", "https://bedrock-mantle.eu-central-1.api.aws/v1")))
                .isEqualTo("amazon.nova-lite-v1:0");
        assertThat(resolver.resolve(query("openai", "http://localhost:8000/v1")))
                .isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> resolver.resolve(new ModelResolver.Query("bedrock", null, "tiny")))
                .withMessageContaining("There is no tier \"tiny\"");
    }

    private static ModelResolver.Query query(String provider, String address) {
        return new ModelResolver.Query(provider, "gpt-4o-mini", null, "a", address, ModelResolver.Surroundings.NONE);
    }

    @Test
    void theResolverIsFoundAndAnswersFromTheBundledCatalog() {
        assertThat(ServiceLoader.load(ModelResolver.class)).hasAtLeastOneElementOfType(CatalogModelResolver.class);
        for (Cloud cloud : List.of(Cloud.AZURE, Cloud.BEDROCK, Cloud.VERTEX)) {
            for (Tier tier : Tier.values()) {
                Resolution answer = new CatalogChoice(ModelCatalog.bundled(), DAY).choose(Wanted.tier(cloud, tier));
                assertThat(answer).as(cloud + " " + tier).isNotNull();
                assertThat(ModelCatalog.bundled()
                                .identify(cloud, answer.model())
                                .model())
                        .isSameAs(ModelCatalog.bundled().model(answer.canonical()));
            }
        }
    }
}
