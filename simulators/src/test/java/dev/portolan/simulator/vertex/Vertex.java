package dev.portolan.simulator.vertex;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.FixedHeaderProvider;
import com.google.cloud.aiplatform.v1.Content;
import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import com.google.cloud.aiplatform.v1.GenerateContentResponse;
import com.google.cloud.aiplatform.v1.LlmUtilityServiceClient;
import com.google.cloud.aiplatform.v1.LlmUtilityServiceSettings;
import com.google.cloud.aiplatform.v1.Part;
import com.google.cloud.aiplatform.v1.PredictionServiceClient;
import com.google.cloud.aiplatform.v1.PredictionServiceSettings;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Google's own client, pointed at a simulator. */
final class Vertex implements AutoCloseable {

    static final String FLASH = model("gemini-2.5-flash");
    static final String PLAIN = model("gemini-2.0-flash");

    private final PredictionServiceClient client;
    private final VertexSimulator simulator;

    Vertex(VertexSimulator simulator) {
        this(simulator, Map.of());
    }

    Vertex(VertexSimulator simulator, Map<String, String> headers) {
        this.simulator = simulator;
        try {
            this.client = PredictionServiceClient.create(PredictionServiceSettings.newBuilder()
                    .setTransportChannelProvider(channel(simulator))
                    .setCredentialsProvider(NoCredentialsProvider.create())
                    .setHeaderProvider(FixedHeaderProvider.create(headers))
                    .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InstantiatingGrpcChannelProvider channel(VertexSimulator simulator) {
        return InstantiatingGrpcChannelProvider.newBuilder()
                .setEndpoint("127.0.0.1:" + simulator.port())
                .setChannelConfigurator(builder -> builder.usePlaintext())
                .build();
    }

    static String model(String name) {
        return "projects/acme/locations/us-central1/publishers/google/models/" + name;
    }

    static String claude(String name) {
        return "projects/acme/locations/us-east5/publishers/anthropic/models/" + name;
    }

    PredictionServiceClient client() {
        return client;
    }

    LlmUtilityServiceClient utility() {
        try {
            return LlmUtilityServiceClient.create(LlmUtilityServiceSettings.newBuilder()
                    .setTransportChannelProvider(channel(simulator))
                    .setCredentialsProvider(NoCredentialsProvider.create())
                    .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A request from JSON with single quotes; without contents it asks where an order is. */
    static GenerateContentRequest request(String model, String json) {
        GenerateContentRequest.Builder request = read(json, GenerateContentRequest.newBuilder());
        if (request.getContentsCount() == 0) {
            request.addContents(Content.newBuilder()
                    .setRole("user")
                    .addParts(Part.newBuilder().setText("Where is my order?")));
        }
        return request.setModel(model).build();
    }

    static <B extends Message.Builder> B read(String json, B builder) {
        try {
            JsonFormat.parser().merge(json.replace('\'', '"'), builder);
            return builder;
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(json, e);
        }
    }

    GenerateContentResponse generate(String model, String json) {
        return client.generateContent(request(model, json));
    }

    List<GenerateContentResponse> stream(String model, String json) {
        List<GenerateContentResponse> chunks = new ArrayList<>();
        client.streamGenerateContentCallable().call(request(model, json)).forEach(chunks::add);
        return chunks;
    }

    static String text(GenerateContentResponse response) {
        StringBuilder text = new StringBuilder();
        response.getCandidatesList()
                .forEach(candidate -> candidate.getContent().getPartsList().stream()
                        .filter(part -> !part.getThought())
                        .forEach(part -> text.append(part.getText())));
        return text.toString();
    }

    static String text(List<GenerateContentResponse> chunks) {
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk -> text.append(text(chunk)));
        return text.toString();
    }

    @Override
    public void close() {
        client.close();
    }
}
