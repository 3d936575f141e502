package dev.portolan.spi.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.spi.Secret;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpOptionsTest {

    @Test
    void everySettingIsRead() {
        HttpOptions options = HttpOptions.from(new Given(Map.of(
                        "allow-http",
                        true,
                        "max-response-size",
                        1_000L,
                        "proxy",
                        "proxy.example.com:3128",
                        "proxy-username",
                        "u",
                        "proxy-password",
                        Secret.of("p4ss"),
                        "headers",
                        Map.of("X-Team", "bl00"))))
                .build();
        assertThat(options.allowHttp()).isTrue();
        assertThat(options.maxResponseBytes()).isEqualTo(1_000);
        assertThat(options.proxy())
                .isEqualTo(new HttpOptions.Proxy(
                        "proxy.example.com", 3128, "u", options.proxy().password()));
        assertThat(options.proxy().password().reveal()).isEqualTo("p4ss");
        assertThat(options.headers()).containsExactly(Map.entry("X-Team", "bl00"));
        assertThat(options.toString())
                .contains("proxy.example.com:3128", "X-Team")
                .doesNotContain("p4ss")
                .doesNotContain("bl00");
    }

    @Test
    void withoutSettingsTheDefaultsHold() {
        HttpOptions options = HttpOptions.from(new Given(Map.of())).build();
        assertThat(options)
                .hasToString(HttpOptions.DEFAULTS.toString())
                .hasToString("HttpOptions[proxy=none, headers=[]]");
        assertThat(options.maxResponseBytes()).isEqualTo(64L * 1024 * 1024);
        assertThat(options.allowHttp()).isFalse();
        assertThat(options.proxy()).isNull();
    }

    @Test
    void noSettingIsRequiredAndNamesAreUnique() {
        assertThat(HttpOptions.settings())
                .noneMatch(SettingSpec::required)
                .extracting(SettingSpec::name)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://vendor.example.com", "http://localhost:8080", "http://[::1]:1/v1", "HTTPS://x.example"})
    void anAddressThatKeepsSecretsIsTaken(URI address) {
        assertThat(HttpOptions.DEFAULTS.requireSafe("endpoint", address)).isSameAs(address);
    }

    @Test
    void plainHttpToAnotherMachineIsTakenOnlyWhenItIsAllowed() {
        URI address = URI.create("http://vendor.example.com/secret-path");
        assertThatThrownBy(() -> HttpOptions.DEFAULTS.requireSafe("base-url", address))
                .hasMessageContaining("base-url: plain http to vendor.example.com")
                .hasMessageContaining("allow-http=true")
                .hasMessageNotContaining("secret-path");
        assertThat(HttpOptions.builder().allowHttp(true).build().requireSafe("base-url", address))
                .isSameAs(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://vendor.example.com", "vendor.example.com", "file:///etc/hosts", "mailto:a@b.example"})
    void whatIsNoHttpAddressIsRefused(URI address) {
        assertThatThrownBy(() -> HttpOptions.DEFAULTS.requireSafe("endpoint", address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("endpoint must be an http or https address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example.com", ":3128", "http://proxy:3128", "proxy:99999", "proxy:http"})
    void aProxyThatIsNoHostAndPortIsRefused(String proxy) {
        assertThatThrownBy(() -> HttpOptions.builder().proxy(proxy))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("host:port");
    }

    @Test
    void aProxyUserWithoutPasswordIsRefused() {
        assertThatThrownBy(() -> HttpOptions.from(new Given(Map.of("proxy-username", "u")))
                        .build())
                .hasMessageContaining("belong together");
    }

    @Test
    void aProxyTakesCredentialsGivenInCode() {
        HttpOptions options = HttpOptions.builder()
                .proxy("proxy.example.com:3128")
                .proxyCredentials("u", Secret.of("p4ss"))
                .build();
        assertThat(options.proxy()).isNotNull().hasToString("proxy.example.com:3128");
        assertThat(options.proxy().username()).isEqualTo("u");
    }

    @Test
    void anAnswerMayNotBeLimitedToNothing() {
        assertThatThrownBy(() -> HttpOptions.builder().maxResponseBytes(0)).hasMessageContaining("max-response-size");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bad name", "bad:name", "\u00fcber"})
    void aHeaderThatCannotBeNamedSoIsRefused(String name) {
        assertThatThrownBy(() -> HttpOptions.builder().header(name, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length", "host", "Upgrade"})
    void headersOfTheTransportsOwnAreRefused(String name) {
        assertThatThrownBy(() -> HttpOptions.builder().header(name, "5")).hasMessageContaining(name);
    }

    @Test
    void aHeaderValueThatCannotBeSentIsNotQuoted() {
        assertThatThrownBy(() -> HttpOptions.builder().header("X-Key", "s3cret\r\nX-Other: 1"))
                .hasMessageContaining("X-Key")
                .hasMessageNotContaining("s3cret");
    }

    private record Given(Map<String, Object> values) implements Settings {
        @Override
        public @Nullable String string(String name) {
            return (String) values.get(name);
        }

        @Override
        public @Nullable Long integer(String name) {
            return (Long) values.get(name);
        }

        @Override
        public @Nullable Double decimal(String name) {
            return (Double) values.get(name);
        }

        @Override
        public @Nullable Boolean bool(String name) {
            return (Boolean) values.get(name);
        }

        @Override
        public @Nullable Duration duration(String name) {
            return (Duration) values.get(name);
        }

        @Override
        public @Nullable Long size(String name) {
            return (Long) values.get(name);
        }

        @Override
        public @Nullable URI uri(String name) {
            return (URI) values.get(name);
        }

        @Override
        public @Nullable Secret secret(String name) {
            return (Secret) values.get(name);
        }

        @Override
        public List<String> list(String name) {
            return List.of();
        }

        @Override
        @SuppressWarnings("unchecked")
        public Map<String, String> map(String name) {
            return (Map<String, String>) values.getOrDefault(name, Map.of());
        }
    }
}
