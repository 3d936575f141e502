package dev.portolan.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.spi.Secret;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TransportOptionsTest {

    @Test
    void everySettingIsRead() {
        TransportOptions options = TransportOptions.from(new Given(Map.ofEntries(
                        Map.entry("allow-http", true),
                        Map.entry("http2", false),
                        Map.entry("max-response-size", 1_000L),
                        Map.entry("http2-ping", Duration.ofSeconds(7)),
                        Map.entry("max-idle-connections", 3L),
                        Map.entry("keep-alive", Duration.ofSeconds(9)),
                        Map.entry("proxy", "proxy.example.com:3128"),
                        Map.entry("proxy-username", "u"),
                        Map.entry("proxy-password", Secret.of("p4ss")),
                        Map.entry("headers", Map.of("X-Team", "bl00")))))
                .build();
        assertThat(options.http().allowHttp()).isTrue();
        assertThat(options.http2()).isFalse();
        assertThat(options.http().maxResponseBytes()).isEqualTo(1_000);
        assertThat(options.pingInterval()).isEqualTo(Duration.ofSeconds(7));
        assertThat(options.maxIdleConnections()).isEqualTo(3);
        assertThat(options.keepAlive()).isEqualTo(Duration.ofSeconds(9));
        assertThat(options.http().proxy()).hasToString("proxy.example.com:3128");
        assertThat(options.http().headers()).containsEntry("X-Team", "bl00");
        assertThat(options.toString())
                .contains("proxy.example.com:3128", "X-Team")
                .doesNotContain("p4ss")
                .doesNotContain("bl00");
        try (HttpTransport transport = new HttpTransport(options)) {
            assertThat(transport.client().protocols()).containsExactly(Protocol.HTTP_1_1);
        }
    }

    @Test
    void withoutSettingsTheDefaultsHold() {
        TransportOptions options = TransportOptions.from(new Given(Map.of())).build();
        assertThat(options.toString()).isEqualTo(TransportOptions.DEFAULTS.toString());
        assertThat(options.http().maxResponseBytes()).isEqualTo(64L * 1024 * 1024);
        assertThat(options.http().allowHttp()).isFalse();
        try (HttpTransport transport = new HttpTransport(options)) {
            assertThat(transport.client().protocols()).contains(Protocol.HTTP_2);
            assertThat(transport.client().pingIntervalMillis()).isEqualTo(30_000);
            assertThat(transport.client().dispatcher().getMaxRequestsPerHost()).isEqualTo(Integer.MAX_VALUE);
            assertThat(transport.client().followRedirects()).isFalse();
            assertThat(transport.client().retryOnConnectionFailure()).isFalse();
            assertThat(transport.client().readTimeoutMillis()).isZero();
        }
    }

    @Test
    void noSettingIsRequiredAndNamesAreUnique() {
        assertThat(TransportOptions.settings())
                .noneMatch(SettingSpec::required)
                .extracting(SettingSpec::name)
                .doesNotHaveDuplicates();
    }

    @Test
    void aProxyUserWithoutPasswordIsRefused() {
        assertThatThrownBy(() -> TransportOptions.from(new Given(Map.of("proxy-username", "u")))
                        .build())
                .hasMessageContaining("belong together");
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        TransportOptions.Builder builder = TransportOptions.builder();
        assertThatThrownBy(() -> builder.pingInterval(Duration.ofSeconds(-1))).hasMessageContaining("http2-ping");
        assertThatThrownBy(() -> builder.idleConnections(-1, Duration.ZERO)).hasMessageContaining("max-idle");
        assertThatThrownBy(() -> builder.idleConnections(1, Duration.ofSeconds(-1)))
                .hasMessageContaining("keep-alive");
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
