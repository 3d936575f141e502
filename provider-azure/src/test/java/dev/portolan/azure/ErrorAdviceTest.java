package dev.portolan.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.error.LlmException;
import dev.portolan.simulator.ScriptedServer;
import dev.portolan.spi.ModelSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ErrorAdviceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | {"error":{"code":"401","message":"Access denied due to invalid subscription key or wrong API endpoint."}} | authentication | portolan.providers.azure.api-key
            403 | {"error":{"code":"AuthenticationTypeDisabled","message":"Key based authentication is disabled for this resource."}} | permission | Cognitive Services OpenAI User
            403 | {"error":{"code":"403","message":"Access denied due to Virtual Network/Firewall rules."}} | permission | network
            404 | {"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}} | model-not-found | There is no deployment prod
            404 | {"error":{"code":"404","message":"Resource not found"}} | invalid-request | api-version
            408 | {"error":{"code":"Timeout","message":"The operation was timeout."}} | timeout | Try again
            409 | {"error":{"code":"RequestConflict","message":"The resource is being updated."}} | unavailable | try again
            429 | {"error":{"code":"429","message":"Requests have exceeded token rate limit of your current OpenAI S0 pricing tier."}} | rate-limited | tokens per minute
            429 | {"error":{"code":"insufficient_quota","message":"You exceeded your current quota."}} | quota-exhausted | quota
            400 | {"error":{"code":"context_length_exceeded","message":"This model's maximum context length is 8192 tokens."}} | context-length | Shorten
            500 | {"error":{"code":"InternalServerError","message":"Backend returned unexpected response."}} | unavailable | Try again
            """)
    void eachErrorSaysWhatToDo(int status, String body, String kind, String advice) {
        try (ScriptedServer server = new ScriptedServer(Wire.json(status, body))) {
            LlmException failure = fails(server);
            assertThat(failure.kind().id()).isEqualTo(kind);
            assertThat(failure.status()).isEqualTo(status);
            assertThat(failure.getMessage()).contains("azure", "prod", advice);
            assertThat(failure.requestId()).isEqualTo("11111111-2222-3333-4444-555555555555");
            assertThat(failure.details().vendorMetadata()).contains("\"x-ms-region\":\"Sweden Central\"");
        }
    }

    @Test
    void theLongerWaitOfTwoThatAzureTellsCounts() {
        try (ScriptedServer server = new ScriptedServer(
                Wire.answer(
                        429,
                        "retry-after: 1\r\nretry-after-ms: 0\r\n",
                        "{\"error\":{\"code\":\"RateLimitReached\",\"message\":\"Your requests have exceeded rate limit.\"}}"))) {
            assertThat(fails(server).retryAfter()).isEqualTo(Duration.ofSeconds(1));
        }
        try (ScriptedServer server = new ScriptedServer(Wire.answer(
                429,
                "retry-after: 7\r\nretry-after-ms: 6250\r\n",
                "{\"error\":{\"code\":\"429\",\"message\":\"Rate limit is exceeded. Try again in 7 seconds.\"}}"))) {
            assertThat(fails(server).retryAfter()).isEqualTo(Duration.ofMillis(6_250));
        }
    }

    private static LlmException fails(ScriptedServer server) {
        return catchThrowableOfType(
                LlmException.class,
                () -> Wire.connection(server)
                        .chatModel(ModelSettings.builder("assistant", "prod").build())
                        .chat(Wire.REQUEST));
    }
}
