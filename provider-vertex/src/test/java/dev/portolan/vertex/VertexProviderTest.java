package dev.portolan.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.recorded.OwnSettings;
import dev.portolan.spi.ModelProvider;
import dev.portolan.spi.Secret;
import dev.portolan.spi.SettingSpec;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VertexProviderTest {

    private final VertexProvider provider = new VertexProvider();

    @Test
    void itIsFoundByItsId() {
        assertThat(ServiceLoader.load(ModelProvider.class))
                .filteredOn(each -> each.id().equals("vertex"))
                .singleElement()
                .hasToString("VertexProvider");
    }

    @Test
    void thePageNamesEverySettingWithItsDefault() throws Exception {
        String all = Files.readString(Path.of("..", "docs", "providers.md"));
        int begin = all.indexOf("\n## vertex\n");
        String page = all.substring(begin, all.indexOf("\n## ", begin + 1));
        List<SettingSpec> settings = new ArrayList<>(provider.connectionSettings());
        settings.addAll(provider.modelSettings());
        assertThat(settings)
                .allSatisfy(setting -> assertThat(page)
                        .contains(
                                setting.type() == SettingSpec.Type.MAP
                                        ? "`" + setting.name() + ".<name>`"
                                        : "`" + setting.name() + "`"));
        assertThat(settings)
                .filteredOn(setting -> setting.defaultValue() != null)
                .allSatisfy(setting ->
                        assertThat(page).contains("| `" + setting.name() + "` | `" + setting.defaultValue() + "` |"));
    }

    @Test
    void settingsThatDemandEachOtherAreFoundAtLoad() {
        assertThat(provider.check(new OwnSettings(Map.of("auth", "file")))).containsKey("credentials-file");
        assertThat(provider.check(new OwnSettings(Map.of("auth", "json")))).containsKey("credentials-json");
        assertThat(provider.check(new OwnSettings(Map.of("auth", "token")))).containsKey("access-token");
        assertThat(provider.check(new OwnSettings(Map.of("hosted-tools", "web"))))
                .containsKey("hosted-tools");
        assertThat(provider.check(new OwnSettings(Map.of("safety.rudeness", "off"))))
                .containsKey("safety");
        assertThat(provider.check(new OwnSettings(Map.of("cache-points", "system,nowhere"))))
                .containsOnlyKeys("cache-points");
        assertThat(provider.check(new OwnSettings(
                        Map.of("safety.hate-speech", "block-only-high", "hosted-tools", "google-search"))))
                .isEmpty();
    }

    @Test
    void theOtherSettingsTellHowToAuthenticate() {
        assertThat(mode(Map.of("access-token", "t"))).isEqualTo(AuthMode.TOKEN);
        assertThat(mode(Map.of("credentials-json", "{}"))).isEqualTo(AuthMode.JSON);
        assertThat(mode(Map.of("credentials-file", "f"))).isEqualTo(AuthMode.FILE);
        assertThat(mode(Map.of())).isEqualTo(AuthMode.DEFAULT);
        assertThat(mode(Map.of("access-token", "t", "auth", "default"))).isEqualTo(AuthMode.DEFAULT);
    }

    private static AuthMode mode(Map<String, String> settings) {
        ConnectionOptions options = new ConnectionOptions();
        options.read(new OwnSettings(settings));
        return options.authMode();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://vertex.example.com",
                "https://user:pass@vertex.example.com",
                "https://vertex.example.com/path",
                "ftp://vertex.example.com"
            })
    void anEndpointThatWillNotDoIsAMistakeOfTheConfiguration(String endpoint) {
        assertThatThrownBy(() -> VertexConnection.builder()
                        .project("acme")
                        .location("global")
                        .accessToken(Secret.of("t"))
                        .endpoint(URI.create(endpoint))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("endpoint");
    }

    @ParameterizedTest
    @CsvSource({
        "europe-west4, googleapis.com, europe-west4-aiplatform.googleapis.com",
        "global, googleapis.com, aiplatform.googleapis.com",
        "eu, googleapis.com, aiplatform.eu.rep.googleapis.com",
        "us, googleapis.com, aiplatform.us.rep.googleapis.com",
        "u-germany-northeast1, apis-berlin-build0.goog, u-germany-northeast1-aiplatform.apis-berlin-build0.goog"
    })
    void aLocationIsServedByAHostOfItsOwn(String location, String universe, String host) {
        assertThat(new Location(location, universe).host()).isEqualTo(host);
    }

    @Test
    void aLocationThatIsAnAddressIsRefused() {
        assertThatThrownBy(() -> new Location("evil.example.com/", Location.USUAL_UNIVERSE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Location("global", "a b")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-3.5-flash, projects/p/locations/l/publishers/google/models/gemini-3.5-flash",
        "claude-sonnet-5, projects/p/locations/l/publishers/anthropic/models/claude-sonnet-5",
        "publishers/meta/models/llama-4, projects/p/locations/l/publishers/meta/models/llama-4",
        "meta/llama-4, projects/p/locations/l/publishers/meta/models/llama-4",
        "endpoints/123, projects/p/locations/l/endpoints/123",
        "projects/q/locations/eu/publishers/google/models/x, projects/q/locations/eu/publishers/google/models/x",
        "projects/q/locations/eu/endpoints/7, projects/q/locations/eu/endpoints/7",
        "codestral-2, projects/p/locations/l/publishers/mistralai/models/codestral-2",
        "llama-3.3-70b-instruct-maas, projects/p/locations/l/publishers/meta/models/llama-3.3-70b-instruct-maas",
        "deepseek-v3.2-maas, projects/p/locations/l/publishers/deepseek-ai/models/deepseek-v3.2-maas",
        "qwen3-next-80b-a3b-instruct-maas, projects/p/locations/l/publishers/qwen/models/qwen3-next-80b-a3b-instruct-maas",
        "gpt-oss-120b-maas, projects/p/locations/l/publishers/openai/models/gpt-oss-120b-maas"
    })
    void aModelIsNamedByItsResource(String model, String path) {
        assertThat(ModelName.of(model, null).path("p", "l")).isEqualTo(path);
    }

    @Test
    void aPublisherThatIsSetWinsAndAPathThatIsNoneIsRefused() {
        assertThat(ModelName.of("my-claude", "anthropic").path("p", "l")).contains("publishers/anthropic/");
        assertThatThrownBy(() -> ModelName.of("a/b/c", null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ModelName.of("projects/p/models/x", null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void projectAndLocationComeFromSettingsThenEnvironmentThenCredentials() {
        ConnectionOptions options = new ConnectionOptions();
        options.credentialsJson = Secret.of("{\"type\":\"service_account\",\"project_id\":\"of-file\"}");
        Map<String, String> environment = Map.of("GOOGLE_CLOUD_LOCATION", "europe-west1");
        assertThat(Place.of(options, environment::get)).satisfies(place -> {
            assertThat(place.project()).isEqualTo("of-file");
            assertThat(place.location().name()).isEqualTo("europe-west1");
        });
        options.project = "of-settings";
        options.location = "global";
        assertThat(Place.of(options, environment::get).project()).isEqualTo("of-settings");
        assertThat(Place.of(options, environment::get).location().name()).isEqualTo("global");
        assertThatThrownBy(() -> Place.of(new ConnectionOptions(), name -> null))
                .hasMessageContaining("portolan.providers.vertex.project");
        ConnectionOptions nowhere = new ConnectionOptions();
        nowhere.project = "acme";
        assertThatThrownBy(() -> Place.of(nowhere, name -> null))
                .hasMessageContaining("portolan.providers.vertex.location");
    }

    @Test
    void modelsThatAreKnownExactlyAreToldForCatalogs() {
        assertThat(VertexConnection.knownModels()).contains("gemini-2.5-pro", "gemini-3.5-flash");
    }
}
