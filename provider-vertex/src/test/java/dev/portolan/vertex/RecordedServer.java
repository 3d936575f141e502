package dev.portolan.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import com.google.cloud.aiplatform.v1.GenerateContentResponse;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.portolan.recorded.RecordedAnswers;
import dev.portolan.recorded.Recording;
import dev.portolan.spi.support.WireJson;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Serves recorded bodies, which are JSON of the HTTP interface, as the messages that the same answers are over gRPC. */
final class RecordedServer implements RecordedAnswers, AutoCloseable {

    private static final JsonFormat.Parser LENIENT = JsonFormat.parser()
            .ignoringUnknownFields()
            .usingTypeRegistry(JsonFormat.TypeRegistry.newBuilder()
                    .add(BadRequest.getDescriptor())
                    .add(ErrorInfo.getDescriptor())
                    .add(QuotaFailure.getDescriptor())
                    .add(RetryInfo.getDescriptor())
                    .build());

    private final Server server;
    private final Queue<Recording> served = new ConcurrentLinkedQueue<>();
    private final List<byte[]> bodies = new CopyOnWriteArrayList<>();

    RecordedServer() throws IOException {
        ServerServiceDefinition service = ServerServiceDefinition.builder(
                        "google.cloud.aiplatform.v1.PredictionService")
                .addMethod(
                        method("GenerateContent", MethodDescriptor.MethodType.UNARY),
                        ServerCalls.asyncUnaryCall((request, out) -> answer(request, out)))
                .addMethod(
                        method("StreamGenerateContent", MethodDescriptor.MethodType.SERVER_STREAMING),
                        ServerCalls.asyncServerStreamingCall((request, out) -> answer(request, out)))
                .build();
        server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .directExecutor()
                .addService(service)
                .build()
                .start();
    }

    private static MethodDescriptor<GenerateContentRequest, GenerateContentResponse> method(
            String name, MethodDescriptor.MethodType type) {
        return MethodDescriptor.<GenerateContentRequest, GenerateContentResponse>newBuilder()
                .setType(type)
                .setFullMethodName("google.cloud.aiplatform.v1.PredictionService/" + name)
                .setRequestMarshaller(ProtoUtils.marshaller(GenerateContentRequest.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(GenerateContentResponse.getDefaultInstance()))
                .build();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    /** One call after the other is served: the name is not asked for. */
    @Override
    public void serve(String name, List<Recording> inOrder) {
        served.clear();
        bodies.clear();
        served.addAll(inOrder);
    }

    @Override
    public List<byte[]> bodies(String name) {
        return List.copyOf(bodies);
    }

    private void answer(GenerateContentRequest request, StreamObserver<GenerateContentResponse> out) {
        try {
            bodies.add(JsonFormat.printer().print(request).getBytes(StandardCharsets.UTF_8));
            List<JsonNode> messages = messages(new String(served.remove().body(), StandardCharsets.UTF_8));
            for (JsonNode message : messages) {
                if (message.has("error")) {
                    out.onError(StatusProto.toStatusRuntimeException(status(message.path("error"))));
                    return;
                }
                GenerateContentResponse.Builder response = GenerateContentResponse.newBuilder();
                LENIENT.merge(readable(message).toString(), response);
                out.onNext(response.build());
            }
            out.onCompleted();
        } catch (IOException | RuntimeException e) {
            out.onError(io.grpc.Status.INTERNAL
                    .withDescription("the recording cannot be served: " + e)
                    .asException());
        }
    }

    /** A whole answer, an array of them, or server-sent events. */
    private static List<JsonNode> messages(String body) {
        List<JsonNode> messages = new ArrayList<>();
        String trimmed = body.strip();
        if (trimmed.startsWith("{") || trimmed.startsWith("[")) {
            JsonNode tree = WireJson.tree(trimmed);
            if (tree.isArray()) {
                tree.forEach(messages::add);
            } else {
                messages.add(tree);
            }
            return messages;
        }
        for (String line : body.split("\r\n|\n|\r", -1)) {
            if (line.startsWith("data:") && !line.substring(5).isBlank()) {
                messages.add(WireJson.tree(line.substring(5)));
            }
        }
        return messages;
    }

    /** What the HTTP interface has a name for and this version of the messages only a number, or nothing. */
    private static JsonNode readable(JsonNode message) {
        for (JsonNode candidate : message.path("candidates")) {
            if (candidate instanceof ObjectNode object
                    && candidate.path("finishReason").asText().equals("UNEXPECTED_TOOL_CALL")) {
                object.put("finishReason", 12);
            }
        }
        JsonNode usage = message.path("usageMetadata");
        if (usage instanceof ObjectNode object
                && usage.has("toolUsePromptTokenCount")
                && !usage.has("toolUsePromptTokensDetails")) {
            object.putArray("toolUsePromptTokensDetails")
                    .addObject()
                    .put("modality", "TEXT")
                    .set("tokenCount", usage.path("toolUsePromptTokenCount"));
        }
        return message;
    }

    private static Status status(JsonNode error) throws IOException {
        Status.Builder status = Status.newBuilder()
                .setCode(Code.valueOf(error.path("status").asText("UNKNOWN")).getNumber())
                .setMessage(error.path("message").asText());
        for (JsonNode detail : error.path("details")) {
            com.google.protobuf.Any.Builder any = com.google.protobuf.Any.newBuilder();
            try {
                LENIENT.merge(detail.toString(), any);
            } catch (IOException e) {
                // A kind of detail that nobody reads.
                continue;
            }
            status.addDetails(any);
        }
        return status.build();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
