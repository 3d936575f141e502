package dev.portolan.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorMapperTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "429|ThrottlingException|Too many requests, please wait before trying again.|rate-limited",
                "429|ThrottlingException|Too many tokens per day, please wait before trying again.|quota-exhausted",
                "400|ServiceQuotaExceededException|Your request exceeds the quota.|quota-exhausted",
                "429|ModelNotReadyException|The model is not ready.|unavailable",
                "408|ModelTimeoutException|The model took too long.|timeout",
                "424|ModelErrorException|The model failed.|unavailable",
                "424|modelStreamErrorException|The model failed.|unavailable",
                "500|InternalServerException|Oops|unavailable",
                "503|ServiceUnavailableException|Bedrock is unable to process your request.|unavailable",
                "403|AccessDeniedException|You don't have access to the model with the specified model ID.|permission",
                "403|ExpiredTokenException|The security token included in the request is expired|authentication",
                "403|UnrecognizedClientException|The security token included in the request is invalid.|authentication",
                "403|InvalidSignatureException|Signature expired|authentication",
                "404|ResourceNotFoundException|This model version has reached the end of its life.|model-not-found",
                "400|ValidationException|Input is too long for requested model.|context-length",
                "400|ValidationException|The provided model identifier is invalid.|model-not-found",
                "400|ValidationException|This model doesn't support tool use.|unsupported-feature",
                "400|ValidationException|messages: at least one message is required|invalid-request",
                "409|ConflictException|Something else is going on.|unavailable"
            })
    void eachCodeHasItsKind(int status, String code, String message, String kind) {
        LlmException mapped = ErrorMapper.answered(status, code, message, "req-1", null);
        assertThat(mapped.kind().id()).isEqualTo(kind);
        assertThat(mapped.requestId()).isEqualTo("req-1");
        assertThat(mapped.getMessage()).doesNotContain(message);
    }

    @Test
    void theSuffixOfACodeIsCutOffAndRetryAfterIsKept() {
        LlmException mapped = ErrorMapper.answered(
                429, "ThrottlingException:http://internal.amazon.com/coral/", "Too many", null, "7");
        assertThat(mapped.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
        assertThat(mapped.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aModelThatNeedsAnInferenceProfileTellsSo() {
        LlmException mapped = ErrorMapper.answered(
                400,
                "ValidationException",
                "Invocation of model ID x with on-demand throughput isn't supported. Retry with an inference profile.",
                null,
                null);
        assertThat(mapped.kind()).isEqualTo(ErrorKind.MODEL_NOT_FOUND);
        assertThat(mapped.getMessage()).contains("inference profile");
    }
}
