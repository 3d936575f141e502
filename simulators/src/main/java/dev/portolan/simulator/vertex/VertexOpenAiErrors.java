package dev.portolan.simulator.vertex;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.internal.HttpAnswer;
import dev.portolan.simulator.internal.HttpWire;
import dev.portolan.simulator.internal.Json;
import dev.portolan.simulator.internal.SseFraming;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The errors of Vertex AI as its HTTP interfaces tell them. See https://google.aip.dev/193. */
final class VertexOpenAiErrors implements HttpWire {

    private static final String METHOD = "google.cloud.aiplatform.v1.PredictionService.ChatCompletions";
    private static final JsonFormat.Printer PRINTER = JsonFormat.printer()
            .usingTypeRegistry(JsonFormat.TypeRegistry.newBuilder()
                    .add(BadRequest.getDescriptor())
                    .add(ErrorInfo.getDescriptor())
                    .add(QuotaFailure.getDescriptor())
                    .add(RetryInfo.getDescriptor())
                    .build());

    private final String model;

    VertexOpenAiErrors(String model) {
        this.model = model;
    }

    /** As over gRPC; beyond that HTTP can have any fault. */
    static boolean has(Fault fault) {
        return !(fault instanceof Fault.VendorError || fault instanceof Fault.ErrorInStream) || VertexFaults.has(fault);
    }

    @Override
    public HttpAnswer error(ErrorKind kind, @Nullable Duration retryAfter) {
        return answer(VertexErrors.of(kind, retryAfter, METHOD, model).status());
    }

    @Override
    public HttpAnswer status(int code, @Nullable Duration retryAfter) {
        return answer(VertexErrors.status(code, retryAfter).status());
    }

    @Override
    public byte[] errorInStream(ErrorKind kind, int sent) {
        return SseFraming.DATA.frame(
                Json.bytes(body(VertexErrors.of(kind, null, METHOD, model).status())));
    }

    private static HttpAnswer answer(Status status) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode().add(body(status));
        return HttpAnswer.whole(
                http(status), Map.of("content-type", "application/json"), 0, Json.bytes(list), status.getMessage());
    }

    private static ObjectNode body(Status status) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode error = body.putObject("error");
        error.put("code", http(status));
        error.put("message", status.getMessage());
        error.put("status", String.valueOf(Code.forNumber(status.getCode())));
        ArrayNode details = error.putArray("details");
        status.getDetailsList().forEach(detail -> {
            try {
                details.add(Json.parse(PRINTER.print(detail)));
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException("a detail without a name", e);
            }
        });
        return body;
    }

    /** See google/rpc/code.proto. */
    private static int http(Status status) {
        return switch (status.getCode()) {
            case Code.INVALID_ARGUMENT_VALUE, Code.FAILED_PRECONDITION_VALUE, Code.OUT_OF_RANGE_VALUE -> 400;
            case Code.UNAUTHENTICATED_VALUE -> 401;
            case Code.PERMISSION_DENIED_VALUE -> 403;
            case Code.NOT_FOUND_VALUE -> 404;
            case Code.ABORTED_VALUE, Code.ALREADY_EXISTS_VALUE -> 409;
            case Code.RESOURCE_EXHAUSTED_VALUE -> 429;
            case Code.CANCELLED_VALUE -> 499;
            case Code.UNIMPLEMENTED_VALUE -> 501;
            case Code.UNAVAILABLE_VALUE -> 503;
            case Code.DEADLINE_EXCEEDED_VALUE -> 504;
            default -> 500;
        };
    }
}
