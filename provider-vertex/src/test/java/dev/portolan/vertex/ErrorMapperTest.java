package dev.portolan.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimeoutPhase;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorMapperTest {

    private static LlmException told(Status.Code code, String message, Message... details) {
        com.google.rpc.Status.Builder status =
                com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage(message);
        for (Message detail : details) {
            status.addDetails(Any.pack(detail));
        }
        StatusRuntimeException thrown = StatusProto.toStatusRuntimeException(status.build());
        return ErrorMapper.map(new ExecutionException(Details.of(thrown)), "host");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UNAUTHENTICATED | Request had invalid authentication credentials. | authentication | 401",
                "PERMISSION_DENIED | Permission 'aiplatform.endpoints.predict' denied | permission | 403",
                "NOT_FOUND | Publisher Model `x` not found. | model-not-found | 404",
                "NOT_FOUND | Not found: cache content metadata 1. | invalid-request | 404",
                "INVALID_ARGUMENT | Please use a valid role: user, model. | invalid-request | 400",
                "INVALID_ARGUMENT | API key not valid. Please pass a valid API key. | authentication | 400",
                "INVALID_ARGUMENT | The input token count (1200000) exceeds the maximum number of tokens allowed (1048576). | context-length | 400",
                "INVALID_ARGUMENT | Function calling is not enabled for this model. | unsupported-feature | 400",
                "INVALID_ARGUMENT | The request was blocked by the content filter. | content-filtered | 400",
                "FAILED_PRECONDITION | User location is not supported for the API use. | unsupported-feature | 400",
                "FAILED_PRECONDITION | This API method requires billing to be enabled. | permission | 400",
                "FAILED_PRECONDITION | Precondition check failed. | invalid-request | 400",
                "RESOURCE_EXHAUSTED | Resource exhausted. Please try again later. | rate-limited | 429",
                "RESOURCE_EXHAUSTED | Quota exceeded for generate_content_requests_per_minute_per_project. | rate-limited | 429",
                "RESOURCE_EXHAUSTED | You exceeded your current quota, please check your plan and billing details. | quota-exhausted | 429",
                "DEADLINE_EXCEEDED | Deadline expired before operation could complete. | timeout | 504",
                "UNAVAILABLE | The service is currently unavailable. | unavailable | 503",
                "INTERNAL | Internal error encountered. | unavailable | 500",
                "ABORTED | Conflict. | unavailable | 409",
                "UNIMPLEMENTED | Operation is not implemented. | unsupported-feature | 501"
            })
    void aStatusAndItsWordsTellTheKind(Status.Code code, String message, String kind, int status) {
        LlmException failure = told(code, message);
        assertThat(failure.kind().id()).isEqualTo(kind);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.vendorMessage()).isEqualTo(message);
        assertThat(failure.getMessage()).doesNotContain(message);
    }

    @Test
    void detailsTellWhenToComeBackWhatIsUsedUpAndWhichFieldIsWrong() {
        LlmException limited = told(
                Status.Code.RESOURCE_EXHAUSTED,
                "Resource exhausted.",
                RetryInfo.newBuilder()
                        .setRetryDelay(Duration.newBuilder().setSeconds(34).setNanos(400_000_000))
                        .build());
        assertThat(limited.retryAfter()).isEqualTo(java.time.Duration.ofMillis(34_400));
        LlmException daily = told(
                Status.Code.RESOURCE_EXHAUSTED,
                "Resource exhausted.",
                QuotaFailure.newBuilder()
                        .addViolations(
                                QuotaFailure.Violation.newBuilder().setSubject("GenerateRequestsPerDayPerProject"))
                        .build());
        assertThat(daily.kind()).isEqualTo(ErrorKind.QUOTA_EXHAUSTED);
        LlmException wrong = told(
                Status.Code.INVALID_ARGUMENT,
                "Invalid value",
                BadRequest.newBuilder()
                        .addFieldViolations(
                                BadRequest.FieldViolation.newBuilder().setField("generation_config.temperature"))
                        .addFieldViolations(
                                BadRequest.FieldViolation.newBuilder().setField("a secret thing"))
                        .build());
        assertThat(wrong).hasMessageContaining("generation_config.temperature").hasMessageNotContaining("secret");
        LlmException disabled = told(
                Status.Code.PERMISSION_DENIED,
                "Vertex AI API has not been used in project 1 before or it is disabled.",
                ErrorInfo.newBuilder().setReason("SERVICE_DISABLED").build());
        assertThat(disabled.vendorCode()).isEqualTo("SERVICE_DISABLED");
        assertThat(disabled).hasMessageContaining("aiplatform.googleapis.com");
    }

    @Test
    void httpTellsTheSame() {
        LlmException failure = RefusedOverHttp.of(
                ("[{\"error\":{\"code\":429,\"message\":\"Resource exhausted.\",\"status\":\"RESOURCE_EXHAUSTED\",\"details\":["
                                + "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"34.4s\"},"
                                + "{\"@type\":\"type.googleapis.com/google.rpc.QuotaFailure\",\"violations\":[{\"quotaId\":\"RequestsPerDay\"}]},"
                                + "{\"@type\":\"type.googleapis.com/google.rpc.BadRequest\",\"fieldViolations\":[{\"field\":\"contents\"}]}]}}]")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(failure.kind()).isEqualTo(ErrorKind.QUOTA_EXHAUSTED);
        assertThat(failure.retryAfter()).isEqualTo(java.time.Duration.ofMillis(34_400));
        assertThat(failure.status()).isEqualTo(429);
        assertThat(RefusedOverHttp.of("<html>".getBytes(StandardCharsets.UTF_8)))
                .isNull();
        assertThat(RefusedOverHttp.of("{\"error\":{\"message\":\"x\"}}".getBytes(StandardCharsets.UTF_8)))
                .isNull();
    }

    private static LlmException lost(Status.Code code, String words, Throwable cause) {
        return ErrorMapper.map(
                code.toStatus().withDescription(words).withCause(cause).asRuntimeException(), "host");
    }

    @Test
    void whatGrpcSaysOfAConnectionIsOfTheNetwork() {
        assertThat(lost(Status.Code.UNAVAILABLE, "io exception", new ConnectException("Connection refused: x")))
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.NETWORK);
                    assertThat(e).hasMessageContaining("refused");
                    assertThat(e.status()).isNull();
                });
        assertThat(lost(Status.Code.UNAVAILABLE, "Unable to resolve host", new UnknownHostException("x"))
                        .kind())
                .isEqualTo(ErrorKind.NETWORK);
        assertThat(lost(Status.Code.UNAVAILABLE, "io exception", new SSLHandshakeException("x")))
                .satisfies(e -> assertThat(e.retryable()).isFalse());
        assertThat(lost(Status.Code.UNAVAILABLE, "io exception", new IOException("connection timed out: x")))
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.TIMEOUT);
                    assertThat(e.details().timeoutPhase()).isEqualTo(TimeoutPhase.CONNECT);
                });
        assertThat(lost(Status.Code.INTERNAL, "RST_STREAM closed stream. HTTP/2 error code: INTERNAL_ERROR", null)
                        .kind())
                .isEqualTo(ErrorKind.NETWORK);
        assertThat(lost(Status.Code.UNKNOWN, "HTTP status code 200\ninvalid content-type: text/html", null)
                        .kind())
                .isEqualTo(ErrorKind.INVALID_RESPONSE);
        assertThat(lost(Status.Code.RESOURCE_EXHAUSTED, "gRPC message exceeds maximum size 4: 5", null)
                        .kind())
                .isEqualTo(ErrorKind.INVALID_RESPONSE);
    }

    @Test
    void aModelThatIsServedElsewhereIsToldWhere() {
        LlmException failure = told(Status.Code.NOT_FOUND, "Publisher Model `x` not found.");
        assertThat(new Family(java.util.Map.of("locations", "global,us")).located(failure))
                .hasMessageContaining("global, us");
        assertThat(new Family(java.util.Map.of()).located(failure)).isSameAs(failure);
    }
}
