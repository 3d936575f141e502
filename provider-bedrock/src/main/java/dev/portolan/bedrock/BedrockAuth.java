package dev.portolan.bedrock;

import dev.portolan.chat.Credentials;
import dev.portolan.spi.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.token.credentials.SdkToken;
import software.amazon.awssdk.auth.token.credentials.SdkTokenProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkServiceClientConfiguration;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeServiceClientConfiguration;
import software.amazon.awssdk.services.bedrockruntime.auth.scheme.BedrockRuntimeAuthSchemeProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Who calls. Exactly the configured way is used: the SDK would let a bearer token in the environment win over everything, so
 * the client is given one scheme and no other.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html">AWS: Bedrock API keys</a>
 */
final class BedrockAuth implements AutoCloseable {

    /** The keys of credentials that a call may carry. */
    static final String ACCESS_KEY_ID = "access-key-id";

    static final String SECRET_ACCESS_KEY = "secret-access-key";
    static final String SESSION_TOKEN = "session-token";

    private static final String SIGV4 = "aws.auth#sigv4";
    private static final String BEARER = "smithy.api#httpBearerAuth";

    private final @Nullable AwsCredentialsProvider credentials;
    private final @Nullable Secret token;

    /**
     * @param region where roles are asked for
     */
    BedrockAuth(ConnectionOptions settings, String region) {
        AuthMode mode = settings.authMode();
        this.token = mode == AuthMode.BEARER ? settings.apiKey : null;
        this.credentials = mode == AuthMode.BEARER ? null : provider(mode, settings, region);
    }

    private static AwsCredentialsProvider provider(AuthMode mode, ConnectionOptions settings, String region) {
        AwsCredentialsProvider given = settings.credentialsProvider;
        if (given != null) {
            return given;
        }
        return switch (mode) {
            case STATIC -> {
                Secret id = required(settings.accessKeyId, "access-key-id");
                Secret key = required(settings.secretAccessKey, "secret-access-key");
                Secret session = settings.sessionToken;
                yield () -> credentials(id.reveal(), key.reveal(), session == null ? null : session.reveal());
            }
            case PROFILE ->
                ProfileCredentialsProvider.builder()
                        .profileName(settings.profile)
                        .build();
            case ASSUME_ROLE -> sts(() -> RoleCredentials.assumed(settings, region, base(settings, region)));
            case WEB_IDENTITY -> sts(() -> RoleCredentials.webIdentity(settings, region));
            case DEFAULT, BEARER -> DefaultCredentialsProvider.builder().build();
        };
    }

    /** What asks for the role: the other settings of the connection. */
    private static AwsCredentialsProvider base(ConnectionOptions settings, String region) {
        if (settings.accessKeyId != null) {
            return provider(AuthMode.STATIC, settings, region);
        }
        return settings.profile != null
                ? provider(AuthMode.PROFILE, settings, region)
                : DefaultCredentialsProvider.builder().build();
    }

    private static AwsCredentialsProvider sts(Supplier<AwsCredentialsProvider> roles) {
        try {
            return roles.get();
        } catch (NoClassDefFoundError e) {
            throw new IllegalArgumentException(
                    "auth: roles need the AWS SDK's STS client, which is not on the class path; add"
                            + " software.amazon.awssdk:sts and software.amazon.awssdk:url-connection-client in the version of"
                            + " software.amazon.awssdk:bedrockruntime",
                    e);
        }
    }

    private static Secret required(@Nullable Secret secret, String name) {
        if (secret == null) {
            throw new IllegalArgumentException(name + " must be set for auth=static");
        }
        return secret;
    }

    private static AwsCredentials credentials(String id, String key, @Nullable String session) {
        // A secret from a file often ends with a line break.
        return session == null || session.isBlank()
                ? AwsBasicCredentials.create(id.strip(), key.strip())
                : AwsSessionCredentials.create(id.strip(), key.strip(), session.strip());
    }

    void applyTo(BedrockRuntimeAsyncClientBuilder client) {
        if (token != null) {
            client.tokenProvider(provider(token)).authSchemeProvider(only(BEARER));
        } else {
            client.credentialsProvider(credentials).authSchemeProvider(only(SIGV4));
        }
    }

    private static SdkTokenProvider provider(Secret token) {
        return () -> sdkToken(token.reveal());
    }

    private static SdkToken sdkToken(String value) {
        return new SdkToken() {
            @Override
            public String token() {
                return value.strip();
            }

            @Override
            public Optional<Instant> expirationTime() {
                return Optional.empty();
            }

            @Override
            public String toString() {
                return "SdkToken[***]";
            }
        };
    }

    private static BedrockRuntimeAuthSchemeProvider only(String scheme) {
        BedrockRuntimeAuthSchemeProvider all = BedrockRuntimeAuthSchemeProvider.defaultProvider(List.of(scheme));
        return parameters -> all.resolveAuthScheme(parameters).stream()
                .filter(option -> option.schemeId().equals(scheme))
                .toList();
    }

    /** Credentials of one call, in place of the connection's. */
    static void applyTo(AwsRequestOverrideConfiguration.Builder call, @Nullable Credentials own) {
        if (own == null) {
            return;
        }
        String bearer = own.get(Credentials.API_KEY);
        String id = own.get(ACCESS_KEY_ID);
        String key = own.get(SECRET_ACCESS_KEY);
        if (bearer != null) {
            SdkTokenProvider provider = () -> sdkToken(bearer);
            call.tokenIdentityProvider(provider).addPlugin(config -> schemeOf(config, BEARER));
        } else if (id != null && key != null) {
            call.credentialsProvider(StaticCredentialsProvider.create(credentials(id, key, own.get(SESSION_TOKEN))))
                    .addPlugin(config -> schemeOf(config, SIGV4));
        }
    }

    private static void schemeOf(SdkServiceClientConfiguration.Builder config, String scheme) {
        ((BedrockRuntimeServiceClientConfiguration.Builder) config).authSchemeProvider(only(scheme));
    }

    /** The bearer token that a call without the SDK carries, or {@code null} when it is to be signed. */
    @Nullable
    String bearer(@Nullable Credentials own) {
        String given = own == null ? null : own.get(Credentials.API_KEY);
        if (given != null) {
            return given.strip();
        }
        boolean signed = own != null && own.get(ACCESS_KEY_ID) != null;
        return token == null || signed ? null : token.reveal().strip();
    }

    /** The credentials that a call without the SDK is signed with. May ask a service for them: not on an event loop. */
    AwsCredentials signing(@Nullable Credentials own) {
        String id = own == null ? null : own.get(ACCESS_KEY_ID);
        String key = own == null ? null : own.get(SECRET_ACCESS_KEY);
        if (own != null && id != null && key != null) {
            return credentials(id, key, own.get(SESSION_TOKEN));
        }
        AwsCredentialsProvider provider = credentials;
        if (provider == null) {
            throw new IllegalStateException("no credentials to sign with");
        }
        return provider.resolveCredentials();
    }

    @Override
    public void close() {
        if (credentials instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }

    @Override
    public String toString() {
        return "BedrockAuth[" + (token != null ? "bearer" : "sigv4").toLowerCase(Locale.ROOT) + "]";
    }
}
