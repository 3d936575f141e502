package dev.portolan.spi.support;

import dev.portolan.spi.Secret;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every connection over HTTP lets its user say, whichever client moves the bytes: one set of settings, one set of rules. Immutable.
 */
public final class HttpOptions {

    /** Everything at its default. */
    public static final HttpOptions DEFAULTS = builder().build();

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

    private final boolean allowHttp;
    private final long maxResponseBytes;
    private final @Nullable Proxy proxy;
    private final Map<String, String> headers;

    private HttpOptions(Builder builder) {
        this.allowHttp = builder.allowHttp;
        this.maxResponseBytes = builder.maxResponseBytes;
        this.proxy = builder.host == null
                ? null
                : new Proxy(builder.host, builder.port, builder.proxyUsername, builder.proxyPassword);
        this.headers = Map.copyOf(builder.headers);
    }

    /**
     * An HTTP proxy.
     *
     * @param host its host
     * @param port its port
     * @param username the user that it asks for (Basic), or {@code null}
     * @param password the password, or {@code null}; there when {@code username} is
     */
    public record Proxy(
            String host,
            int port,
            @Nullable String username,
            @Nullable Secret password) {

        /**
         * Checks the components.
         *
         * @param host as above
         * @param port as above
         * @param username as above
         * @param password as above
         */
        public Proxy {
            Objects.requireNonNull(host, "host");
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /**
     * The settings that a provider offers for its connections, beside its own.
     *
     * @return the settings, all optional
     */
    public static List<SettingSpec> settings() {
        return List.of(
                SettingSpec.of("allow-http", SettingSpec.Type.BOOLEAN, "Whether plain http may leave this machine")
                        .withDefault("false"),
                HttpSettings.MAX_RESPONSE_SIZE,
                SettingSpec.of(
                        "proxy",
                        SettingSpec.Type.STRING,
                        "An HTTP proxy as host:port; without it the JVM's proxy settings count"),
                SettingSpec.of("proxy-username", SettingSpec.Type.STRING, "The user that the proxy asks for"),
                SettingSpec.of("proxy-password", SettingSpec.Type.SECRET, "The password that the proxy asks for"),
                HttpSettings.HEADERS);
    }

    /**
     * Reads what {@link #settings()} lists.
     *
     * @param settings the checked settings of a connection
     * @return a builder with these options
     * @throws IllegalArgumentException when a value makes no sense; the message names the setting
     */
    public static Builder from(Settings settings) {
        Builder builder = builder().allowHttp(Boolean.TRUE.equals(settings.bool("allow-http")));
        Long size = settings.size("max-response-size");
        if (size != null) {
            builder.maxResponseBytes(size);
        }
        String proxy = settings.string("proxy");
        if (proxy != null) {
            builder.proxy(proxy);
        }
        builder.proxyUsername = settings.string("proxy-username");
        builder.proxyPassword = settings.secret("proxy-password");
        settings.map("headers").forEach(builder::header);
        return builder;
    }

    /**
     * Starts with the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Whether plain {@code http} may leave this machine.
     *
     * @return true when it may
     */
    public boolean allowHttp() {
        return allowHttp;
    }

    /**
     * The largest answer that is read.
     *
     * @return bytes, after decompression
     */
    public long maxResponseBytes() {
        return maxResponseBytes;
    }

    /**
     * The proxy that was set.
     *
     * @return the proxy, or {@code null} when the JVM's own settings count
     */
    public @Nullable Proxy proxy() {
        return proxy;
    }

    /**
     * What is sent with every request.
     *
     * @return values by name, all of which can be sent
     */
    public Map<String, String> headers() {
        return headers;
    }

    /**
     * Refuses an address to which credentials and prompts would travel in the open.
     *
     * @param setting the setting that holds it, for the message
     * @param address an address
     * @return the same address
     * @throws IllegalArgumentException when it is no http address, or plain {@code http} to another machine that is not allowed; the
     *     message names setting and host, nothing else of the address
     */
    public URI requireSafe(String setting, URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        String host = address.getHost();
        if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw new IllegalArgumentException(
                    setting + " must be an http or https address" + (host == null ? "" : ": " + host));
        }
        if (scheme.equals("http") && !allowHttp && !Loopback.is(host)) {
            throw new IllegalArgumentException(setting + ": plain http to " + host
                    + " would send key and prompts unprotected; use https, or set allow-http=true");
        }
        return address;
    }

    /**
     * Refuses what cannot stand in a header. HTTP clients check too, but their messages can hold the value.
     *
     * @param name its name
     * @param value its value
     * @throws IllegalArgumentException when it cannot be sent; the message names the header, not the value
     */
    public static void requireValidHeader(String name, String value) {
        if (name.isEmpty() || !isPlain(name) || name.indexOf(' ') >= 0 || name.indexOf(':') >= 0) {
            throw new IllegalArgumentException("A header's name holds a character that cannot be sent");
        }
        if (!isPlain(value)) {
            throw new IllegalArgumentException("The header " + name
                    + " holds a character that cannot be sent, such as a line break or a letter outside of ASCII");
        }
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "HttpOptions[proxy=" + (proxy == null ? "none" : proxy) + ", headers=" + headers.keySet() + "]";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private boolean allowHttp;
        private long maxResponseBytes = 64L * 1024 * 1024;
        private @Nullable String host;
        private int port;
        private @Nullable String proxyUsername;
        private @Nullable Secret proxyPassword;
        private final Map<String, String> headers = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Whether plain {@code http} may leave this machine. To loopback it always may.
         *
         * @param value true to allow it; false by default
         * @return this builder
         */
        public Builder allowHttp(boolean value) {
            this.allowHttp = value;
            return this;
        }

        /**
         * The largest answer that is read.
         *
         * @param value bytes, after decompression; 64 MiB by default
         * @return this builder
         */
        public Builder maxResponseBytes(long value) {
            if (value < 1) {
                throw new IllegalArgumentException("max-response-size must be at least 1");
            }
            this.maxResponseBytes = value;
            return this;
        }

        /**
         * Goes through an HTTP proxy. Without this the JVM's own proxy settings count.
         *
         * @param hostAndPort such as {@code proxy.example.com:3128}
         * @return this builder
         * @throws IllegalArgumentException when there is no host or no port
         */
        public Builder proxy(String hostAndPort) {
            int colon = hostAndPort.lastIndexOf(':');
            String named = colon < 0 ? "" : hostAndPort.substring(0, colon);
            String number = hostAndPort.substring(colon + 1);
            if (named.isEmpty()
                    || named.contains("/")
                    || !number.matches("\\d{1,5}")
                    || Integer.parseInt(number) > 65_535) {
                throw new IllegalArgumentException("proxy must be host:port, such as proxy.example.com:3128");
            }
            this.host = named;
            this.port = Integer.parseInt(number);
            return this;
        }

        /**
         * What the proxy asks for (Basic).
         *
         * @param username the user
         * @param password the password
         * @return this builder
         */
        public Builder proxyCredentials(String username, Secret password) {
            this.proxyUsername = Objects.requireNonNull(username, "username");
            this.proxyPassword = Objects.requireNonNull(password, "password");
            return this;
        }

        /**
         * Sends a header with every request.
         *
         * @param name its name
         * @param value its value; never printed
         * @return this builder
         * @throws IllegalArgumentException when it cannot be sent, or is the transport's own business; the message names the
         *     header, not the value
         */
        public Builder header(String name, String value) {
            requireValidHeader(name, value);
            if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("headers: " + name + " is set by the transport itself");
            }
            headers.put(name, value);
            return this;
        }

        /**
         * Builds the options.
         *
         * @return the options
         */
        public HttpOptions build() {
            if ((proxyUsername == null) != (proxyPassword == null)) {
                throw new IllegalArgumentException("proxy-username and proxy-password belong together");
            }
            return new HttpOptions(this);
        }
    }
}
