package dev.portolan.config;

import static dev.portolan.config.FakeProvider.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.Portolan;
import dev.portolan.chat.AdaptationPolicy;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ModelLimits;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.Timeouts;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.error.UnsupportedFeature;
import dev.portolan.spi.DecoratorProvider.Position;
import dev.portolan.spi.ModelResolver;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.Spi;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadingTest {

    private final FakeProvider fake = new FakeProvider();

    @TempDir
    private Path folder;

    private Portolan.Builder builder() {
        return Portolan.builder().isolated().extension(fake).workingDirectory(folder);
    }

    private Path write(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content);
    }

    @Test
    void aModelIsFoundByTheNameInTheFile() throws Exception {
        Path file = write("app.properties", """
                portolan.models.assistant.provider=fake
                portolan.models.assistant.model=small-1
                """);

        try (Portolan portolan = builder().file(file).build()) {
            assertThat(portolan.chatModel("assistant").chat(request()).text()).isEqualTo("small-1@fake");
            assertThat(portolan.names()).containsExactly("assistant");
            assertThat(portolan).hasToString("Portolan[assistant]");
            assertThat(portolan.chatModel("assistant")).hasToString("ChatModel[assistant]");
        }
    }

    @Test
    void nothingIsConnectedBeforeTheFirstCall() {
        try (Portolan portolan =
                builder().properties(FakeProvider.model("a", "fake", "m")).build()) {
            portolan.chatModel("a");
            assertThat(fake.connections).isEmpty();

            portolan.chatModel("a").chat(request());
            portolan.chatModel("a").chat(request());
            assertThat(fake.connections).hasSize(1);
            assertThat(fake.models).hasSize(1);
        }
        assertThat(fake.connection().closed).isEqualTo(1);
    }

    @Test
    void everyNeutralSettingReachesTheProvider() throws Exception {
        write("portolan.properties", """
                portolan.models.a.provider = fake
                portolan.models.a.model = m
                portolan.models.a.base-model = gpt-4o
                portolan.models.a.temperature = 0.2
                portolan.models.a.top-p = 0.9
                portolan.models.a.top-k = 40
                portolan.models.a.max-output-tokens = 800
                portolan.models.a.seed = 7
                portolan.models.a.frequency-penalty = -0.5
                portolan.models.a.presence-penalty = 0.5
                portolan.models.a.reasoning-effort = high
                portolan.models.a.parallel-tool-calls = false
                portolan.models.a.stop = END, \\n\\n, a\\,b
                portolan.models.a.timeout = 30s
                portolan.models.a.timeout.connect = 500ms
                portolan.models.a.timeout.first-token = 2m
                portolan.models.a.timeout.idle = PT1H
                portolan.models.a.adaptation = strict
                portolan.models.a.capabilities.json-schema-output = false
                portolan.models.a.capabilities.tools = TRUE
                portolan.models.a.limits.context-tokens = 128000
                portolan.models.a.limits.max-output-tokens = 4096
                portolan.models.a.limits.max-temperature = 1
                portolan.models.a.limits.max-stop-sequences = 4
                portolan.models.a.limits.max-tools = 128
                portolan.models.a.limits.max-image-bytes = 20MB
                portolan.models.a.service-tier = flex
                """);

        Path file = folder.resolve("portolan.properties");
        try (Portolan portolan = builder().file(file).build()) {
            portolan.chatModel("a").chat(request());
        }

        ModelSettings settings = fake.models.get(0);
        assertThat(settings.name()).isEqualTo("a");
        assertThat(settings.model()).isEqualTo("m");
        assertThat(settings.baseModel()).isEqualTo("gpt-4o");
        assertThat(settings.temperature()).isEqualTo(0.2);
        assertThat(settings.topP()).isEqualTo(0.9);
        assertThat(settings.topK()).isEqualTo(40);
        assertThat(settings.maxOutputTokens()).isEqualTo(800);
        assertThat(settings.seed()).isEqualTo(7);
        assertThat(settings.frequencyPenalty()).isEqualTo(-0.5);
        assertThat(settings.presencePenalty()).isEqualTo(0.5);
        assertThat(settings.reasoningEffort()).isEqualTo(ReasoningEffort.HIGH);
        assertThat(settings.parallelToolCalls()).isFalse();
        assertThat(settings.stop()).containsExactly("END", "\n\n", "a,b");
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.timeouts())
                .isEqualTo(new Timeouts(Duration.ofMillis(500), Duration.ofMinutes(2), Duration.ofHours(1)));
        assertThat(settings.adaptation()).isEqualTo(AdaptationPolicy.STRICT);
        assertThat(settings.capabilities())
                .containsOnly(Map.entry(Capability.JSON_SCHEMA_OUTPUT, false), Map.entry(Capability.TOOLS, true));
        assertThat(settings.limits()).isEqualTo(new ModelLimits(128_000, 4096, 1.0, 4, 128, 20L * 1024 * 1024));
        assertThat(settings.own().string("service-tier")).isEqualTo("flex");
    }

    @Test
    void everyFormOfConnectionSettingReachesTheProvider() throws Exception {
        Path file = write("app.properties", """
                portolan.models.a.provider=fake
                portolan.models.a.model=m
                portolan.providers.fake.api-key=sk-plain-value-1234
                portolan.providers.fake.base-url=http://localhost:8080/v1
                portolan.providers.fake.max-connections=12
                portolan.providers.fake.share=0.25
                portolan.providers.fake.http2=false
                portolan.providers.fake.ping=15s
                portolan.providers.fake.max-body=512KB
                portolan.providers.fake.regions=eu,us
                portolan.providers.fake.auth=token
                portolan.providers.fake.extra={"store": false}
                portolan.providers.fake.headers.X-Team=support
                portolan.providers.fake.headers.x.y=z
                portolan.providers.fake.headers.empty=
                """);

        try (Portolan portolan = builder().file(file).build()) {
            portolan.chatModel("a").chat(request());
        }

        var settings = fake.connection().settings;
        assertThat(settings.secret("api-key").reveal()).isEqualTo("sk-plain-value-1234");
        assertThat(settings.uri("base-url")).isEqualTo(URI.create("http://localhost:8080/v1"));
        assertThat(settings.integer("max-connections")).isEqualTo(12);
        assertThat(settings.decimal("share")).isEqualTo(0.25);
        assertThat(settings.bool("http2")).isFalse();
        assertThat(settings.duration("ping")).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.size("max-body")).isEqualTo(512 * 1024);
        assertThat(settings.list("regions")).containsExactly("eu", "us");
        assertThat(settings.string("auth")).isEqualTo("token");
        assertThat(settings.string("extra")).isEqualTo("{\"store\": false}");
        assertThat(settings.string("organization")).isNull();
        assertThat(settings.map("headers")).containsOnly(Map.entry("X-Team", "support"), Map.entry("x.y", "z"));
        assertThat(settings.toString()).contains("api-key", "headers").doesNotContain("sk-plain", "support");
        assertThatThrownBy(() -> settings.string("nonsense"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nonsense");
        assertThatThrownBy(() -> settings.string("http2")).hasMessageContaining("BOOLEAN");
    }

    @Test
    void secretsAreFoundInTheEnvironmentAndInFiles() throws Exception {
        write("mounted", "from-file\n");
        try (Portolan portolan = builder()
                .environment(Map.of("KEY", "from-env", "PLAIN", "from-placeholder"))
                .properties(FakeProvider.model("a", "one", "m"))
                .properties(FakeProvider.model("b", "two", "m"))
                .properties(FakeProvider.model("c", "fake", "m"))
                .property("portolan.providers.one.type", "fake")
                .property("portolan.providers.one.api-key", "secret:env:KEY")
                .property("portolan.providers.two.type", "fake")
                .property("portolan.providers.two.api-key", "secret:file:mounted")
                .property("portolan.providers.fake.api-key", "${PLAIN}")
                .build()) {
            for (String name : portolan.names()) {
                portolan.chatModel(name).chat(request());
            }
        }
        assertThat(fake.connections)
                .extracting(connection -> connection.settings.secret("api-key").reveal())
                .containsExactly("from-env", "from-file", "from-placeholder");
    }

    @Test
    void aDefaultHoldsWhereNothingIsGiven() {
        try (Portolan portolan =
                builder().properties(FakeProvider.model("a", "fake", "m")).build()) {
            portolan.chatModel("a").chat(request());
        }
        assertThat(fake.connection().settings.uri("base-url")).isEqualTo(URI.create("https://fake.example/v1"));
        assertThat(fake.connection().settings.list("regions")).isEmpty();
        assertThat(fake.connection().settings.map("headers")).isEmpty();
    }

    @Test
    void twoConnectionsOfOneProviderStandSideBySide() throws Exception {
        Path file = write("app.properties", """
                portolan.models.a.provider=east
                portolan.models.a.model=m
                portolan.models.b.provider=west
                portolan.models.b.model=m
                portolan.models.c.provider=west
                portolan.models.c.model=n
                portolan.providers.east.type=fake
                portolan.providers.west.type=fake
                portolan.providers.west.organization=west-org
                """);

        try (Portolan portolan = builder().file(file).build()) {
            assertThat(portolan.chatModel("a").chat(request()).text()).isEqualTo("m@east");
            assertThat(portolan.chatModel("b").chat(request()).text()).isEqualTo("m@west");
            assertThat(portolan.chatModel("c").chat(request()).text()).isEqualTo("n@west");
            assertThat(fake.connections).hasSize(2);
        }
        assertThat(fake.connections).allMatch(connection -> connection.closed == 1);
    }

    @Test
    void theSameNameServesForEmbeddings() {
        try (Portolan portolan = builder()
                .properties(FakeProvider.model("search", "fake", "embed-3"))
                .build()) {
            var model = portolan.embeddingModel("search");
            assertThat(model.embed(EmbeddingRequest.of("ab", "c")).vectors()).hasSize(2);
            assertThat(model.info().model()).isEqualTo("embed-3");
            assertThat(model).hasToString("EmbeddingModel[search]");
        }
    }

    @Test
    void aHandlePassesOnWhatTheModelSaysOfItself() {
        try (Portolan portolan =
                builder().properties(FakeProvider.model("a", "fake", "m")).build()) {
            var model = portolan.chatModel("a");
            assertThat(model.info().model()).isEqualTo("m");
            assertThat(model.check(request())).isEmpty();
            var counter = model.tokenCounter();
            assertThat(counter.count(request(), dev.portolan.chat.CallContext.EMPTY))
                    .isEqualTo(42);

            fake.counts = false;
            assertThat(model.tokenCounter()).isNull();
            assertThatThrownBy(() -> counter.count(request(), dev.portolan.chat.CallContext.EMPTY))
                    .isInstanceOf(UnsupportedFeature.class);
        }
    }

    @Test
    void anUnknownNameIsRefusedWithTheNearestOne() {
        try (Portolan portolan = builder()
                .properties(FakeProvider.model("assistant", "fake", "m"))
                .build()) {
            assertThatThrownBy(() -> portolan.chatModel("asistant"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("did you mean \"assistant\"?");
            assertThatThrownBy(() -> portolan.embeddingModel("somebody-else"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[assistant]")
                    .hasMessageNotContaining("did you mean");
        }
    }

    @Test
    void handMadeModelsStandBesideConfiguredOnes() {
        FakeProvider other = new FakeProvider("other");
        Portolan source = Portolan.builder()
                .isolated()
                .extension(other)
                .properties(FakeProvider.model("x", "other", "hand-made"))
                .build();
        try (Portolan portolan = builder()
                .properties(FakeProvider.model("a", "fake", "m"))
                .extension(new FakeRouter())
                .property("portolan.models.r.provider", "fallback")
                .property("portolan.models.r.targets", "mine,a")
                .model("mine", source.chatModel("x"))
                .embeddingModel("vectors", source.embeddingModel("x"))
                .build()) {
            assertThat(portolan.names()).containsExactly("a", "mine", "r", "vectors");
            assertThat(portolan.chatModel("mine").chat(request()).text()).startsWith("hand-made");
            assertThat(portolan.chatModel("r").chat(request()).text()).startsWith("hand-made");
            assertThat(portolan.embeddingModel("vectors")
                            .embed(EmbeddingRequest.of("a"))
                            .dimensions())
                    .isEqualTo(1);
            assertThatThrownBy(() -> portolan.chatModel("vectors")).hasMessageContaining("no chat model");
        }
        assertThat(other.connection().closed).isZero();
        source.close();
    }

    @Test
    void decoratorsStandInTheirFixedOrderOutermostFirst() {
        List<String> log = new CopyOnWriteArrayList<>();
        Portolan.Builder builder = builder().properties(FakeProvider.model("a", "fake", "m"));
        for (Position position : List.of(
                Position.CIRCUIT_BREAKER,
                Position.RETRY,
                Position.TELEMETRY,
                Position.RATE_LIMIT,
                Position.BUDGET,
                Position.RECORD)) {
            String id = "fake-" + position.name().toLowerCase().replace('_', '-');
            builder.extension(new FakeDecorator(id, position, log)).property("portolan.models.a." + id, "true");
        }
        try (Portolan portolan = builder.build()) {
            portolan.chatModel("a").chat(request());
        }
        assertThat(log)
                .containsExactly(
                        "fake-telemetry:a",
                        "fake-record:a",
                        "fake-budget:a",
                        "fake-retry:a",
                        "fake-rate-limit:a",
                        "fake-circuit-breaker:a");
    }

    @Test
    void aDecoratorThatIsNotSwitchedOnLeavesTheModelAlone() {
        List<String> log = new CopyOnWriteArrayList<>();
        try (Portolan portolan = builder()
                .properties(FakeProvider.model("a", "fake", "m"))
                .extension(new FakeDecorator("fake-retry", Position.RETRY, log))
                .property("portolan.models.a.fake-retry.times", "3")
                .build()) {
            portolan.chatModel("a").chat(request());
        }
        assertThat(log).isEmpty();
    }

    @Test
    void aRouterGetsDecoratedTargetsAndIsDecoratedItself() {
        List<String> log = new CopyOnWriteArrayList<>();
        try (Portolan portolan = builder()
                .extension(new FakeRouter())
                .extension(new FakeDecorator("fake-retry", Position.RETRY, log))
                .properties(FakeProvider.model("a", "fake", "m"))
                .property("portolan.models.a.fake-retry", "true")
                .property("portolan.models.r.provider", "fallback")
                .property("portolan.models.r.targets", "a")
                .property("portolan.models.r.fake-retry", "true")
                .build()) {
            portolan.chatModel("r").chat(request());
            assertThat(log).containsExactly("fake-retry:r", "fake-retry:a");
            assertThatThrownBy(() -> portolan.embeddingModel("r"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("router");
        }
    }

    @Test
    void aRouterMayAskForItsTargetsOnly() {
        try (Portolan portolan = builder()
                .extension(new FakeRouter())
                .properties(FakeProvider.model("curious", "fake", "m"))
                .properties(FakeProvider.model("elsewhere", "fake", "m"))
                .property("portolan.models.r.provider", "fallback")
                .property("portolan.models.r.targets", "curious")
                .build()) {
            assertThatThrownBy(() -> portolan.chatModel("r").chat(request()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("none of its targets");
        }
    }

    @Test
    void whatAProviderFindsWrongAtFirstUseIsAConfigurationError() {
        try (Portolan portolan =
                builder().properties(FakeProvider.model("a", "fake", "unfit")).build()) {
            assertThatThrownBy(() -> portolan.chatModel("a").stream(request()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("portolan.models.a: model: is none of mine")
                    .hasCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void likeAndTierAreAnsweredByResolversInTheOrderOfTheirIds() {
        try (Portolan portolan = builder()
                .extension(resolver("a-first", Map.of("mini", "small-1")))
                .extension(resolver("b-second", Map.of("mini", "never", "gpt-4o-mini", "small-2")))
                .property("portolan.models.a.provider", "fake")
                .property("portolan.models.a.tier", "mini")
                .property("portolan.models.b.provider", "fake")
                .property("portolan.models.b.like", "gpt-4o-mini")
                .build()) {
            assertThat(portolan.chatModel("a").info().model()).isEqualTo("small-1");
            assertThat(portolan.chatModel("b").info().model()).isEqualTo("small-2");
        }
    }

    static ModelResolver resolver(String id, Map<String, String> answers) {
        return new ModelResolver() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public int spiVersion() {
                return Spi.VERSION;
            }

            @Override
            public String resolve(Query query) {
                return answers.get(query.like() != null ? query.like() : query.tier());
            }
        };
    }
}
