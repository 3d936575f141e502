package dev.portolan.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.error.LlmException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorMapperTest {

    private static LlmException map(int status, String body, Map<String, String> headers) {
        return new ErrorMapper("qwen3:8b").map(status, headers::get, body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            404 | model 'qwen3:8b' not found                                                       | model-not-found
            404 | model "qwen3:8b" not found, try pulling it first                                 | model-not-found
            500 | pull model manifest: file does not exist                                         | model-not-found
            400 | registry.ollama.ai/library/gemma3:latest does not support tools                  | unsupported-feature
            400 | "llama3.2" does not support thinking                                             | unsupported-feature
            400 | think value "low" is not supported for this model                                | unsupported-feature
            500 | this model is missing data required for image input                              | unsupported-feature
            400 | the input length exceeds the context length                                      | context-length
            400 | invalid think value: 7                                                           | invalid-request
            500 | option "num_ctx" must be of type integer                                         | invalid-request
            500 | invalid format: "x"; expected "json" or a valid JSON Schema object               | invalid-request
            401 | unauthorized                                                                     | authentication
            402 | payment required                                                                 | quota-exhausted
            403 | this model requires a subscription, upgrade for access                           | permission
            429 | too many concurrent requests                                                     | rate-limited
            429 | you have reached your weekly usage limit, upgrade for higher limits              | quota-exhausted
            503 | server busy, please try again.  maximum pending requests exceeded                | unavailable
            500 | model requires more system memory (5.6 GiB) than is available (3.1 GiB)          | unavailable
            500 | model runner has unexpectedly stopped, this may be due to resource limitations   | unavailable
            504 | upstream timed out                                                               | timeout
            418 | I am a teapot                                                                    | invalid-request
            """)
    void theWordsTellTheKindBeforeTheStatus(int status, String message, String kind) {
        LlmException error = map(status, "{\"error\":\"" + message.replace("\"", "\\\"") + "\"}", Map.of());
        assertThat(error.kind().id()).isEqualTo(kind);
        assertThat(error.status()).isEqualTo(status);
        assertThat(error.vendorMessage()).isEqualTo(message);
        assertThat(error.getMessage()).contains("qwen3:8b");
        assertThat(error.details().remedy()).isNotBlank();
    }

    @Test
    void aMissingModelSaysHowToGetIt() {
        assertThat(map(404, "{\"error\":\"model 'qwen3:8b' not found\"}", Map.of()))
                .hasMessageContaining("ollama pull qwen3:8b");
    }

    @Test
    void anAddressThatIsNoneOfTheServersSaysSo() {
        LlmException error = map(404, "404 page not found", Map.of());
        assertThat(error.kind().id()).isEqualTo("invalid-request");
        assertThat(error).hasMessageContaining("base-url");
    }

    @Test
    void tooLittleMemoryIsToldInWords() {
        assertThat(map(500, "{\"error\":\"model requires more system memory (5 GiB) than is available\"}", Map.of()))
                .hasMessageContaining("not enough memory")
                .hasMessageContaining("smaller");
    }

    @Test
    void anErrorThatIsNoTextIsKept() {
        assertThat(map(500, "{\"error\":{\"code\":7}}", Map.of()).vendorMessage())
                .isEqualTo("{\"code\":7}");
        assertThat(map(500, "", Map.of()).vendorMessage()).isNull();
        assertThat(map(404, "", Map.of()).kind().id()).isEqualTo("model-not-found");
    }

    @Test
    void headersTellWhenToComeBackAndTheIdOfTheRequest() {
        LlmException error = map(
                429, "{\"error\":\"too many concurrent requests\"}", Map.of("retry-after", "7", "x-request-id", "r-1"));
        assertThat(error.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(error.requestId()).isEqualTo("r-1");
        assertThat(ErrorMapper.requestId(Map.of("x-request-id", "a b")::get)).isNull();
    }

    @Test
    void withinAStreamTheWordsAreAllThereIs() {
        assertThat(new ErrorMapper("m").inAnswer("something broke").kind().id()).isEqualTo("unavailable");
        assertThat(new ErrorMapper("m")
                        .inAnswer("the input length exceeds the context length")
                        .kind()
                        .id())
                .isEqualTo("context-length");
    }
}
