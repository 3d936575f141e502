package dev.portolan.transport;

import dev.portolan.spi.Secret;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.support.HttpOptions;
import dev.portolan.spi.support.HttpSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** How a connection moves bytes. Immutable. */
public final class TransportOptions {

    /** Everything at its default. */
    public static final TransportOptions DEFAULTS = builder().build();

    private final HttpOptions http;
    private final boolean http2;
    private final int maxIdleConnections;
    private final Duration keepAlive;
    private final Duration pingInterval;
    private final @Nullable OkHttpClient client;

    private TransportOptions(Builder builder) {
        this.http = builder.http.build();
        this.http2 = builder.http2;
        this.maxIdleConnections = builder.maxIdleConnections;
        this.keepAlive = builder.keepAlive;
        this.pingInterval = builder.pingInterval;
        this.client = builder.client;
    }

    /**
     * The settings that a provider on this transport offers for its connections, beside its own.
     *
     * @return the settings, all optional
     */
    public static List<SettingSpec> settings() {
        List<SettingSpec> settings = new ArrayList<>(HttpOptions.settings());
        settings.addAll(List.of(
                SettingSpec.of(
                                "http2",
                                SettingSpec.Type.BOOLEAN,
                                "Whether HTTP/2 is used where the server offers it; never on plain http")
                        .withDefault("true"),
                SettingSpec.of(
                                "http2-ping",
                                SettingSpec.Type.DURATION,
                                "How often an HTTP/2 connection in use is probed")
                        .withDefault("30s"),
                SettingSpec.of(
                                "max-idle-connections",
                                SettingSpec.Type.INTEGER,
                                "How many unused connections are kept open")
                        .withDefault("128"),
                HttpSettings.keepAlive("5m")));
        return List.copyOf(settings);
    }

    /**
     * Reads what {@link #settings()} lists.
     *
     * @param settings the checked settings of a connection
     * @return a builder with these options
     * @throws IllegalArgumentException when a value makes no sense; the message names the setting
     */
    public static Builder from(Settings settings) {
        Builder builder = new Builder(HttpOptions.from(settings));
        builder.http2(!Boolean.FALSE.equals(settings.bool("http2")));
        Duration ping = settings.duration("http2-ping");
        if (ping != null) {
            builder.pingInterval(ping);
        }
        Long idle = settings.integer("max-idle-connections");
        Duration keepAlive = settings.duration("keep-alive");
        builder.idleConnections(
                idle == null ? builder.maxIdleConnections : (int) Math.min(idle, Integer.MAX_VALUE),
                keepAlive == null ? builder.keepAlive : keepAlive);
        return builder;
    }

    /**
     * Starts with the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder(HttpOptions.builder());
    }

    HttpOptions http() {
        return http;
    }

    boolean http2() {
        return http2;
    }

    int maxIdleConnections() {
        return maxIdleConnections;
    }

    Duration keepAlive() {
        return keepAlive;
    }

    Duration pingInterval() {
        return pingInterval;
    }

    @Nullable
    OkHttpClient client() {
        return client;
    }

    @Override
    public String toString() {
        return "TransportOptions[" + http + "]";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private final HttpOptions.Builder http;
        private boolean http2 = true;
        private int maxIdleConnections = 128;
        private Duration keepAlive = Duration.ofMinutes(5);
        private Duration pingInterval = Duration.ofSeconds(30);
        private @Nullable OkHttpClient client;

        private Builder(HttpOptions.Builder http) {
            this.http = http;
        }

        /**
         * Whether plain {@code http} may leave this machine. To loopback it always may.
         *
         * @param value true to allow it; false by default
         * @return this builder
         */
        public Builder allowHttp(boolean value) {
            http.allowHttp(value);
            return this;
        }

        /**
         * Whether HTTP/2 is used where a TLS server offers it.
         *
         * @param value false for HTTP/1.1 only; true by default
         * @return this builder
         */
        public Builder http2(boolean value) {
            this.http2 = value;
            return this;
        }

        /**
         * How often an HTTP/2 connection in use is probed, so that a dead one is noticed.
         *
         * @param value the interval, 30 s by default; zero for never
         * @return this builder
         */
        public Builder pingInterval(Duration value) {
            this.pingInterval = requireNotNegative("http2-ping", value);
            return this;
        }

        /**
         * The largest answer that is read.
         *
         * @param value bytes, after decompression; 64 MiB by default
         * @return this builder
         */
        public Builder maxResponseBytes(long value) {
            http.maxResponseBytes(value);
            return this;
        }

        /**
         * How many unused connections are kept open, and how long. In use there may be any number.
         *
         * @param max how many, 128 by default
         * @param time how long, 5 minutes by default
         * @return this builder
         */
        public Builder idleConnections(int max, Duration time) {
            if (max < 0) {
                throw new IllegalArgumentException("max-idle-connections must not be negative");
            }
            this.maxIdleConnections = max;
            this.keepAlive = requireNotNegative("keep-alive", time);
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
            http.proxy(hostAndPort);
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
            http.proxyCredentials(username, password);
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
            http.header(name, value);
            return this;
        }

        /**
         * Uses a client of the application's: its interceptors, trust store, DNS, connection pool and proxy settings. Retries,
         * redirects and timeouts of OkHttp's are switched off on a copy of it; {@link #proxy}, {@link #http2}, {@link
         * #pingInterval} and {@link #idleConnections} do not apply. The application closes it.
         *
         * @param value the client, or {@code null} for one of our own
         * @return this builder
         */
        public Builder client(@Nullable OkHttpClient value) {
            this.client = value;
            return this;
        }

        /**
         * Builds the options.
         *
         * @return the options
         */
        public TransportOptions build() {
            return new TransportOptions(this);
        }

        private static Duration requireNotNegative(String name, Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException(name + " must not be negative");
            }
            return value;
        }
    }
}
