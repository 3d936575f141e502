package dev.portolan.bedrock;

import dev.portolan.spi.Secret;
import dev.portolan.spi.Settings;
import dev.portolan.spi.support.HttpOptions;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * What a connection is made with, as the builder or the configuration says it, with the defaults where neither does. Written by
 * the builder only, before the connection is made.
 */
final class ConnectionOptions {

    String name = BedrockProvider.ID;

    @Nullable
    String region;

    @Nullable
    AuthMode auth;

    @Nullable
    Secret apiKey;

    @Nullable
    Secret accessKeyId;

    @Nullable
    Secret secretAccessKey;

    @Nullable
    Secret sessionToken;

    @Nullable
    AwsCredentialsProvider credentialsProvider;

    @Nullable
    String profile;

    @Nullable
    String roleArn;

    String roleSessionName = "portolan";

    @Nullable
    String externalId;

    @Nullable
    String webIdentityTokenFile;

    @Nullable
    URI stsEndpoint;

    @Nullable
    URI endpoint;

    @Nullable
    URI openAiBaseUrl;

    boolean fips;
    HttpOptions http = HttpOptions.DEFAULTS;
    boolean http2 = true;
    int maxConnections = 2000;
    Duration connectTimeout = Duration.ofSeconds(10);
    Duration keepAlive = Duration.ofMinutes(1);
    CallOptions callOptions = CallOptions.NONE;

    @Nullable
    String api;

    @Nullable
    String vendorOptions;

    /** Takes over settings by the names that the configuration knows. */
    void read(Settings settings) {
        String mode = settings.string("auth");
        auth = mode == null ? null : AuthMode.of(mode);
        region = settings.string("region");
        apiKey = settings.secret("api-key");
        accessKeyId = settings.secret("access-key-id");
        secretAccessKey = settings.secret("secret-access-key");
        sessionToken = settings.secret("session-token");
        profile = settings.string("profile");
        roleArn = settings.string("role-arn");
        roleSessionName = or(settings.string("role-session-name"), roleSessionName);
        externalId = settings.string("external-id");
        webIdentityTokenFile = settings.string("web-identity-token-file");
        stsEndpoint = settings.uri("sts-endpoint");
        endpoint = settings.uri("endpoint");
        openAiBaseUrl = settings.uri("openai-base-url");
        fips = or(settings.bool("fips"), fips);
        http = HttpOptions.from(settings).build();
        http2 = or(settings.bool("http2"), http2);
        maxConnections = Math.toIntExact(or(settings.integer("max-connections"), (long) maxConnections));
        connectTimeout = or(settings.duration("connect-timeout"), connectTimeout);
        keepAlive = or(settings.duration("keep-alive"), keepAlive);
        callOptions = CallOptions.of(settings);
        api = settings.string("api");
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
        if (apiKey != null) {
            return AuthMode.BEARER;
        }
        if (webIdentityTokenFile != null) {
            return AuthMode.WEB_IDENTITY;
        }
        if (roleArn != null) {
            return AuthMode.ASSUME_ROLE;
        }
        if (accessKeyId != null) {
            return AuthMode.STATIC;
        }
        return profile != null ? AuthMode.PROFILE : AuthMode.DEFAULT;
    }
}
