package dev.portolan.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Credentials;
import dev.portolan.error.AuthenticationFailed;
import dev.portolan.error.Cancelled;
import dev.portolan.recorded.OwnSettings;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.vertex.VertexSimulator;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.Secret;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who calls: told by a token, however it is come by. All services that tokens are asked of are on loopback. */
@Timeout(60)
class AuthenticationTest {

    private final VertexSimulator simulator = VertexSimulator.builder()
            .apiKeys("fresh", "other")
            .responder(Responder.text("Yes."))
            .start();
    private final MockWebServer tokens = new MockWebServer();

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        tokens.start();
    }

    @AfterEach
    void stop() {
        tokens.close();
        simulator.close();
    }

    private void issue(String body) {
        tokens.enqueue(new MockResponse.Builder()
                .addHeader("content-type", "application/json")
                .body(body)
                .build());
    }

    private VertexConnection connection(Map<String, String> settings) {
        java.util.Map<String, String> all = new java.util.HashMap<>(settings);
        all.putIfAbsent("project", "acme");
        all.put("location", "us-central1");
        all.put("endpoint", simulator.baseUrl().toString());
        return VertexConnection.builder().settings(new OwnSettings(all)).build();
    }

    private static String ask(VertexConnection connection, CallContext context) {
        ChatModel model = connection.chatModel(
                ModelSettings.builder("a", "gemini-3.5-flash").build());
        return model.chat(ChatRequest.of("Who am I?"), context).text();
    }

    private String authorization() {
        return simulator
                .requests()
                .get(simulator.requests().size() - 1)
                .headers()
                .get("authorization")
                .get(0);
    }

    private String serviceAccount() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        String key = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(keys.generateKeyPair().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        ObjectNode file = WireJson.mapper().createObjectNode();
        file.put("type", "service_account")
                .put("project_id", "of-the-file")
                .put("private_key_id", "k1")
                .put("private_key", key)
                .put("client_email", "robot@acme.iam.gserviceaccount.com")
                .put("client_id", "1")
                .put("token_uri", tokens.url("/token").toString());
        return file.toString();
    }

    @Test
    void aServiceAccountOfAFileFetchesItsTokenOnce() throws Exception {
        issue("{\"access_token\":\"fresh\",\"expires_in\":3600,\"token_type\":\"Bearer\"}");
        Path file = Files.writeString(folder.resolve("robot.json"), serviceAccount());
        try (VertexConnection connection = connection(Map.of("credentials-file", file.toString()))) {
            assertThat(ask(connection, CallContext.EMPTY)).isEqualTo("Yes.");
            assertThat(ask(connection, CallContext.EMPTY)).isEqualTo("Yes.");
        }
        assertThat(tokens.getRequestCount()).isEqualTo(1);
        assertThat(authorization()).isEqualTo("Bearer fresh");
    }

    @Test
    void theContentOfTheFileWillDoAndNamesTheProject() throws Exception {
        issue("{\"access_token\":\"fresh\",\"expires_in\":3600,\"token_type\":\"Bearer\"}");
        java.util.Map<String, String> settings = new java.util.HashMap<>(Map.of("credentials-json", serviceAccount()));
        settings.put("location", "us-central1");
        settings.put("endpoint", simulator.baseUrl().toString());
        try (VertexConnection connection =
                VertexConnection.builder().settings(new OwnSettings(settings)).build()) {
            assertThat(ask(connection, CallContext.EMPTY)).isEqualTo("Yes.");
        }
        assertThat(simulator.requests().get(0).body()).contains("projects/of-the-file/");
    }

    @Test
    void anAccountIsImpersonatedByAnother() throws Exception {
        issue("{\"access_token\":\"of-robot\",\"expires_in\":3600,\"token_type\":\"Bearer\"}");
        issue("{\"accessToken\":\"fresh\",\"expireTime\":\"2099-01-01T00:00:00Z\"}");
        Path file = Files.writeString(folder.resolve("robot.json"), serviceAccount());
        try (VertexConnection connection = connection(Map.of(
                "credentials-file",
                file.toString(),
                "impersonate",
                "boss@acme.iam.gserviceaccount.com",
                "iam-endpoint",
                tokens.url("").toString().replaceAll("/$", ""),
                "quota-project",
                "payer"))) {
            assertThat(ask(connection, CallContext.EMPTY)).isEqualTo("Yes.");
        }
        tokens.takeRequest();
        RecordedRequest asked = tokens.takeRequest();
        assertThat(asked.getTarget()).contains("boss@acme.iam.gserviceaccount.com:generateAccessToken");
        assertThat(asked.getHeaders().get("authorization")).isEqualTo("Bearer of-robot");
        assertThat(simulator.requests().get(0).headers().get("x-goog-user-project"))
                .containsExactly("payer");
    }

    /** The SDK trades tokens in with Google's own service only, so that it is left to fail before it gets there. */
    @Test
    void aWorkloadOfAnotherCloudReadsItsOwnTokenToTradeItIn() throws Exception {
        ObjectNode file = WireJson.mapper().createObjectNode();
        file.put("type", "external_account")
                .put("audience", "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q")
                .put("subject_token_type", "urn:ietf:params:oauth:token-type:jwt")
                .put("token_url", "https://sts.googleapis.com/v1/token");
        file.putObject("credential_source").put("file", folder + "/subject-token");
        Path credentials = Files.writeString(folder.resolve("pool.json"), file.toString());
        try (VertexConnection connection = connection(Map.of("credentials-file", credentials.toString()))) {
            assertThatThrownBy(() -> ask(connection, CallContext.EMPTY))
                    .isInstanceOfSatisfying(
                            AuthenticationFailed.class,
                            e -> assertThat(e.vendorMessage()).contains("subject-token"));
        }
    }

    @Test
    void aTokenIsReadAnewForEachCall() {
        Deque<String> renewed = new ArrayDeque<>(List.of("fresh\n", "other"));
        try (VertexConnection connection = VertexConnection.builder()
                .project("acme")
                .location("global")
                .endpoint(simulator.baseUrl())
                .accessToken(Secret.from(renewed::pop))
                .build()) {
            ask(connection, CallContext.EMPTY);
            assertThat(authorization()).isEqualTo("Bearer fresh");
            ask(connection, CallContext.EMPTY);
            assertThat(authorization()).isEqualTo("Bearer other");
        }
    }

    @Test
    void credentialsMayComeInTheSdkSOwnForm() {
        try (VertexConnection connection = VertexConnection.builder()
                .project("acme")
                .location("global")
                .endpoint(simulator.baseUrl())
                .credentials(GoogleCredentials.create(new AccessToken("fresh", null)))
                .build()) {
            assertThat(ask(connection, CallContext.EMPTY)).isEqualTo("Yes.");
            assertThat(ask(
                            connection,
                            CallContext.builder()
                                    .credentials(Credentials.of(Map.of("access-token", "other")))
                                    .build()))
                    .isEqualTo("Yes.");
            assertThat(authorization()).isEqualTo("Bearer other");
        }
    }

    @Test
    void anEmulatorIsToldNobody() {
        try (VertexSimulator open = VertexSimulator.start(Responder.text("Yes."));
                VertexConnection connection = VertexConnection.builder()
                        .settings(new OwnSettings(Map.of(
                                "auth", "none",
                                "project", "acme",
                                "location", "global",
                                "endpoint", open.baseUrl().toString())))
                        .build()) {
            assertThat(ask(connection, CallContext.EMPTY)).isEqualTo("Yes.");
            assertThat(open.requests().get(0).headers()).doesNotContainKey("authorization");
        }
    }

    @Test
    void theDefaultsAreLookedForAtTheFirstCallAndKept() {
        List<String> looked = new ArrayList<>();
        ConnectionOptions options = new ConnectionOptions();
        VertexAuth auth = new VertexAuth(options, "localhost", () -> {
            looked.add("once");
            return GoogleCredentials.create(new AccessToken("fresh", null));
        });
        assertThat(looked).isEmpty();
        for (int i = 0; i < 2; i++) {
            try (CallGuard guard = CallGuard.start(CallContext.EMPTY)) {
                assertThat(auth.headers(null, guard)).containsEntry("authorization", "Bearer fresh");
            }
        }
        assertThat(looked).hasSize(1);
        assertThat(auth).hasToString("VertexAuth[default]");
        auth.close();
    }

    @Test
    void whatIsNoFileOfCredentialsIsToldWithoutQuotingIt() {
        try (VertexConnection connection = connection(Map.of("credentials-json", "{\"type\":\"pl4nted\"}"))) {
            assertThatThrownBy(() -> ask(connection, CallContext.EMPTY))
                    .isInstanceOf(AuthenticationFailed.class)
                    .hasMessageNotContaining("pl4nted");
        }
        try (VertexConnection connection = connection(Map.of("credentials-file", folder + "/none.json"))) {
            assertThatThrownBy(() -> ask(connection, CallContext.EMPTY)).isInstanceOf(AuthenticationFailed.class);
        }
    }

    @Test
    void aRefusedKeyIsAFailureOfAuthentication() throws Exception {
        tokens.enqueue(new MockResponse.Builder()
                .code(400)
                .body("{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}")
                .build());
        try (VertexConnection connection = connection(Map.of("credentials-json", serviceAccount()))) {
            assertThatThrownBy(() -> ask(connection, CallContext.EMPTY)).isInstanceOf(AuthenticationFailed.class);
        }
    }

    @Test
    void aCallThatIsCancelledDoesNotWaitForItsToken() {
        ConnectionOptions options = new ConnectionOptions();
        java.util.concurrent.CountDownLatch never = new java.util.concurrent.CountDownLatch(1);
        Cancellation cancellation = new Cancellation();
        VertexAuth auth = new VertexAuth(options, "localhost", () -> {
            cancellation.cancel();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("too late");
        });
        try (CallGuard guard =
                CallGuard.start(CallContext.builder().cancellation(cancellation).build())) {
            assertThatThrownBy(() -> auth.headers(null, guard)).isInstanceOf(Cancelled.class);
        } finally {
            never.countDown();
            auth.close();
        }
    }

    @Test
    void theBytesOfATokenStayOutOfToString() {
        try (VertexConnection connection = connection(Map.of("access-token", "pl4nted"))) {
            assertThat(connection.toString() + StandardCharsets.UTF_8).doesNotContain("pl4nted");
        }
    }
}
