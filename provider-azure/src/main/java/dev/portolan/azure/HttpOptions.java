package dev.portolan.azure;

import dev.portolan.spi.Secret;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.support.Loopback;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a connection moves bytes. The settings are named as those of {@code transport-okhttp}, which this provider does without:
 * it would weigh more than the SDK's own client.
 *
 * @param allowHttp whether plain http may leave this machine
 * @param maxResponseBytes the largest answer that is read
 * @param proxy host and port of an HTTP proxy, or {@code null} for what the JVM says
 * @param proxyUsername the user that the proxy asks for, or {@code null}
 * @param proxyPassword the password that the proxy asks for, or {@code null}
 * @param headers sent with every request
 */
record HttpOptions(
        boolean allowHttp,
        long maxResponseBytes,
        @Nullable String proxy,
        @Nullable String proxyUsername,
        @Nullable Secret proxyPassword,
        Map<String, String> headers) {

    static final HttpOptions DEFAULTS = new HttpOptions(false, 64L * 1024 * 1024, null, null, null, Map.of());

    private static final Set<String> OURS = Set.of(
            "accept-encoding",
            "connection",
            "content-length",
            "content-type",
            "expect",
            "host",
            "te",
            "transfer-encoding",
            "upgrade");

    HttpOptions {
        if (maxResponseBytes < 1) {
            throw new IllegalArgumentException("max-response-size must be at least 1");
        }
        if (proxy != null && !proxy.matches("[^/:]+:\\d{1,5}")) {
            throw new IllegalArgumentException("proxy must be host:port, such as proxy.example.com:3128");
        }
        if ((proxyUsername == null) != (proxyPassword == null)) {
            throw new IllegalArgumentException("proxy-username and proxy-password belong together");
        }
        headers = Map.copyOf(headers);
        headers.forEach((name, value) -> {
            requireValid(name, value);
            if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("headers: " + name + " is set by the transport itself");
            }
        });
    }

    static List<SettingSpec> settings() {
        return List.of(
                SettingSpec.of("allow-http", SettingSpec.Type.BOOLEAN, "Whether plain http may leave this machine")
                        .withDefault("false"),
                SettingSpec.of(
                                "max-response-size",
                                SettingSpec.Type.SIZE,
                                "The largest answer that is read, streamed or not; a larger one fails the call")
                        .withDefault("64MB"),
                SettingSpec.of(
                        "proxy",
                        SettingSpec.Type.STRING,
                        "An HTTP proxy as host:port; without it the JVM's proxy settings count"),
                SettingSpec.of("proxy-username", SettingSpec.Type.STRING, "The user that the proxy asks for"),
                SettingSpec.of("proxy-password", SettingSpec.Type.SECRET, "The password that the proxy asks for"),
                SettingSpec.of("headers", SettingSpec.Type.MAP, "Headers sent with every request"));
    }

    static HttpOptions from(Settings settings) {
        Long size = settings.size("max-response-size");
        return new HttpOptions(
                Boolean.TRUE.equals(settings.bool("allow-http")),
                size == null ? DEFAULTS.maxResponseBytes : size,
                settings.string("proxy"),
                settings.string("proxy-username"),
                settings.secret("proxy-password"),
                settings.map("headers"));
    }

    HttpOptions withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpOptions(allowHttp, maxResponseBytes, proxy, proxyUsername, proxyPassword, more);
    }

    /** Refuses what cannot stand in a header; the message does not hold the value. */
    static void requireValid(String name, String value) {
        if (name.isEmpty() || !isPlain(name) || name.indexOf(' ') >= 0 || name.indexOf(':') >= 0) {
            throw new IllegalArgumentException("A header's name holds a character that cannot be sent");
        }
        if (!isPlain(value)) {
            throw new IllegalArgumentException("The header " + name
                    + " holds a character that cannot be sent, such as a line break or a letter outside of ASCII");
        }
    }

    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    /** Refuses an address to which credentials would travel in the open. */
    void requireSafe(URI endpoint) {
        String scheme = String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
        String host = endpoint.getHost();
        if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw new IllegalArgumentException(
                    "endpoint must be an https address, such as https://NAME.openai.azure.com");
        }
        if (scheme.equals("http") && !allowHttp && !Loopback.is(host)) {
            throw new IllegalArgumentException("endpoint: plain http to " + host
                    + " would send key and prompts unprotected; use https, or set allow-http=true");
        }
    }

    @Override
    public String toString() {
        return "HttpOptions[proxy=" + (proxy == null ? "none" : proxy) + ", headers=" + headers.keySet() + "]";
    }
}
