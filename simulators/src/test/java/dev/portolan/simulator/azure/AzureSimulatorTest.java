package dev.portolan.simulator.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portolan.chat.FinishReason;
import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.RawClient;
import dev.portolan.simulator.RawClient.Received;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Azure's wire has that OpenAI's has not. What they share is tested there. */
class AzureSimulatorTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21";
    private static final String RESPONSES = "/openai/v1/responses";
    private static final String MESSAGES = "'messages':[{'role':'user','content':'one two three'}]";
    private static final Map<String, String> KEY = Map.of("api-key", "secret");

    private static AzureSimulator.Builder azure() {
        return AzureSimulator.builder()
                .apiKeys("secret", "entra-token")
                .deployment("my-gpt", "gpt-4o")
                .deployment("my-embeddings", "text-embedding-3-small");
    }

    private static Received post(AzureSimulator simulator, String path, Map<String, String> headers, String body)
            throws IOException {
        return RawClient.post(simulator.port(), path, headers, "{" + body.replace('\'', '"') + "}");
    }

    private static Received ask(AzureSimulator.Builder builder, String path, String body) throws IOException {
        try (AzureSimulator simulator = builder.start()) {
            return post(simulator, path, KEY, body);
        }
    }

    private static JsonNode json(Received received) throws IOException {
        return JSON.readTree(received.body());
    }

    private static List<JsonNode> chunks(Received received) throws IOException {
        List<JsonNode> chunks = new ArrayList<>();
        for (String event : received.events()) {
            String data = event.substring(event.indexOf("data: ") + 6).strip();
            if (!data.equals("[DONE]")) {
                chunks.add(JSON.readTree(data));
            }
        }
        return chunks;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CHAT,
                "//openai/deployments/my-gpt/chat/completions?api-version=2024-10-21",
                "/openai/deployments/my%2Dgpt/chat/completions?api-version=2025-04-01-preview",
                "/openai/v1/chat/completions",
                "/openai/v1/chat/completions?api-version=preview"
            })
    void aDeploymentAnswersUnderItsModelSName(String path) throws IOException {
        Received received = ask(azure(), path, "'model':'my-gpt'," + MESSAGES);

        assertThat(received.status()).isEqualTo(200);
        assertThat(json(received).get("model").asText()).isEqualTo("gpt-4o-2024-08-06");
        assertThat(json(received).at("/choices/0/message/content").asText()).isEqualTo("one two three");
    }

    @Test
    void theAddressNamesTheDeploymentSoTheBodyNeedNot() throws IOException {
        try (AzureSimulator simulator = azure().start()) {
            assertThat(post(simulator, CHAT, KEY, MESSAGES).status()).isEqualTo(200);
            assertThat(simulator.requests().get(0).prompt().model()).isEqualTo("my-gpt");
            assertThat(post(simulator, "/openai/v1/chat/completions", KEY, MESSAGES)
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void aKeyOrATokenIsAccepted() throws IOException {
        try (AzureSimulator simulator = azure().start()) {
            assertThat(post(simulator, CHAT, Map.of("authorization", "Bearer entra-token"), MESSAGES)
                            .status())
                    .isEqualTo(200);
            for (Map<String, String> wrong : List.of(
                    Map.of("api-key", "wrong"),
                    Map.of("authorization", "Bearer wrong"),
                    Map.of("authorization", "Basic secret"),
                    Map.<String, String>of())) {
                Received received = post(simulator, CHAT, wrong, MESSAGES);

                assertThat(received.status()).isEqualTo(401);
                assertThat(json(received).get("error"))
                        .isEqualTo(JSON.createObjectNode()
                                .put("code", "401")
                                .put(
                                        "message",
                                        "Access denied due to invalid subscription key or wrong API endpoint. Make"
                                                + " sure to provide a valid key for an active subscription and use"
                                                + " a correct regional API endpoint for your resource."));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/openai/deployments/other/chat/completions?api-version=2024-10-21, 404, DeploymentNotFound",
        "/openai/v1/chat/completions?api-version=2024-10-21, 400, BadRequest",
        "/openai/deployments/my-gpt/chat/completions, 404, 404",
        "/openai/deployments/my-gpt/chat/completions?api-version=yesterday, 404, 404",
        "/openai/deployments/my-gpt/images?api-version=2024-10-21, 404, 404",
        "/openai/chat/completions?api-version=2024-10-21, 404, 404",
        "/v1/chat/completions, 404, 404",
        "/openai/responses?api-version=2024-10-21, 400, BadRequest",
        "/openai/deployments/my-embeddings/chat/completions?api-version=2024-10-21, 400, OperationNotSupported",
        "/openai/deployments/my-gpt/embeddings?api-version=2024-10-21, 400, OperationNotSupported"
    })
    void whatTheGatewayRefusesHasACodeAndAMessageOnly(String path, int status, String code) throws IOException {
        String body = path.contains("embeddings?")
                ? "'input':'x'"
                : path.contains("responses") ? "'model':'my-gpt','input':'x'" : "'model':'my-gpt'," + MESSAGES;
        Received received = ask(azure(), path, body);

        assertThat(received.status()).isEqualTo(status);
        assertThat(json(received).at("/error/code").asText()).isEqualTo(code);
        assertThat(json(received).get("error").fieldNames()).toIterable().containsExactly("code", "message");
    }

    @Test
    void whatTheModelRefusesIsInOpenAisForm() throws IOException {
        Received received = ask(azure(), CHAT, MESSAGES + ",'temperature':9");

        assertThat(received.status()).isEqualTo(400);
        assertThat(json(received).at("/error/param").asText()).isEqualTo("temperature");
        assertThat(json(received).at("/error/type").asText()).isEqualTo("invalid_request_error");
    }

    @Test
    void answersCarryAzuresHeaders() throws IOException {
        Map<String, String> headers =
                new LinkedHashMap<>(ask(azure(), CHAT, MESSAGES).headers());

        assertThat(headers.get("apim-request-id")).hasSize(36);
        assertThat(headers)
                .containsEntry("x-ms-region", "East US 2")
                .containsEntry("x-ms-deployment-name", "my-gpt")
                .containsEntry("x-ratelimit-limit-requests", "30000")
                .containsEntry("x-ratelimit-remaining-requests", "29999")
                .containsEntry("x-ratelimit-reset-requests", "0")
                .containsKey("x-request-id")
                .doesNotContainKey("openai-version");
    }

    @Test
    void aWholeAnswerSaysWhatTheFilterThought() throws IOException {
        JsonNode answer = json(ask(azure(), CHAT, MESSAGES));

        assertThat(answer.at("/prompt_filter_results/0/content_filter_results/jailbreak/detected")
                        .booleanValue())
                .isFalse();
        assertThat(answer.at("/choices/0/content_filter_results/hate/severity").asText())
                .isEqualTo("safe");
    }

    @Test
    void theFirstChunkHasNoIdNoModelAndNoChoices() throws IOException {
        List<JsonNode> chunks =
                chunks(ask(azure(), CHAT, "'stream':true,'stream_options':{'include_usage':true}," + MESSAGES));
        JsonNode first = chunks.get(0);

        assertThat(first.get("id").asText()).isEmpty();
        assertThat(first.get("model").asText()).isEmpty();
        assertThat(first.get("object").asText()).isEmpty();
        assertThat(first.get("created").asInt()).isZero();
        assertThat(first.get("choices")).isEmpty();
        assertThat(first.at("/prompt_filter_results/0/prompt_index").asInt()).isZero();
        assertThat(chunks.get(1).at("/choices/0/content_filter_results")).isEmpty();
        assertThat(chunks.get(2)
                        .at("/choices/0/content_filter_results/violence/severity")
                        .asText())
                .isEqualTo("safe");
        assertThat(chunks.get(chunks.size() - 2).at("/choices/0/content_filter_results"))
                .isEmpty();
        assertThat(chunks.get(chunks.size() - 1).at("/usage/total_tokens").asInt())
                .isPositive();
    }

    @Test
    void theAsynchronousFilterHasAChunkWithoutDelta() throws IOException {
        List<JsonNode> chunks = chunks(ask(azure().asynchronousFilter(), CHAT, "'stream':true," + MESSAGES));
        JsonNode filter = chunks.get(chunks.size() - 2);

        assertThat(chunks.get(2).at("/choices/0").has("content_filter_results")).isFalse();
        assertThat(filter.at("/choices/0").has("delta")).isFalse();
        assertThat(filter.at("/id").asText()).isEmpty();
        assertThat(filter.at("/choices/0/content_filter_offsets/end_offset").asInt())
                .isEqualTo(13);
        assertThat(filter.at("/choices/0/content_filter_results/hate/filtered").booleanValue())
                .isFalse();
    }

    @Test
    void aFilteredCompletionIsAChoiceWithoutMessage() throws IOException {
        Responder hateful = prompt -> Reply.text("bad").withFinish(FinishReason.Kind.CONTENT_FILTER);
        JsonNode whole = json(ask(azure().responder(hateful), CHAT, MESSAGES));
        List<JsonNode> chunks = chunks(ask(azure().responder(hateful), CHAT, "'stream':true," + MESSAGES));
        JsonNode last = chunks.get(chunks.size() - 1).at("/choices/0");

        assertThat(whole.at("/choices/0/finish_reason").asText()).isEqualTo("content_filter");
        assertThat(whole.at("/choices/0").has("message")).isFalse();
        assertThat(whole.at("/choices/0/content_filter_results/hate/filtered").booleanValue())
                .isTrue();
        assertThat(last.at("/finish_reason").asText()).isEqualTo("content_filter");
        assertThat(last.at("/content_filter_results/hate/severity").asText()).isEqualTo("high");
    }

    @Test
    void responsesListTheFiltersWhenTheyAreComplete() throws IOException {
        Received received = ask(azure(), RESPONSES, "'model':'my-gpt','stream':true,'input':'one two'");
        List<JsonNode> events = chunks(received);
        JsonNode completed = events.get(events.size() - 1).get("response");

        assertThat(events.get(0).at("/response/content_filters").isNull()).isTrue();
        assertThat(completed.get("model").asText()).isEqualTo("gpt-4o");
        assertThat(completed.get("content_filters").findValuesAsText("source_type"))
                .containsExactly("prompt", "completion");
        assertThat(ask(azure(), "/openai/responses?api-version=2025-03-01-preview", "'model':'my-gpt','input':'x'")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void embeddingsComeFromTheirDeployment() throws IOException {
        JsonNode answer = json(ask(
                azure(),
                "/openai/deployments/my-embeddings/embeddings?api-version=2024-10-21",
                "'input':'x','dimensions':8"));

        assertThat(answer.at("/data/0/embedding")).hasSize(8);
        assertThat(answer.get("model").asText()).isEqualTo("text-embedding-3-small");
    }

    @ParameterizedTest
    @CsvSource({
        "authentication, 401, 401",
        "permission, 403, 403",
        "model-not-found, 404, DeploymentNotFound",
        "unsupported-feature, 400, OperationNotSupported",
        "invalid-request, 400, invalid_value",
        "context-length, 400, context_length_exceeded",
        "content-filtered, 400, content_filter",
        "rate-limited, 429, RateLimitReached",
        "quota-exhausted, 429, insufficient_quota",
        "unavailable, 503, ServiceUnavailable"
    })
    void anErrorHasItsStatusAndCode(String id, int status, String code) throws IOException {
        ErrorKind kind = ErrorKind.values().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
        Received received = ask(azure().faults(Faults.always(Fault.error(kind))), CHAT, MESSAGES);

        assertThat(received.status()).isEqualTo(status);
        assertThat(json(received).at("/error/code").asText()).isEqualTo(code);
        assertThat(received.header("apim-request-id")).hasSize(36);
    }

    @Test
    void aBlockedPromptSaysWhichFilterBlockedIt() throws IOException {
        JsonNode error = json(ask(
                        azure().faults(Faults.always(Fault.error(ErrorKind.CONTENT_FILTERED))), CHAT, MESSAGES))
                .get("error");

        assertThat(error.get("param").asText()).isEqualTo("prompt");
        assertThat(error.get("type").isNull()).isTrue();
        assertThat(error.get("status").asInt()).isEqualTo(400);
        assertThat(error.at("/innererror/code").asText()).isEqualTo("ResponsibleAIPolicyViolation");
        assertThat(error.at("/innererror/content_filter_result/hate/filtered").booleanValue())
                .isTrue();
        assertThat(error.at("/innererror/content_filter_result/jailbreak/detected")
                        .booleanValue())
                .isFalse();
    }

    @Test
    void requestsBeyondTheLimitAreToldWhenToComeBackTwice() throws IOException {
        try (AzureSimulator simulator = azure().rateLimit(1, 100_000).start()) {
            post(simulator, CHAT, KEY, MESSAGES);
            Received received = post(simulator, CHAT, KEY, MESSAGES);

            assertThat(received.status()).isEqualTo(429);
            assertThat(json(received).at("/error/code").asText()).isEqualTo("RateLimitReached");
            assertThat(Integer.parseInt(received.header("retry-after"))).isBetween(50, 60);
            assertThat(Long.parseLong(received.header("retry-after-ms"))).isBetween(50_000L, 60_000L);
        }
    }

    @Test
    void aBareStatusIsInTheGatewaysForm() throws IOException {
        Received received = ask(
                azure().faults(Faults.always(Fault.status(504).retryAfter(Duration.ofSeconds(2)))),
                RESPONSES,
                "'model':'my-gpt','input':'x'");

        assertThat(received.status()).isEqualTo(504);
        assertThat(received.header("retry-after")).isEqualTo("2");
        assertThat(json(received).at("/error/code").asText()).isEqualTo("504");
    }

    @Test
    void faultsStrikeAzuresStreamsToo() throws IOException {
        String stream = "'stream':true," + MESSAGES;
        List<String> healthy = ask(azure(), CHAT, stream).events();
        Received garbled = ask(azure().faults(Faults.always(Fault.garble(0))), CHAT, stream);
        Received failed =
                ask(azure().faults(Faults.always(Fault.errorInStream(2, ErrorKind.RATE_LIMITED))), CHAT, stream);

        assertThat(garbled.events()).hasSameSizeAs(healthy);
        assertThat(garbled.events().get(0)).contains("#####").hasSameSizeAs(healthy.get(0));
        assertThat(failed.events()).hasSize(3);
        assertThat(failed.events().get(2)).startsWith("data: {\"error\":{\"code\":\"RateLimitReached\"");
        assertThatThrownBy(() -> azure().faults(Faults.always(Fault.errorInStream(1, ErrorKind.CONTENT_FILTERED)))
                        .start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("azure");
    }

    @Test
    void withTlsTheAddressSaysSo() {
        try (AzureSimulator simulator = azure().tls().start()) {
            assertThat(simulator.baseUrl().getScheme()).isEqualTo("https");
            assertThat(simulator.certificate()).isNotNull();
            assertThat(simulator.vendor()).isEqualTo("azure");
        }
    }
}
