package dev.portolan.simulator.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.simulator.Pace;
import dev.portolan.simulator.Responder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Keys, models, limits, pace, embeddings: what is around the answers. */
class OpenAiSimulatorTest {

    private static final String HI = "{'model':'gpt-4o','messages':[{'role':'user','content':'hi there'}]}";
    private static final String STREAM =
            "{\"model\":\"gpt-4o\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"one two three four\"}]}";

    @Test
    void aRequestWithoutAKeyIsRefused() {
        try (OpenAiSimulator simulator = OpenAiSimulator.builder().start()) {
            Client client = new Client(simulator);
            Client.Answer answer =
                    client.send(HttpRequest.newBuilder(simulator.baseUrl().resolve("/v1/models"))
                            .GET());

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.at("/error/message").asText()).startsWith("You didn't provide an API key.");
            assertThat(answer.at("/error/code").isNull()).isTrue();
        }
    }

    @Test
    void aWrongKeyIsRefusedAndNotRepeatedInFull() {
        try (OpenAiSimulator simulator =
                OpenAiSimulator.builder().apiKeys("sk-right").start()) {
            Client client = new Client(simulator);
            Client.Answer answer =
                    client.send(HttpRequest.newBuilder(simulator.baseUrl().resolve("/v1/chat/completions"))
                            .header("authorization", "Bearer sk-wrong-key-0000-1234")
                            .POST(HttpRequest.BodyPublishers.ofString(HI)));

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.at("/error/code").asText()).isEqualTo("invalid_api_key");
            assertThat(answer.at("/error/message").asText())
                    .isEqualTo("Incorrect API key provided: sk-wrong**********1234. You can find your API key at"
                            + " https://platform.openai.com/account/api-keys.");
            assertThat(client.chat(HI).status()).isEqualTo(401);
        }
    }

    @Test
    void anUnknownModelIs404InOneApiAnd400InTheOther() {
        try (OpenAiSimulator simulator = OpenAiSimulator.builder()
                .models("gpt-4o", "text-embedding-3-small")
                .start()) {
            Client client = new Client(simulator);

            assertThat(client.chat(HI).status()).isEqualTo(200);
            Client.Answer chat = client.chat(HI.replace("gpt-4o", "gpt-9"));
            assertThat(chat.status()).isEqualTo(404);
            assertThat(chat.at("/error/code").asText()).isEqualTo("model_not_found");
            assertThat(chat.at("/error/message").asText())
                    .isEqualTo("The model `gpt-9` does not exist or you do not have access to it.");
            Client.Answer responses = client.responses("{'model':'gpt-9','input':'hi'}");
            assertThat(responses.status()).isEqualTo(400);
            assertThat(responses.at("/error/param").asText()).isEqualTo("model");
            assertThat(client.post("/embeddings", "{'model':'gpt-9','input':'hi'}")
                            .status())
                    .isEqualTo(404);
            assertThat(client.get("/models").at("/data").findValuesAsText("id"))
                    .containsExactly("gpt-4o", "text-embedding-3-small");
            assertThat(client.get("/models/gpt-4o").at("/object").asText()).isEqualTo("model");
            assertThat(client.get("/models/gpt-9").status()).isEqualTo(404);
        }
    }

    @Test
    void requestsBeyondTheLimitAreToldWhenToComeBack() {
        try (OpenAiSimulator simulator =
                OpenAiSimulator.builder().rateLimit(2, 1_000).start()) {
            Client client = new Client(simulator);
            assertThat(client.chat(HI).header("x-ratelimit-remaining-requests")).isEqualTo("1");
            client.chat(HI);
            Client.Answer third = client.chat(HI);

            assertThat(third.status()).isEqualTo(429);
            assertThat(third.at("/error/type").asText()).isEqualTo("requests");
            assertThat(third.at("/error/code").asText()).isEqualTo("rate_limit_exceeded");
            assertThat(Integer.parseInt(third.header("retry-after"))).isBetween(25, 30);
            assertThat(Long.parseLong(third.header("retry-after-ms"))).isBetween(25_000L, 30_000L);
        }
    }

    @Test
    void aRequestThatCanNeverPassIsNotToldToComeBack() {
        try (OpenAiSimulator simulator =
                OpenAiSimulator.builder().rateLimit(10, 100).start()) {
            Client.Answer answer = new Client(simulator).chat(HI.replace("hi", "hi ".repeat(200)));

            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.at("/error/type").asText()).isEqualTo("tokens");
            assertThat(answer.at("/error/message").asText()).startsWith("Request too large for gpt-4o");
            assertThat(answer.header("retry-after")).isEmpty();
        }
    }

    @Test
    void requestsAreKeptAsTheyWereSentRefusedOnesToo() {
        try (OpenAiSimulator simulator =
                OpenAiSimulator.builder().requestsKept(2).start()) {
            Client client = new Client(simulator);
            client.get("/models");
            client.chat("{'model':'gpt-4o'}");
            client.chat(HI);

            assertThat(simulator.requests()).hasSize(2);
            assertThat(simulator.requests().get(0).prompt()).isNull();
            assertThat(simulator.requests().get(0).body()).isEqualTo("{\"model\":\"gpt-4o\"}");
            assertThat(simulator.requests().get(1).header("authorization")).isEqualTo("Bearer sk-test");
            assertThat(simulator.requests().get(1).prompt().model()).isEqualTo("gpt-4o");
            assertThat(simulator.requests().get(1).toString()).doesNotContain("hi there");
            simulator.forgetRequests();
            assertThat(simulator.requests()).isEmpty();
        }
    }

    @Test
    void embeddingsAreUnitVectorsAndAlikeForAlikeTexts() {
        try (OpenAiSimulator simulator = OpenAiSimulator.start(Responder.echo())) {
            JsonNode answer = new Client(simulator)
                    .post(
                            "/embeddings",
                            "{'model':'text-embedding-3-small','input':['where is my order','where is the order','blue"
                                    + " cheese']}")
                    .json();
            List<float[]> vectors = IntStream.range(0, 3)
                    .mapToObj(i -> floats(answer.at("/data/" + i + "/embedding")))
                    .toList();

            assertThat(vectors.get(0)).hasSize(1536);
            assertThat(dot(vectors.get(0), vectors.get(0))).isCloseTo(1, within(1e-4));
            assertThat(dot(vectors.get(0), vectors.get(1))).isGreaterThan(0.6);
            assertThat(dot(vectors.get(0), vectors.get(2))).isLessThan(0.3);
            assertThat(answer.at("/data/2/index").asInt()).isEqualTo(2);
            assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(10);
        }
    }

    @Test
    void embeddingsInBase64AreTheSameNumbers() {
        try (OpenAiSimulator simulator = OpenAiSimulator.start(Responder.echo())) {
            Client client = new Client(simulator);
            String body = "{'model':'text-embedding-3-large','input':'hello','dimensions':8";
            float[] plain = floats(client.post("/embeddings", body + "}").at("/data/0/embedding"));
            String base64 = client.post("/embeddings", body + ",'encoding_format':'base64'}")
                    .at("/data/0/embedding")
                    .asText();
            float[] decoded = new float[8];
            ByteBuffer.wrap(Base64.getDecoder().decode(base64))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(decoded);

            assertThat(decoded).isEqualTo(plain);
            assertThat(floats(client.post("/embeddings", body.replace("'hello'", "[[15339]]") + "}")
                            .at("/data/0/embedding")))
                    .hasSize(8);
        }
    }

    private static float[] floats(JsonNode numbers) {
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers.get(i).floatValue();
        }
        return floats;
    }

    private static double dot(float[] left, float[] right) {
        return IntStream.range(0, left.length)
                .mapToDouble(i -> left[i] * right[i])
                .sum();
    }

    @Test
    void aPacedStreamTakesItsTimeAndSoDoesTheWholeAnswer() {
        Pace pace = new Pace(Duration.ofMillis(60), Duration.ofMillis(10));
        try (OpenAiSimulator simulator = OpenAiSimulator.builder().pace(pace).start()) {
            Client client = new Client(simulator);
            client.get("/models");
            long start = System.nanoTime();
            client.chat(STREAM);
            long streamed = System.nanoTime() - start;
            client.chat(HI);
            long whole = System.nanoTime() - start - streamed;

            assertThat(Duration.ofNanos(streamed)).isGreaterThan(Duration.ofMillis(60 + 6 * 10));
            assertThat(Duration.ofNanos(whole)).isGreaterThan(Duration.ofMillis(60 + 10));
        }
    }

    @Test
    void aClientThatGivesUpAStreamIsNoticed() throws IOException, InterruptedException {
        Pace slow = new Pace(Duration.ZERO, Duration.ofSeconds(30));
        try (OpenAiSimulator simulator = OpenAiSimulator.builder().pace(slow).start()) {
            HttpResponse<InputStream> response = HttpClient.newHttpClient()
                    .send(
                            new Client(simulator)
                                    .request("/chat/completions")
                                    .POST(HttpRequest.BodyPublishers.ofString(STREAM))
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            assertThat(simulator.inFlight()).isEqualTo(1);
            response.body().close();

            await().atMost(Duration.ofSeconds(5)).until(() -> simulator.inFlight() == 0);
        }
    }

    @Test
    void manyPacedStreamsAreServedByOneThread() {
        Pace pace = new Pace(Duration.ofMillis(50), Duration.ofMillis(50));
        try (OpenAiSimulator simulator = OpenAiSimulator.builder().pace(pace).start()) {
            HttpClient http = HttpClient.newHttpClient();
            Client client = new Client(simulator);
            List<CompletableFuture<HttpResponse<String>>> calls = IntStream.range(0, 300)
                    .mapToObj(i -> http.sendAsync(
                            client.request("/chat/completions")
                                    .POST(HttpRequest.BodyPublishers.ofString(STREAM))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString()))
                    .toList();

            assertThat(calls).allSatisfy(call -> assertThat(call.join().body()).endsWith("data: [DONE]\n\n"));
            long threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("portolan-openai-simulator"))
                    .count();
            assertThat(threads).isLessThanOrEqualTo(9);
        }
    }

    @Test
    void twoRunsGiveTheSameBytesAtTheSameTime() {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-15T09:30:00Z"));
        String first;
        try (OpenAiSimulator simulator = OpenAiSimulator.builder().clock(clock).start()) {
            first = new Client(simulator).chat(STREAM).text();
        }
        try (OpenAiSimulator simulator = OpenAiSimulator.builder().clock(clock).start()) {
            assertThat(new Client(simulator).chat(STREAM).text()).isEqualTo(first);
        }
        assertThat(first).contains("\"created\":1768469400");
    }

    @Test
    void aWarmStartIsQuickAndAClosedSimulatorIsGone() {
        OpenAiSimulator.builder().start().close();
        long start = System.nanoTime();
        OpenAiSimulator simulator = OpenAiSimulator.builder().start();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        simulator.close();

        assertThat(took).isLessThan(Duration.ofMillis(200));
        assertThat(simulator.toString()).startsWith("OpenAiSimulator[http://127.0.0.1:");
        assertThatThrownBy(() -> new Client(simulator).chat(HI)).hasCauseInstanceOf(ConnectException.class);
    }

    @Test
    void aTakenPortIsTold() {
        try (OpenAiSimulator simulator = OpenAiSimulator.builder().start()) {
            assertThatThrownBy(() ->
                            OpenAiSimulator.builder().port(simulator.port()).start())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("Cannot listen on 127.0.0.1:" + simulator.port());
        }
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        OpenAiSimulator.Builder builder = OpenAiSimulator.builder();

        assertThatThrownBy(() -> builder.rateLimit(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.maxRequestBytes(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.requestsKept(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Pace.of(Duration.ZERO, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Pace(Duration.ofMillis(-1), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Pace.of(Duration.ZERO, 50).token()).isEqualTo(Duration.ofMillis(20));
    }
}
