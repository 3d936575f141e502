package dev.portolan.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.recorded.OwnSettings;
import dev.portolan.recorded.ProvidersPage;
import dev.portolan.spi.ModelProvider;
import java.net.URI;
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
        ProvidersPage.requireAllSettingsOf(provider);
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
