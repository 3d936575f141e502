package dev.portolan.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.Credentials;
import dev.portolan.error.AuthenticationFailed;
import dev.portolan.error.Cancelled;
import dev.portolan.simulator.ScriptedServer;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

@Timeout(60)
class AuthenticationTest {

    private final List<TokenRequestContext> asked = new ArrayList<>();

    @Test
    void aTokenIsFetchedOnceAndKeptWhileItIsGood() {
        try (ScriptedServer server = new ScriptedServer(Wire.json(200, Wire.whole("Hello")))) {
            ChatModel model = model(server, tokens(3_600));
            model.chat(Wire.REQUEST);
            model.chat(Wire.REQUEST);
            assertThat(asked).hasSize(1);
            assertThat(asked.get(0).getScopes()).containsExactly("https://cognitiveservices.azure.com/.default");
            assertThat(server.requests())
                    .allSatisfy(sent -> assertThat(sent.head())
                            .containsIgnoringCase("Authorization: Bearer t0ken-1\r\n")
                            .doesNotContainIgnoringCase("api-key"));
        }
    }

    @Test
    void aTokenThatExpiresIsFetchedAnew() {
        try (ScriptedServer server = new ScriptedServer(Wire.json(200, Wire.whole("Hello")))) {
            ChatModel model = model(server, tokens(-1));
            model.chat(Wire.REQUEST);
            model.chat(Wire.REQUEST);
            assertThat(asked).hasSize(2);
            assertThat(server.requests().get(1).head()).containsIgnoringCase("Bearer t0ken-2");
        }
    }

    @Test
    void aTokenThatExpiresSoonServesUntilTheNextHasCome() throws Exception {
        List<Sinks.One<AccessToken>> pending = new ArrayList<>();
        TokenCache cache = new TokenCache(
                request -> {
                    pending.add(Sinks.one());
                    return pending.get(pending.size() - 1).asMono();
                },
                "scope",
                Clock.systemUTC());
        CompletableFuture<AccessToken> first = cache.get();
        CompletableFuture<AccessToken> second = cache.get();
        second.cancel(true);
        pending.get(0).tryEmitValue(new AccessToken("a", OffsetDateTime.now().plusMinutes(3)));
        assertThat(first.get().getToken()).isEqualTo("a");
        assertThat(cache.get().get().getToken()).isEqualTo("a");
        assertThat(cache.get().get().getToken()).isEqualTo("a");
        assertThat(pending).hasSize(2);
        pending.get(1).tryEmitValue(new AccessToken("b", OffsetDateTime.now().plusHours(1)));
        assertThat(cache.get().get().getToken()).isEqualTo("b");
        assertThat(pending).hasSize(2);
    }

    @Test
    void afterAFailureTheNextCallAsksAtOnce() throws Exception {
        TokenCache cache = new TokenCache(
                request -> {
                    asked.add(request);
                    return asked.size() == 1
                            ? Mono.error(new IllegalStateException("no"))
                            : Mono.just(
                                    new AccessToken("a", OffsetDateTime.now().plusHours(1)));
                },
                "scope",
                Clock.systemUTC());
        assertThat(cache.get()).isCompletedExceptionally();
        assertThat(cache.get().get().getToken()).isEqualTo("a");
    }

    @Test
    void aCredentialThatFailsIsAnErrorOfAuthentication() {
        try (ScriptedServer server = new ScriptedServer(Wire.json(200, Wire.whole("Hello")))) {
            TokenCredential broken = request -> Mono.error(new IllegalStateException("AADSTS7000215: invalid secret"));
            AuthenticationFailed failure = catchThrowableOfType(
                    AuthenticationFailed.class, () -> model(server, broken).chat(Wire.REQUEST));
            assertThat(failure.vendorMessage()).contains("AADSTS7000215");
            assertThat(failure.getMessage())
                    .contains("Entra ID", "managed identity")
                    .doesNotContain("AADSTS");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void waitingForATokenCanBeCancelled() {
        try (ScriptedServer server = new ScriptedServer(Wire.json(200, Wire.whole("Hello")))) {
            Cancellation cancellation = new Cancellation();
            TokenCredential silent = request -> {
                new Thread(cancellation::cancel).start();
                return Mono.never();
            };
            CallContext context =
                    CallContext.builder().cancellation(cancellation).build();
            catchThrowableOfType(Cancelled.class, () -> model(server, silent).chat(Wire.REQUEST, context));
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aCallMayBringItsOwnKeyOrToken() {
        try (ScriptedServer server = new ScriptedServer(Wire.json(200, Wire.whole("Hello")))) {
            ChatModel model = Wire.model(server);
            model.chat(
                    Wire.REQUEST,
                    CallContext.builder().credentials(Credentials.apiKey("0wn")).build());
            model.chat(
                    Wire.REQUEST,
                    CallContext.builder()
                            .credentials(Credentials.of(Map.of("token", "us3r")))
                            .build());
            assertThat(server.requests().get(0).head()).containsIgnoringCase("api-key: 0wn\r\n");
            assertThat(server.requests().get(1).head())
                    .containsIgnoringCase("Authorization: Bearer us3r\r\n")
                    .doesNotContainIgnoringCase("api-key");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.openai.azure.com, https://cognitiveservices.azure.com/.default, https://login.microsoftonline.com",
        "https://a.openai.azure.us, https://cognitiveservices.azure.us/.default, https://login.microsoftonline.us",
        "https://a.openai.azure.cn, https://cognitiveservices.azure.cn/.default, https://login.chinacloudapi.cn",
        "https://llm.internal.example, https://cognitiveservices.azure.com/.default, https://login.microsoftonline.com"
    })
    void scopeAndAuthorityFollowTheCloud(URI endpoint, String scope, String authority) {
        assertThat(Authentication.scope(endpoint)).isEqualTo(scope);
        assertThat(Authentication.authorityHost(endpoint)).isEqualTo(authority);
    }

    @Test
    void aKeyAndACredentialTogetherAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AzureConnection.builder(URI.create("https://a.openai.azure.com"))
                        .apiKey(Secret.of("k"))
                        .credential(tokens(1))
                        .build())
                .withMessageContaining("not both");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AzureConnection.builder(URI.create("https://a.openai.azure.com"))
                        .build())
                .withMessageContaining("api-key");
    }

    @Test
    void theMissingLibraryOfIdentitiesIsNamed() {
        ClassLoader without = new ClassLoader(null) {};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IdentityCredentials.create(without, "https://login.microsoftonline.com", null, null))
                .withMessageContaining("com.azure:azure-identity");
    }

    private TokenCredential tokens(long seconds) {
        return request -> {
            asked.add(request);
            return Mono.just(new AccessToken(
                    "t0ken-" + asked.size(), OffsetDateTime.now().plusSeconds(seconds)));
        };
    }

    private static ChatModel model(ScriptedServer server, TokenCredential credential) {
        return AzureConnection.builder(Wire.url(server))
                .credential(credential)
                .build()
                .chatModel(ModelSettings.builder("assistant", "gpt-4o-mini").build());
    }
}
