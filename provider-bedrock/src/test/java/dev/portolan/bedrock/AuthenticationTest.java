package dev.portolan.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.recorded.OwnSettings;
import dev.portolan.simulator.ReceivedRequest;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.ScriptedServer;
import dev.portolan.simulator.bedrock.BedrockSimulator;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.Secret;
import dev.portolan.spi.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;

/** Who calls, and where to: each way alone, and none that was not asked for. Nothing leaves the machine. */
@Timeout(60)
class AuthenticationTest {

    private static final String ENVIRONMENT_TOKEN = "aws.bearerTokenBedrock";
    private static final String MODEL = "amazon.nova-lite-v1:0";
    private static final String ID = "AKIDEXAMPLE";
    private static final String KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private final List<String> properties = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void forgetProperties() {
        properties.forEach(System::clearProperty);
    }

    private void property(String name, String value) {
        properties.add(name);
        System.setProperty(name, value);
    }

    private static BedrockConnection connection(URI endpoint, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("region", "us-east-1");
        all.put("http2", "false");
        all.put("endpoint", endpoint.toString());
        return BedrockConnection.builder().settings(new OwnSettings(all)).build();
    }

    private static String said(BedrockConnection connection) {
        ChatModel model = connection.chatModel(ModelSettings.builder("a", MODEL).build());
        return model.chat(ChatRequest.of("Hi")).text();
    }

    /** What one call carries, whatever the server thinks of it. */
    private static ReceivedRequest sent(Map<String, String> settings) {
        try (BedrockSimulator simulator = BedrockSimulator.start(Responder.echo());
                BedrockConnection connection = connection(simulator.baseUrl(), settings)) {
            assertThat(said(connection)).isEqualTo("Hi");
            return simulator.requests().get(0);
        }
    }

    @Test
    void anAccessKeySignsAndAWrongOneIsRefused() {
        try (BedrockSimulator simulator =
                BedrockSimulator.builder().credentials(ID, KEY).start()) {
            try (BedrockConnection right =
                    connection(simulator.baseUrl(), Map.of("access-key-id", ID, "secret-access-key", KEY + "\n"))) {
                assertThat(said(right)).isEqualTo("Hi");
            }
            try (BedrockConnection wrong =
                    connection(simulator.baseUrl(), Map.of("access-key-id", ID, "secret-access-key", "other"))) {
                assertThatThrownBy(() -> said(wrong))
                        .isInstanceOfSatisfying(
                                LlmException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.AUTHENTICATION));
            }
        }
    }

    @Test
    void anApiKeyIsABearerTokenAndAWrongOneIsRefused() {
        try (BedrockSimulator simulator =
                BedrockSimulator.builder().apiKeys("bedrock-key").start()) {
            try (BedrockConnection right = connection(simulator.baseUrl(), Map.of("api-key", "bedrock-key"))) {
                assertThat(said(right)).isEqualTo("Hi");
                assertThat(simulator.requests().get(0).header("authorization")).isEqualTo("Bearer bedrock-key");
            }
            try (BedrockConnection wrong = connection(simulator.baseUrl(), Map.of("api-key", "other"))) {
                assertThatThrownBy(() -> said(wrong)).isInstanceOf(LlmException.class);
            }
        }
    }

    @Test
    void aTokenOfTheEnvironmentOverridesNothingThatIsConfigured() throws Exception {
        property(ENVIRONMENT_TOKEN, "stray-token");
        assertThat(sent(Map.of("access-key-id", ID, "secret-access-key", KEY)).header("authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=" + ID + "/");
        assertThat(sent(Map.of("api-key", "bedrock-key")).header("authorization"))
                .isEqualTo("Bearer bedrock-key");
        // The SDK left to itself takes it, which is why it is not.
        try (BedrockSimulator simulator = BedrockSimulator.start(Responder.echo());
                BedrockRuntimeAsyncClient bare = BedrockRuntimeAsyncClient.builder()
                        .region(Region.US_EAST_1)
                        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(ID, KEY)))
                        .endpointOverride(simulator.baseUrl())
                        .build()) {
            catchThrowable(() -> bare.invokeModel(call -> call.modelId(MODEL).body(SdkBytes.fromUtf8String("{}")))
                    .join());
            assertThat(simulator.requests().get(0).header("authorization")).isEqualTo("Bearer stray-token");
        }
    }

    @Test
    void aProfileBringsItsKeyAndItsRegion() throws Exception {
        Path credentials = Files.writeString(
                folder.resolve("credentials"),
                "[default]\naws_access_key_id=AKIDDEFAULT\naws_secret_access_key=x\n"
                        + "[team]\naws_access_key_id=AKIDTEAM\naws_secret_access_key=" + KEY + "\n");
        Path config = Files.writeString(
                folder.resolve("config"), "[default]\nregion=us-west-2\n[profile team]\nregion=eu-central-1\n");
        property("aws.sharedCredentialsFile", credentials.toString());
        property("aws.configFile", config.toString());
        try (BedrockSimulator simulator = BedrockSimulator.start(Responder.echo());
                BedrockConnection connection = BedrockConnection.builder()
                        .profile("team")
                        .endpoint(simulator.baseUrl())
                        .build()) {
            assertThat(said(connection)).isEqualTo("Hi");
            assertThat(simulator.requests().get(0).header("authorization"))
                    .contains("Credential=AKIDTEAM/")
                    .contains("/eu-central-1/bedrock/aws4_request");
        }
    }

    @Test
    void aRoleIsAskedForWithTheKeyAndItsSessionSigns() {
        List<String> asked = new ArrayList<>();
        try (ScriptedServer sts = sts("AssumeRole", asked)) {
            ReceivedRequest sent = sent(Map.of(
                    "access-key-id",
                    ID,
                    "secret-access-key",
                    KEY,
                    "role-arn",
                    "arn:aws:iam::123456789012:role/models",
                    "external-id",
                    "ext-1",
                    "sts-endpoint",
                    "http://localhost:" + sts.port()));
            assertThat(asked)
                    .singleElement()
                    .asString()
                    .contains("Action=AssumeRole&")
                    .contains("RoleSessionName=portolan")
                    .contains("ExternalId=ext-1");
            assertThat(sts.requests().get(0).head()).contains("Credential=" + ID + "/");
            assertThat(sent.header("authorization")).contains("Credential=ASIAROLE/");
            assertThat(sent.header("x-amz-security-token")).isEqualTo("role-session");
        }
    }

    @Test
    void aTokenFromAFileIsExchangedForARole() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "ey.web.identity");
        List<String> asked = new ArrayList<>();
        try (ScriptedServer sts = sts("AssumeRoleWithWebIdentity", asked)) {
            ReceivedRequest sent = sent(Map.of(
                    "role-arn",
                    "arn:aws:iam::123456789012:role/models",
                    "web-identity-token-file",
                    token.toString(),
                    "sts-endpoint",
                    "http://localhost:" + sts.port()));
            assertThat(asked).singleElement().asString().contains("WebIdentityToken=ey.web.identity");
            assertThat(sts.requests().get(0).head()).doesNotContain("AWS4-HMAC");
            assertThat(sent.header("authorization")).contains("Credential=ASIAROLE/");
        }
    }

    /** STS as far as roles need it. */
    private static ScriptedServer sts(String action, List<String> asked) {
        String body = "<" + action + "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><" + action
                + "Result><Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
                + "<SessionToken>role-session</SessionToken><Expiration>"
                + Instant.now().plusSeconds(3_600)
                + "</Expiration></Credentials></" + action + "Result></" + action + "Response>";
        return new ScriptedServer(exchange -> {
            asked.add(exchange.body());
            exchange.write("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: " + body.length() + "\r\n\r\n"
                    + body);
            return true;
        });
    }

    @Test
    void halfAWebIdentityIsAMistakeOfTheConfiguration() {
        BedrockProvider provider = new BedrockProvider();
        assertThat(provider.check(new OwnSettings(Map.of("web-identity-token-file", "f"))))
                .containsOnlyKeys("role-arn");
        assertThat(provider.check(new OwnSettings(Map.of("auth", "web-identity", "role-arn", "r"))))
                .containsOnlyKeys("web-identity-token-file");
        // The platform may say both, as in a Kubernetes pod.
        assertThat(provider.check(new OwnSettings(Map.of("auth", "web-identity"))))
                .isEmpty();
    }

    @Test
    void rolesWithoutTheStsClientSayWhatIsMissing() throws Exception {
        ClassLoader without = new WithoutSts();
        Class<?> connection = without.loadClass(BedrockConnection.class.getName());
        Object builder = connection.getMethod("builder").invoke(null);
        Settings settings = new OwnSettings(Map.of("region", "us-east-1", "role-arn", "arn:aws:iam::1:role/r"));
        builder.getClass().getMethod("settings", Settings.class).invoke(builder, settings);
        Throwable thrown =
                catchThrowable(() -> builder.getClass().getMethod("build").invoke(builder));
        assertThat(thrown.getCause())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("software.amazon.awssdk:sts")
                .hasMessageContaining("url-connection-client");
    }

    /** Our classes anew, and of the optional modules none. */
    private static final class WithoutSts extends ClassLoader {

        WithoutSts() {
            super(AuthenticationTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("software.amazon.awssdk.services.sts.")
                    || name.startsWith("software.amazon.awssdk.http.urlconnection.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("dev.portolan.bedrock.") || name.equals(OwnSettings.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    void theAddressFollowsFromTheRegionFipsAndTheOverride() {
        assertThat(host(Map.of("region", "us-gov-west-1", "fips", "true")))
                .isEqualTo("bedrock-runtime-fips.us-gov-west-1.amazonaws.com");
        assertThat(host(Map.of("region", "eu-central-1"))).isEqualTo("bedrock-runtime.eu-central-1.amazonaws.com");
        assertThat(host(Map.of("region", "eu-central-1", "endpoint", "https://vpce-1.bedrock.example.com")))
                .isEqualTo("vpce-1.bedrock.example.com");
    }

    private static String host(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("api-key", "k");
        try (BedrockConnection connection =
                BedrockConnection.builder().settings(new OwnSettings(all)).build()) {
            return connection.toString().replaceAll("BedrockConnection\\[(.*)]", "$1");
        }
    }

    @Test
    void plainHttpStaysOnThisMachineUnlessItIsAllowed() {
        for (String setting : List.of("endpoint", "openai-base-url", "sts-endpoint")) {
            Map<String, String> remote = Map.of(
                    "region", "us-east-1", "access-key-id", ID, "secret-access-key", KEY, setting, "http://10.1.2.3/");
            assertThatThrownBy(() -> BedrockConnection.builder()
                            .settings(new OwnSettings(remote))
                            .build())
                    .as(setting)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("allow-http");
            Map<String, String> allowed = new HashMap<>(remote);
            allowed.put("allow-http", "true");
            BedrockConnection.builder()
                    .settings(new OwnSettings(allowed))
                    .build()
                    .close();
        }
        for (String loopback : List.of("http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1")) {
            Connections.to(loopback, false).close();
        }
    }

    @Test
    void theOpenAiPathIsSignedAsBedrockDemands() throws Exception {
        String answer =
                "{\"id\":\"c1\",\"object\":\"chat.completion\",\"model\":\"openai.gpt-oss-20b-1:0\",\"choices\":"
                        + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}";
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok(answer));
                BedrockConnection connection = connection(
                        URI.create("http://localhost:" + server.port()),
                        Map.of(
                                "api",
                                "openai",
                                "access-key-id",
                                ID,
                                "secret-access-key",
                                KEY,
                                "session-token",
                                "session-1"))) {
            ChatModel model = connection.chatModel(
                    ModelSettings.builder("a", "openai.gpt-oss-20b-1:0").build());
            assertThat(model.chat(ChatRequest.of("Hi")).text()).isEqualTo("Hello");
            ScriptedServer.Exchange sent = server.requests().get(0);
            assertThat(sent.head()).startsWith("POST /openai/v1/chat/completions HTTP/1.1");
            requireSigned(sent, "us-east-1", "session-1");
        }
    }

    @Test
    void theOpenAiPathTakesAnApiKeyAsItIs() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{\"choices\":[]}"));
                BedrockConnection connection = connection(
                        URI.create("http://localhost:" + server.port()), Map.of("api", "openai", "api-key", "k-1\n"))) {
            ChatModel model = connection.chatModel(
                    ModelSettings.builder("a", "openai.gpt-oss-20b-1:0").build());
            catchThrowable(() -> model.chat(ChatRequest.of("Hi")));
            assertThat(server.requests().get(0).head().toLowerCase(Locale.ROOT))
                    .contains("authorization: bearer k-1\r\n");
        }
    }

    /** Computes the signature anew, after AWS's description of Signature Version 4, from what arrived. */
    private static void requireSigned(ScriptedServer.Exchange sent, String region, String session) throws Exception {
        Map<String, String> headers = new TreeMap<>();
        for (String line : sent.head().split("\r\n")) {
            int colon = line.indexOf(':');
            if (colon > 0 && !line.startsWith("POST ")) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        Matcher said = Pattern.compile(
                        "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request, ?SignedHeaders=([^,]+), ?"
                                + "Signature=([0-9a-f]{64})")
                .matcher(headers.get("authorization"));
        assertThat(said.matches()).as(headers.get("authorization")).isTrue();
        assertThat(said.group(1)).isEqualTo(ID);
        assertThat(said.group(3)).isEqualTo(region);
        assertThat(said.group(4)).isEqualTo("bedrock");
        assertThat(said.group(5).split(";")).contains("host", "x-amz-date", "x-amz-security-token");
        assertThat(headers).containsEntry("x-amz-security-token", session);

        StringBuilder canonical =
                new StringBuilder("POST\n").append(sent.head().split(" ")[1]).append("\n\n");
        Arrays.stream(said.group(5).split(";"))
                .forEach(name -> canonical
                        .append(name)
                        .append(':')
                        .append(headers.get(name))
                        .append('\n'));
        canonical.append('\n').append(said.group(5)).append('\n').append(sha256(sent.body()));
        String scope = said.group(2) + "/" + region + "/bedrock/aws4_request";
        String toSign =
                "AWS4-HMAC-SHA256\n" + headers.get("x-amz-date") + "\n" + scope + "\n" + sha256(canonical.toString());
        byte[] key = ("AWS4" + KEY).getBytes(StandardCharsets.UTF_8);
        for (String step : scope.split("/")) {
            key = hmac(key, step);
        }
        assertThat(said.group(6)).isEqualTo(HexFormat.of().formatHex(hmac(key, toSign)));
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] hmac(byte[] key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aSecretIsReadAnewForEachCall() {
        AtomicReference<String> key = new AtomicReference<>("first");
        try (BedrockSimulator simulator = BedrockSimulator.start(Responder.echo());
                BedrockConnection connection = BedrockConnection.builder()
                        .region("us-east-1")
                        .apiKey(Secret.from(key::get))
                        .endpoint(simulator.baseUrl())
                        .build()) {
            said(connection);
            key.set("second");
            said(connection);
            assertThat(simulator.requests())
                    .extracting(sent -> sent.header("authorization"))
                    .containsExactly("Bearer first", "Bearer second");
        }
    }
}
