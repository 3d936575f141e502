package dev.portolan.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.spi.ModelProvider;
import dev.portolan.spi.SettingSpec;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class BedrockProviderTest {

    private final BedrockProvider provider = new BedrockProvider();

    @Test
    void itIsFoundByItsId() {
        assertThat(ServiceLoader.load(ModelProvider.class))
                .filteredOn(each -> each.id().equals("bedrock"))
                .singleElement()
                .hasToString("BedrockProvider");
    }

    @Test
    void thePageNamesEverySettingWithItsDefault() throws Exception {
        String all = Files.readString(Path.of("..", "docs", "providers.md"));
        int begin = all.indexOf("\n## bedrock\n");
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
        assertThat(provider.check(new OwnSettings(Map.of("auth", "bearer")))).containsKey("api-key");
        assertThat(provider.check(new OwnSettings(Map.of("auth", "static"))))
                .containsOnlyKeys("access-key-id", "secret-access-key");
        assertThat(provider.check(new OwnSettings(Map.of("access-key-id", "A"))))
                .containsKey("secret-access-key");
        assertThat(provider.check(new OwnSettings(Map.of("cache-points", "everything"))))
                .containsKey("cache-points");
    }

    @Test
    void plainHttpToAnotherMachineIsAMistakeOfTheConfiguration() {
        assertThatThrownBy(() -> BedrockConnection.builder()
                        .region("us-east-1")
                        .endpoint(URI.create("http://bedrock.example.com"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allow-http");
    }

    @Test
    void theOtherSettingsTellHowToAuthenticate() {
        assertThat(mode(Map.of("api-key", "k"))).isEqualTo(AuthMode.BEARER);
        assertThat(mode(Map.of("role-arn", "r", "web-identity-token-file", "f")))
                .isEqualTo(AuthMode.WEB_IDENTITY);
        assertThat(mode(Map.of("role-arn", "r"))).isEqualTo(AuthMode.ASSUME_ROLE);
        assertThat(mode(Map.of("access-key-id", "a"))).isEqualTo(AuthMode.STATIC);
        assertThat(mode(Map.of("profile", "p"))).isEqualTo(AuthMode.PROFILE);
        assertThat(mode(Map.of())).isEqualTo(AuthMode.DEFAULT);
        assertThat(mode(Map.of("api-key", "k", "auth", "default"))).isEqualTo(AuthMode.DEFAULT);
    }

    private static AuthMode mode(Map<String, String> settings) {
        ConnectionOptions options = new ConnectionOptions();
        options.read(new OwnSettings(settings));
        return options.authMode();
    }
}
