package dev.portolan.simulator.bedrock;

import static dev.portolan.simulator.bedrock.Client.CLAUDE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.simulator.Responder;
import dev.portolan.simulator.bedrock.Client.Answer;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Credentials, models, limits: what is around the answers. */
class BedrockSimulatorTest {

    private static final String HI = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"hi\"}]}]}";
    private static final Instant NOW = Instant.parse("2026-01-15T09:30:00Z");
    private static final String COMMON = ":http://internal.amazon.com/coral/com.amazon.coral.service/";

    /** A signature as a client makes it; each part can be spoiled. */
    private record Signed(
            String path,
            String body,
            String time,
            String key,
            String secret,
            String service,
            Map<String, String> more) {

        static Signed right() {
            return new Signed(
                    "/model/anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse",
                    HI, "20260115T092900Z", "AKID", "secret", "bedrock", Map.of());
        }

        Answer send(BedrockSimulator simulator, UnaryOperator<String> authorization, String sentBody) {
            Client client = new Client(simulator);
            TreeMap<String, List<String>> headers = new TreeMap<>();
            headers.put("content-type", List.of("application/json"));
            headers.put("host", List.of("127.0.0.1:" + simulator.port()));
            headers.put("x-amz-date", List.of(time));
            more.forEach((name, value) -> headers.put(name, List.of(value)));
            List<String> names = new ArrayList<>(headers.keySet());
            String hash = more.getOrDefault("x-amz-content-sha256", SignatureV4.hash(body));
            String scope = time.substring(0, 8) + "/eu-west-1/" + service + "/aws4_request";
            String canonical = SignatureV4.canonicalRequest("POST", path, "", headers, names, hash);
            String signature = SignatureV4.sign(secret, scope, SignatureV4.stringToSign(time, scope, canonical));
            HttpRequest.Builder request = client.request(path).header("x-amz-date", time);
            more.forEach(request::header);
            return client.send(request.header(
                            "authorization",
                            authorization.apply("AWS4-HMAC-SHA256 Credential=" + key + "/" + scope + ", SignedHeaders="
                                    + String.join(";", names) + ", Signature=" + signature))
                    .POST(HttpRequest.BodyPublishers.ofString(sentBody)));
        }

        Answer send(BedrockSimulator simulator) {
            return send(simulator, UnaryOperator.identity(), body);
        }

        Signed withPath(String value) {
            return new Signed(value, body, time, key, secret, service, more);
        }

        Signed withTime(String value) {
            return new Signed(path, body, value, key, secret, service, more);
        }

        Signed withKey(String id, String value) {
            return new Signed(path, body, time, id, value, service, more);
        }

        Signed withService(String value) {
            return new Signed(path, body, time, key, secret, value, more);
        }

        Signed with(String name, String value) {
            return new Signed(path, body, time, key, secret, service, Map.of(name, value));
        }
    }

    private static BedrockSimulator guarded() {
        return BedrockSimulator.builder()
                .clock(InstantSource.fixed(NOW))
                .credentials("AKID", "secret")
                .sessionCredentials("ASIA", "short", "token", NOW.plusSeconds(60))
                .sessionCredentials("OLD", "short", "token", NOW)
                .apiKeys("bedrock-api-key")
                .start();
    }

    private static void denied(Answer answer, String error, String message) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("x-amzn-errortype")).isEqualTo(error + COMMON);
        assertThat(answer.message()).isEqualTo(message);
        assertThat(answer.header("x-amzn-requestid")).isNotEmpty();
    }

    @Test
    void rightSignaturesAreTakenForRawAndCodedPathsAlike() {
        try (BedrockSimulator simulator = guarded()) {
            assertThat(Signed.right().send(simulator).status()).isEqualTo(200);
            assertThat(Signed.right()
                            .withPath("/model/anthropic.claude-sonnet-4-5-20250929-v1:0/converse")
                            .send(simulator)
                            .status())
                    .isEqualTo(200);
            assertThat(Signed.right()
                            .withPath("/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2F"
                                    + "us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse")
                            .send(simulator)
                            .status())
                    .isEqualTo(200);
            assertThat(simulator.requests().get(2).prompt().model())
                    .isEqualTo("arn:aws:bedrock:us-east-1:123456789012:inference-profile/"
                            + "us.anthropic.claude-sonnet-4-5-20250929-v1:0");
        }
    }

    @Test
    void payloadsMayBeSignedByTheirHashOrNotAtAll() {
        try (BedrockSimulator simulator = guarded()) {
            assertThat(Signed.right()
                            .with("x-amz-content-sha256", SignatureV4.hash(HI))
                            .send(simulator)
                            .status())
                    .isEqualTo(200);
            assertThat(Signed.right()
                            .with("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
                            .send(simulator)
                            .status())
                    .isEqualTo(200);
            assertThat(Signed.right()
                            .with("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
                            .send(simulator)
                            .status())
                    .isEqualTo(200);
            assertThat(Signed.right()
                            .with("x-amz-content-sha256", SignatureV4.hash("other"))
                            .send(simulator)
                            .error())
                    .isEqualTo("InvalidSignatureException");
        }
    }

    @Test
    void wrongSignaturesAreRefused() {
        String wrong =
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret"
                        + " Access Key and signing method. Consult the service documentation for details.";
        try (BedrockSimulator simulator = guarded()) {
            denied(Signed.right().withKey("AKID", "guess").send(simulator), "InvalidSignatureException", wrong);
            denied(
                    Signed.right().send(simulator, UnaryOperator.identity(), HI.replace("hi", "ho")),
                    "InvalidSignatureException",
                    wrong);
            denied(
                    Signed.right().withKey("NOBODY", "secret").send(simulator),
                    "UnrecognizedClientException",
                    "The security token included in the request is invalid.");
            denied(
                    Signed.right().withService("s3").send(simulator),
                    "InvalidSignatureException",
                    "Credential should be scoped to correct service: 'bedrock'. ");
            denied(
                    Signed.right().send(simulator, header -> header.replaceFirst("Signature=.*", ""), HI),
                    "IncompleteSignatureException",
                    "Authorization header requires 'Signature' parameter.");
        }
    }

    @Test
    void oldSignaturesAndOldSessionsAreExpired() {
        try (BedrockSimulator simulator = guarded()) {
            denied(
                    Signed.right().withTime("20260115T092459Z").send(simulator),
                    "InvalidSignatureException",
                    "Signature expired: 20260115T092459Z is now earlier than 20260115T092500Z (20260115T093000Z - 5 min.)");
            denied(
                    Signed.right().withTime("20260115T093501Z").send(simulator),
                    "InvalidSignatureException",
                    "Signature not yet current: 20260115T093501Z is still later than 20260115T093500Z (20260115T093000Z + 5"
                            + " min.)");
            denied(
                    Signed.right()
                            .withKey("OLD", "short")
                            .with("x-amz-security-token", "token")
                            .send(simulator),
                    "ExpiredTokenException",
                    "The security token included in the request is expired");
            assertThat(Signed.right()
                            .withKey("ASIA", "short")
                            .with("x-amz-security-token", "token")
                            .send(simulator)
                            .status())
                    .isEqualTo(200);
            assertThat(Signed.right().withKey("ASIA", "short").send(simulator).error())
                    .isEqualTo("UnrecognizedClientException");
        }
    }

    @Test
    void apiKeysAreBearerTokens() {
        try (BedrockSimulator simulator = guarded()) {
            Client client = new Client(simulator);
            Answer wrong = client.converse(CLAUDE, HI);
            Answer right = client.send(client.request("/model/" + CLAUDE + "/converse")
                    .header("authorization", "Bearer bedrock-api-key")
                    .POST(HttpRequest.BodyPublishers.ofString(HI)));
            Answer none = client.send(
                    client.request("/model/" + CLAUDE + "/converse").POST(HttpRequest.BodyPublishers.ofString(HI)));

            assertThat(right.status()).isEqualTo(200);
            assertThat(wrong.status()).isEqualTo(403);
            assertThat(wrong.error()).isEqualTo("AccessDeniedException");
            assertThat(wrong.at("/Message").asText())
                    .isEqualTo("Authentication failed: Please make sure your API Key is valid.");
            denied(none, "MissingAuthenticationTokenException", "Missing Authentication Token");
        }
    }

    @Test
    void withoutCredentialsAnySignatureWillDoButNotNone() {
        try (BedrockSimulator simulator = BedrockSimulator.start(Responder.echo())) {
            assertThat(Signed.right()
                            .withKey("any", "thing")
                            .withTime("20200101T000000Z")
                            .send(simulator)
                            .status())
                    .isEqualTo(200);
            Client client = new Client(simulator);
            assertThat(client.send(client.request("/model/x/converse").POST(HttpRequest.BodyPublishers.ofString(HI)))
                            .error())
                    .isEqualTo("MissingAuthenticationTokenException");
        }
    }

    @Test
    void modelsAreKnownUnknownOrRetired() {
        try (BedrockSimulator simulator = BedrockSimulator.builder()
                .models(CLAUDE)
                .retiredModels("anthropic.claude-v2")
                .start()) {
            Client client = new Client(simulator);
            Answer unknown = client.say("amazon.nova-lite-v1:0", "hi");
            Answer retired = client.say("anthropic.claude-v2", "hi");

            assertThat(client.say(CLAUDE, "hi").status()).isEqualTo(200);
            assertThat(unknown.status()).isEqualTo(400);
            assertThat(unknown.error()).isEqualTo("ValidationException");
            assertThat(unknown.message()).isEqualTo("The provided model identifier is invalid.");
            assertThat(retired.status()).isEqualTo(404);
            assertThat(retired.error()).isEqualTo("ResourceNotFoundException");
            assertThat(retired.message()).startsWith("This model version has reached the end of its life.");
        }
    }

    @Test
    void anIllFormedIdIsNoModelAndAnotherPathNoOperation() {
        try (BedrockSimulator simulator = BedrockSimulator.start(Responder.echo())) {
            Client client = new Client(simulator);

            assertThat(client.say("what%20ever", "hi").message())
                    .isEqualTo("The provided model identifier is invalid.");
            Answer other = client.post(CLAUDE, "apply", "{}");
            assertThat(other.status()).isEqualTo(404);
            assertThat(other.error()).isEqualTo("UnknownOperationException");
        }
    }

    @Test
    void whoAsksTooMuchIsThrottled() {
        try (BedrockSimulator requests =
                        BedrockSimulator.builder().rateLimit(1, 100_000).start();
                BedrockSimulator tokens =
                        BedrockSimulator.builder().rateLimit(100, 20).start()) {
            Client client = new Client(requests);
            client.say(CLAUDE, "hi");
            Answer second = client.say(CLAUDE, "hi");

            assertThat(second.status()).isEqualTo(429);
            assertThat(second.error()).isEqualTo("ThrottlingException");
            assertThat(second.message()).isEqualTo("Too many requests, please wait before trying again.");
            assertThat(new Client(tokens).say(CLAUDE, "word ".repeat(30)).message())
                    .isEqualTo("Too many tokens, please wait before trying again.");
        }
    }

    @Test
    void aResponderThatFailsIsAServerErrorAndRequestsAreKept() {
        try (BedrockSimulator simulator = BedrockSimulator.start(prompt -> {
            throw new IllegalStateException("boom");
        })) {
            Answer answer = new Client(simulator).say(CLAUDE, "hi there");

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.error()).isEqualTo("InternalServerException");
            assertThat(simulator.requests()).hasSize(1);
            assertThat(simulator.requests().get(0).prompt().userText()).isEqualTo("hi there");
            assertThat(simulator.vendor()).isEqualTo("bedrock");
            assertThat(simulator.toString()).isEqualTo("BedrockSimulator[http://127.0.0.1:" + simulator.port() + "]");
        }
    }

    @Test
    void twoRunsGiveTheSameBytes() {
        String first;
        try (BedrockSimulator simulator = BedrockSimulator.start(Responder.echo())) {
            first = new Client(simulator).stream(CLAUDE, HI).text();
        }
        try (BedrockSimulator simulator = BedrockSimulator.start(Responder.echo())) {
            assertThat(new Client(simulator).stream(CLAUDE, HI).text()).isEqualTo(first);
        }
    }
}
