package dev.portolan.vertex;

import com.google.auth.Credentials;
import dev.portolan.spi.Secret;
import dev.portolan.spi.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is made with, as the builder or the configuration says it, with the defaults where neither does. Written by
 * the builder only, before the connection is made.
 */
final class ConnectionOptions {

    String name = VertexProvider.ID;

    @Nullable
    String project;

    @Nullable
    String location;

    String universe = Location.USUAL_UNIVERSE;

    @Nullable
    AuthMode auth;

    @Nullable
    String credentialsFile;

    @Nullable
    Secret credentialsJson;

    @Nullable
    Secret accessToken;

    @Nullable
    Credentials credentials;

    @Nullable
    String impersonate;

    List<String> delegates = List.of();

    @Nullable
    URI iamEndpoint;

    @Nullable
    String quotaProject;

    @Nullable
    URI endpoint;

    @Nullable
    URI openAiBaseUrl;

    boolean warmUp;
    int maxConnections = 50;
    int streamsPerConnection = 90;
    Duration connectTimeout = Duration.ofSeconds(10);
    Duration keepAlive = Duration.ofMinutes(5);
    long maxResponseSize = 64L * 1024 * 1024;
    Map<String, String> headers = Map.of();
    CallOptions callOptions = CallOptions.NONE;

    @Nullable
    String vendorOptions;

    /** Takes over settings by the names that the configuration knows. */
    void read(Settings settings) {
        String mode = settings.string("auth");
        auth = mode == null ? null : AuthMode.of(mode);
        project = settings.string("project");
        location = settings.string("location");
        universe = or(settings.string("universe-domain"), universe);
        credentialsFile = settings.string("credentials-file");
        credentialsJson = settings.secret("credentials-json");
        accessToken = settings.secret("access-token");
        impersonate = settings.string("impersonate");
        delegates = settings.list("impersonate-delegates");
        iamEndpoint = settings.uri("iam-endpoint");
        quotaProject = settings.string("quota-project");
        endpoint = settings.uri("endpoint");
        openAiBaseUrl = settings.uri("openai-base-url");
        warmUp = or(settings.bool("warm-up"), warmUp);
        maxConnections = Math.toIntExact(or(settings.integer("max-connections"), (long) maxConnections));
        streamsPerConnection =
                Math.toIntExact(or(settings.integer("streams-per-connection"), (long) streamsPerConnection));
        connectTimeout = or(settings.duration("connect-timeout"), connectTimeout);
        keepAlive = or(settings.duration("keep-alive"), keepAlive);
        maxResponseSize = or(settings.size("max-response-size"), maxResponseSize);
        headers = new LinkedHashMap<>(settings.map("headers"));
        callOptions = CallOptions.of(settings);
        vendorOptions = settings.string("vendor-options");
    }

    private static <T> T or(@Nullable T given, T otherwise) {
        return given != null ? given : otherwise;
    }

    /** What is said, or what the other settings mean. */
    AuthMode authMode() {
        if (auth != null) {
            return auth;
        }
        if (accessToken != null) {
            return AuthMode.TOKEN;
        }
        if (credentialsJson != null) {
            return AuthMode.JSON;
        }
        return credentialsFile != null ? AuthMode.FILE : AuthMode.DEFAULT;
    }
}
