package dev.portolan.simulator.vertex;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;

/** A refusal as Google's services give it: a status, a text, and details. See https://google.aip.dev/193. */
final class VertexError extends RuntimeException {

    static final String SERVICE = "aiplatform.googleapis.com";

    private static final long serialVersionUID = 1L;

    private final transient Status status;

    VertexError(Code code, String message, Message... details) {
        super(message, null, false, false);
        List<Any> packed = new ArrayList<>();
        for (Message detail : details) {
            packed.add(Any.pack(detail));
        }
        this.status = Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage(message)
                .addAllDetails(packed)
                .build();
    }

    static VertexError invalid(String message) {
        return new VertexError(Code.INVALID_ARGUMENT, message);
    }

    /** A field that breaks a rule, named in the details. */
    static VertexError invalidField(String field, String message) {
        return new VertexError(
                Code.INVALID_ARGUMENT,
                message,
                BadRequest.newBuilder()
                        .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                                .setField(field)
                                .setDescription(message))
                        .build());
    }

    /** The range of a number, in the service's words. */
    static VertexError outOfRange(String name, String value, String least, String beyond) {
        return invalid("Unable to submit request because it has a " + name + " value of " + value
                + " but the supported range is from " + least + " (inclusive) to " + beyond
                + " (exclusive). Update the value and try again.");
    }

    static ErrorInfo info(String reason, String method) {
        return ErrorInfo.newBuilder()
                .setReason(reason)
                .setDomain("googleapis.com")
                .putMetadata("service", SERVICE)
                .putMetadata("method", method)
                .build();
    }

    static RetryInfo retryIn(java.time.Duration time) {
        return RetryInfo.newBuilder()
                .setRetryDelay(
                        Duration.newBuilder().setSeconds(time.getSeconds()).setNanos(time.getNano()))
                .build();
    }

    static QuotaFailure quota(String subject, String description) {
        return QuotaFailure.newBuilder()
                .addViolations(
                        QuotaFailure.Violation.newBuilder().setSubject(subject).setDescription(description))
                .build();
    }

    Status status() {
        return status;
    }

    StatusRuntimeException grpc() {
        return StatusProto.toStatusRuntimeException(status);
    }
}
