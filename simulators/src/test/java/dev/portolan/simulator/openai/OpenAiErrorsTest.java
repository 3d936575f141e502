package dev.portolan.simulator.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Responder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The service's own errors, as faults. */
class OpenAiErrorsTest {

    private static final String CHAT = "{'model':'gpt-4o','messages':[{'role':'user','content':'one two'}]}";
    private static final String STREAM = CHAT.replace("}]}", "}],'stream':true}");
    private static final String RESPONSES = "{'model':'gpt-4o','input':'one two'}";
    private static final String EMBEDDINGS = "{'model':'text-embedding-3-small','input':'one two'}";

    private final OpenAiSimulator simulator = OpenAiSimulator.start(Responder.echo());
    private final Client client = new Client(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    private static ErrorKind kind(String id) {
        return ErrorKind.values().stream()
                .filter(kind -> kind.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "authentication, 401, invalid_request_error, invalid_api_key",
        "permission, 403, request_forbidden, unsupported_country_region_territory",
        "model-not-found, 404, invalid_request_error, model_not_found",
        "invalid-request, 400, invalid_request_error, invalid_value",
        "unsupported-feature, 400, invalid_request_error, unsupported_parameter",
        "context-length, 400, invalid_request_error, context_length_exceeded",
        "content-filtered, 400, invalid_request_error, invalid_prompt",
        "rate-limited, 429, requests, rate_limit_exceeded",
        "quota-exhausted, 429, insufficient_quota, insufficient_quota",
        "unavailable, 503, server_error, ''"
    })
    void anErrorHasItsStatusTypeAndCode(String id, int status, String type, String code) {
        simulator.inject(Faults.always(Fault.error(kind(id))));
        for (String path : List.of("/chat/completions", "/embeddings")) {
            Client.Answer answer = client.post(path, path.equals("/embeddings") ? EMBEDDINGS : CHAT);

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("content-type")).isEqualTo("application/json");
            assertThat(answer.header("x-request-id")).startsWith("req_");
            assertThat(answer.at("/error/type").asText()).isEqualTo(type);
            assertThat(answer.at("/error/code").asText("")).isEqualTo(code);
            assertThat(answer.at("/error/message").asText()).isNotBlank();
            assertThat(answer.at("/error").has("param")).isTrue();
        }
        assertThat(client.chat(STREAM).status()).isEqualTo(status);
    }

    @Test
    void theResponsesApiWordsSomeErrorsInItsOwnWay() {
        simulator.inject(Faults.first(1, Fault.error(ErrorKind.MODEL_NOT_FOUND))
                .onRequest(2, Fault.error(ErrorKind.CONTEXT_LENGTH)));
        Client.Answer model = client.responses(RESPONSES);
        Client.Answer length = client.responses(RESPONSES);

        assertThat(model.status()).isEqualTo(400);
        assertThat(model.at("/error/code").asText()).isEqualTo("model_not_found");
        assertThat(model.at("/error/message").asText()).isEqualTo("The requested model 'gpt-4o' does not exist.");
        assertThat(length.at("/error/param").asText()).isEqualTo("input");
        assertThat(length.at("/error/message").asText())
                .isEqualTo(
                        "Your input exceeds the context window of this model. Please adjust your input and try again.");
    }

    @Test
    void aRateLimitTellsWhenToComeBackAndWhatIsLeft() {
        simulator.inject(Faults.always(Fault.error(ErrorKind.RATE_LIMITED).retryAfter(Duration.ofMillis(1_500))));
        Client.Answer answer = client.chat(CHAT);

        assertThat(answer.header("retry-after")).isEqualTo("2");
        assertThat(answer.header("retry-after-ms")).isEqualTo("1500");
        assertThat(answer.header("x-ratelimit-remaining-requests")).isEqualTo("0");
        assertThat(answer.header("x-ratelimit-reset-requests")).isEqualTo("1.500s");
    }

    @Test
    void withoutAdviceThereIsNoHeaderForIt() {
        simulator.inject(Faults.always(Fault.error(ErrorKind.QUOTA_EXHAUSTED)));
        Client.Answer answer = client.chat(CHAT);

        assertThat(answer.header("retry-after")).isEmpty();
        assertThat(answer.header("x-ratelimit-remaining-requests")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 408, 409, 418, 429, 500, 502, 504, 529})
    void aBareStatusIsInTheServicesForm(int status) {
        simulator.inject(Faults.always(Fault.status(status).retryAfter(Duration.ZERO)));
        Client.Answer answer = client.responses(RESPONSES);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("retry-after-ms")).isEqualTo("0");
        assertThat(answer.at("/error/type").asText())
                .isEqualTo(status == 429 ? "requests" : status < 500 ? "invalid_request_error" : "server_error");
        assertThat(answer.at("/error/code").isNull()).isTrue();
    }

    @Test
    void anErrorInAStreamOfChatIsAChunkOfItsOwnAndTheLast() {
        List<String> healthy = List.of(client.chat(STREAM).text().split("(?<=\n\n)"));
        simulator.inject(Faults.always(Fault.errorInStream(2, ErrorKind.UNAVAILABLE)));
        List<String> events = List.of(client.chat(STREAM).text().split("(?<=\n\n)"));

        assertThat(events).hasSize(3);
        assertThat(events.get(0)).hasSameSizeAs(healthy.get(0));
        assertThat(events.get(2))
                .isEqualTo("data: {\"error\":{\"message\":\"The engine is currently overloaded, please try again"
                        + " later\",\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n");
    }

    @Test
    void anErrorInAStreamOfResponsesIsTwoEvents() {
        simulator.inject(Faults.always(Fault.errorInStream(3, ErrorKind.RATE_LIMITED)));
        Client.Answer answer = client.responses(RESPONSES.replace("}", ",'stream':true}"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.events()).hasSize(5);
        assertThat(answer.text()).contains("event: error\ndata: ", "event: response.failed\ndata: ");
        assertThat(answer.events().get(3).at("/type").asText()).isEqualTo("error");
        assertThat(answer.events().get(3).at("/sequence_number").asInt()).isEqualTo(3);
        assertThat(answer.events().get(3).at("/error/code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(answer.events().get(4).at("/response/status").asText()).isEqualTo("failed");
        assertThat(answer.events().get(4).at("/response/error/code").asText()).isEqualTo("rate_limit_exceeded");
    }

    @Test
    void whoWaitsForTheWholeIsToldTheErrorOfAStreamAsAStatus() {
        simulator.inject(Faults.always(Fault.errorInStream(2, ErrorKind.RATE_LIMITED)));

        assertThat(client.chat(CHAT).status()).isEqualTo(429);
        assertThat(client.responses(RESPONSES).status()).isEqualTo(429);
        assertThat(client.post("/embeddings", EMBEDDINGS).status()).isEqualTo(429);
    }
}
