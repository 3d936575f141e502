package dev.portolan.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.error.LlmException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorMapperTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private final ErrorMapper mapper = new ErrorMapper("acme", CLOCK);

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "OpenAI, wrong key|401|{'error':{'message':'Incorrect API key provided: sk-ab***yz.','type':'invalid_request_error','param':null,'code':'invalid_api_key'}}|authentication",
                "Azure, wrong key, code is a text and type is missing|401|{'error':{'code':'401','message':'Access denied due to invalid subscription key.'}}|authentication",
                "Mistral, detail|401|{'detail':'Unauthorized'}|authentication",
                "nginx|401|<html><head><title>401 Authorization Required</title></head></html>|authentication",
                "xAI, wrong key as 400|400|{'code':'Client specified an invalid argument','error':'Incorrect API key provided: xa***ey.'}|authentication",
                "Gemini, an array|400|[{'error':{'code':400,'message':'API key not valid. Please pass a valid API key.','status':'INVALID_ARGUMENT'}}]|authentication",
                "no money left at the key|402|{'error':{'message':'Insufficient Balance','type':'unknown_error','code':'invalid_request_error'}}|quota-exhausted",
                "key may not|403|{'error':{'message':'Project has no access to model','type':'invalid_request_error','code':'model_not_allowed'}}|permission",
                "country|403|{'error':{'code':'unsupported_country_region_territory','message':'Country not supported'}}|permission",
                "OpenRouter, moderation|403|{'error':{'code':403,'message':'Input flagged','metadata':{'reasons':['violence'],'flagged_input':'...'}}}|content-filtered",
                "Gemini, token of nobody|403|{'error':{'code':403,'status':'UNAUTHENTICATED','message':'...'}}|authentication",
                "OpenAI, unknown model|404|{'error':{'message':'The model `x` does not exist or you do not have access to it.','type':'invalid_request_error','param':null,'code':'model_not_found'}}|model-not-found",
                "OpenAI Responses, unknown model|400|{'error':{'message':'The requested model was not found.','type':'invalid_request_error','param':'model','code':'model_not_found'}}|model-not-found",
                "Azure, unknown deployment|404|{'error':{'code':'DeploymentNotFound','message':'The API deployment for this resource does not exist.'}}|model-not-found",
                "completion model on the chat API|404|{'error':{'message':'This is not a chat model.','type':'invalid_request_error','param':'model','code':null}}|model-not-found",
                "DeepSeek, unknown model|400|{'error':{'message':'The supported API model names are a or b, but you passed c.','type':'invalid_request_error','param':null,'code':'invalid_request_error'}}|model-not-found",
                "Mistral, unknown model|400|{'object':'error','message':'Invalid model: nope','type':'invalid_model','param':null,'code':'1500'}|model-not-found",
                "OpenRouter, unknown model|400|{'error':{'message':'acme/nope is not a valid model ID','code':400}}|model-not-found",
                "Venice and Ollama, a text|404|{'error':'Specified model not found: nope'}|model-not-found",
                "wrong path|404|404 page not found|invalid-request",
                "gone|410|{'error':{'message':'this one has left us','code':'model_decommissioned'}}|model-not-found",
                "OpenAI, context|400|{'error':{'message':'This model has room for 8192 tokens.','type':'invalid_request_error','param':'messages','code':'context_length_exceeded'}}|context-length",
                "OpenRouter, context|400|{'error':{'message':'This endpoint has a maximum context length of 200000 tokens.','code':400}}|context-length",
                "Perplexity, context|400|{'error':{'message':'The total length of all messages is too long.','type':'too_many_prompt_tokens','code':400}}|context-length",
                "llama.cpp, context|400|{'error':{'code':400,'message':'the request exceeds the available context size','type':'exceed_context_size_error','n_ctx':4096}}|context-length",
                "Groq, more than a minute allows|413|{'error':{'message':'Request too large for model: Limit 6000, Requested 7200','type':'tokens','code':'rate_limit_exceeded'}}|context-length",
                "body too large|413|{'error':{'message':'Payload exceeds 50 MB'}}|invalid-request",
                "Azure, filter|400|{'error':{'message':'The response was filtered','type':null,'param':'prompt','code':'content_filter','status':400,'innererror':{'code':'ResponsibleAIPolicyViolation','content_filter_result':{'hate':{'filtered':true,'severity':'high'}}}}}|content-filtered",
                "OpenAI, policy|400|{'error':{'message':'Your prompt was flagged.','type':'invalid_request_error','param':null,'code':'invalid_prompt'}}|content-filtered",
                "OpenAI, parameter of another model|400|{'error':{'message':'Unsupported parameter: max_tokens','type':'invalid_request_error','param':'max_tokens','code':'unsupported_parameter'}}|unsupported-feature",
                "OpenAI, system role in o1|400|{'error':{'message':'Unsupported value: role system','type':'invalid_request_error','param':'messages[0].role','code':'unsupported_value'}}|unsupported-feature",
                "OpenAI, schema|400|{'error':{'message':'Invalid schema for function','type':'invalid_request_error','param':'tools[0].function.parameters','code':'invalid_function_parameters'}}|invalid-request",
                "FastAPI, a list of details|422|{'detail':[{'type':'extra_forbidden','loc':['body','seed'],'msg':'Extra inputs are not permitted'}]}|invalid-request",
                "Mistral, context as 422|422|{'error':{'code':'context_length_exceeded','message':'...'}}|context-length",
                "OpenAI, quota|429|{'error':{'message':'You exceeded your current quota, please check your plan and billing details.','type':'insufficient_quota','param':null,'code':'insufficient_quota'}}|quota-exhausted",
                "Gemini says quota for a minute, too|429|[{'error':{'code':429,'message':'You exceeded your current quota, please check your plan and billing details.','status':'RESOURCE_EXHAUSTED'}}]|rate-limited",
                "Azure, rate|429|{'error':{'code':'RateLimitReached','message':'Your requests have exceeded rate limit.'}}|rate-limited",
                "rate, nothing said|429||rate-limited",
                "timeout at the vendor|408||timeout",
                "conflict|409|{}|unavailable",
                "failed dependency|424|{'error':{'message':'upstream'}}|unavailable",
                "Groq, flex capacity|498|{'error':{'message':'capacity'}}|unavailable",
                "teapot|418|{'error':{'message':'short and stout'}}|invalid-request",
                "OpenAI, empty 500|500||unavailable",
                "llama.cpp, 500|500|{'error':{'code':500,'message':'model not found in cache','type':'server_error'}}|unavailable",
                "gateway|502|<html><body>Bad Gateway</body></html>|unavailable",
                "overloaded|503|{'error':{'message':'Overloaded','type':'server_error','code':'server_is_overloaded'}}|unavailable",
                "redirect|307||invalid-response",
            })
    void anErrorBodyTellsItsKind(String what, int status, @Nullable String body, String kind) {
        LlmException error = map(status, body == null ? "" : body.replace('\'', '"'));
        assertThat(error.kind().id()).isEqualTo(kind);
        assertThat(error.status()).isEqualTo(status);
        assertThat(error.provider()).isEqualTo("acme");
        assertThat(error.model()).isEqualTo("m-1");
        if (error.vendorMessage() != null) {
            assertThat(error).hasMessageNotContaining(error.vendorMessage());
        }
    }

    @Test
    void theVendorsWordsAreInTheirOwnPlaceOnly() {
        LlmException error = map(
                401,
                "{\"error\":{\"message\":\"Incorrect API key provided: sk-secret.\",\"type\":\"invalid_request_error\",\"code\":\"invalid_api_key\"}}");
        assertThat(error.vendorMessage()).isEqualTo("Incorrect API key provided: sk-secret.");
        assertThat(error.vendorCode()).isEqualTo("invalid_api_key");
        assertThat(error.toString()).doesNotContain("sk-secret").contains("api-key", "HTTP 401", "acme/m-1");
        assertThat(error.details().toString()).doesNotContain("sk-secret");
    }

    @Test
    void aCodeThatIsProseIsNoCode() {
        LlmException error = map(400, "{\"code\":\"Client said: tell me about whales\",\"error\":\"no\"}");
        assertThat(error.vendorCode()).isNull();
        assertThat(error).hasMessageNotContaining("whales");
    }

    @Test
    void theTypeStandsInForAMissingCode() {
        assertThat(map(429, "{\"error\":{\"message\":\"slow\",\"type\":\"requests\",\"code\":null}}")
                        .vendorCode())
                .isEqualTo("requests");
    }

    @Test
    void filterResultsAreKept() {
        LlmException error = map(
                400,
                "{\"error\":{\"code\":\"content_filter\",\"message\":\"filtered\",\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\","
                        + "\"content_filter_result\":{\"jailbreak\":{\"filtered\":true,\"detected\":true}}}}}");
        assertThat(error.details().vendorMetadata())
                .isEqualTo("{\"content_filter_result\":{\"jailbreak\":{\"filtered\":true,\"detected\":true}}}");
    }

    @Test
    void aRequestLargerThanTheLimitIsNotTriedAgain() {
        String tooLarge =
                "{\"error\":{\"message\":\"Request too large for gpt-4.1-nano on tokens per min (TPM): Limit 400000, Requested 2500013.\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}";
        assertThat(map(429, tooLarge).retryable()).isFalse();
        assertThat(map(429, tooLarge, Map.of("retry-after", "20")).retryable()).isTrue();
        String busy =
                "{\"error\":{\"message\":\"Rate limit reached on tokens per min (TPM): Limit 400000, Used 399000, Requested 2500.\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}";
        assertThat(map(429, busy).retryable()).isTrue();
        String alone = "{\"error\":{\"message\":\"Tokens per minute: Limit: 100, Requested: 200\"}}";
        assertThat(map(429, alone).retryable()).isFalse();
    }

    @Test
    void aCallThatTheModelWroteWronglyIsTriedAgain() {
        assertThat(map(400, "{\"error\":{\"message\":\"Failed to call a function.\",\"code\":\"tool_use_failed\"}}")
                        .retryable())
                .isTrue();
    }

    @Test
    void aVendorThatSaysNotToRetryIsHeard() {
        assertThat(map(503, "", Map.of("x-should-retry", "false")).retryable()).isFalse();
        assertThat(map(503, "", Map.of("x-should-retry", "true")).retryable()).isTrue();
    }

    @Test
    void theTimeToWaitComesFromHeadersOrFromGooglesBody() {
        assertThat(map(429, "", Map.of("retry-after", "20")).retryAfter()).isEqualTo(Duration.ofSeconds(20));
        assertThat(map(429, "", Map.of("retry-after", "1", "retry-after-ms", "0"))
                        .retryAfter())
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(map(
                                429,
                                "[{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\",\"details\":[{\"@type\":\"help\"},{\"@type\":\"RetryInfo\",\"retryDelay\":\"34.4s\"}]}}]")
                        .retryAfter())
                .isEqualTo(Duration.ofMillis(34_400));
    }

    @Test
    void theRequestIdIsReadFromWhicheverHeaderHasIt() {
        assertThat(map(500, "", Map.of("x-request-id", "req_1")).requestId()).isEqualTo("req_1");
        assertThat(map(500, "", Map.of("apim-request-id", "b19-8b")).requestId())
                .isEqualTo("b19-8b");
        assertThat(map(500, "", Map.of("x-request-id", "<not an id>")).requestId())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'error':{'message':'Provider returned error','code':502}}|unavailable|502",
                "{'error':{'message':'slow down','code':429}}|rate-limited|429",
                "{'error':{'message':'The server had an error','type':'server_error','code':null}}|unavailable|",
                "{'error':{'message':'Failed to call a function.','type':'invalid_request_error','code':'tool_use_failed'}}|invalid-request|",
                "{'error':{'message':'Rate limit reached','type':'tokens','code':'rate_limit_exceeded'}}|rate-limited|",
                "{'error':{'message':'this goes over the context window','code':null}}|context-length|",
                "{'error':'something broke'}|unavailable|",
                "{'message':'bare','code':'context_length_exceeded'}|context-length|",
                "'only a text'|unavailable|",
                "not json|unavailable|",
            })
    void anErrorInsideAnAnswerTellsItsKind(String body, String kind, @Nullable Integer status) {
        byte[] bytes = ("##" + body.replace('\'', '"')).getBytes(StandardCharsets.UTF_8);
        LlmException error = mapper.inAnswer("m-1", bytes, 2, bytes.length - 2);
        assertThat(error.kind().id()).isEqualTo(kind);
        assertThat(error.status()).isEqualTo(status);
        assertThat(error.vendorMessage()).isNotBlank();
    }

    @Test
    void aLongPageIsCut() {
        LlmException error = map(502, "<html>" + "x".repeat(100_000));
        assertThat(error.vendorMessage()).hasSize(4096);
        assertThat(map(400, "").vendorMessage()).isNull();
        assertThat(map(400, "null").vendorMessage()).isNull();
    }

    private LlmException map(int status, String body) {
        return map(status, body, Map.of());
    }

    private LlmException map(int status, String body, Map<String, String> headers) {
        return mapper.map("m-1", status, headers::get, body.getBytes(StandardCharsets.UTF_8));
    }
}
