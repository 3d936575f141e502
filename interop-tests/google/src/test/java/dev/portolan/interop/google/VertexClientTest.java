package dev.portolan.interop.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.FixedHeaderProvider;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.UnauthenticatedException;
import com.google.cloud.aiplatform.v1.Candidate;
import com.google.cloud.aiplatform.v1.Content;
import com.google.cloud.aiplatform.v1.FunctionCall;
import com.google.cloud.aiplatform.v1.FunctionDeclaration;
import com.google.cloud.aiplatform.v1.FunctionResponse;
import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import com.google.cloud.aiplatform.v1.GenerateContentResponse;
import com.google.cloud.aiplatform.v1.GenerationConfig;
import com.google.cloud.aiplatform.v1.Part;
import com.google.cloud.aiplatform.v1.PredictionServiceClient;
import com.google.cloud.aiplatform.v1.PredictionServiceSettings;
import com.google.cloud.aiplatform.v1.Schema;
import com.google.cloud.aiplatform.v1.Tool;
import com.google.cloud.aiplatform.v1.Type;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.portolan.chat.OutputFormat;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.vertex.VertexSimulator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Google's own client reads in the simulator's answers, and what the simulator reads in its requests. */
@Tag("integration")
@Timeout(60)
class VertexClientTest {

    private static final String GEMINI =
            "projects/acme/locations/us-central1/publishers/google/models/gemini-2.0-flash";

    private final VertexSimulator simulator = VertexSimulator.builder()
            .apiKeys("right")
            .responder(VertexClientTest::reply)
            .start();

    /** Calls the tool there is, then tells its result; fills the schema there is; else tells a text. */
    private static Reply reply(Prompt prompt) {
        if (!prompt.toolResults().isEmpty()) {
            return Reply.text("Told: " + prompt.toolResults().get(0).text());
        }
        if (!prompt.request().tools().isEmpty()) {
            return Reply.toolCall("get_weather", "{\"city\":\"Oslo\"}");
        }
        return prompt.request().outputFormat() instanceof OutputFormat.Schema
                ? Reply.text("{\"city\":\"Oslo\"}")
                : Reply.text("Seven degrees in Oslo.");
    }

    @AfterEach
    void close() {
        simulator.close();
    }

    /** The token as a header: the client sends its credentials over TLS only. */
    private PredictionServiceClient client(String token) throws IOException {
        return PredictionServiceClient.create(PredictionServiceSettings.newBuilder()
                .setTransportChannelProvider(InstantiatingGrpcChannelProvider.newBuilder()
                        .setEndpoint("127.0.0.1:" + simulator.port())
                        .setChannelConfigurator(channel -> channel.usePlaintext())
                        .build())
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setHeaderProvider(FixedHeaderProvider.create(Map.of("authorization", "Bearer " + token)))
                .build());
    }

    private static Content user(Part.Builder part) {
        return Content.newBuilder().setRole("user").addParts(part).build();
    }

    private static GenerateContentRequest.Builder ask() {
        return GenerateContentRequest.newBuilder()
                .setModel(GEMINI)
                .setSystemInstruction(
                        Content.newBuilder().addParts(Part.newBuilder().setText("You know the weather.")))
                .addContents(user(Part.newBuilder().setText("How warm is Oslo?")));
    }

    private static Schema city() {
        return Schema.newBuilder()
                .setType(Type.OBJECT)
                .putProperties("city", Schema.newBuilder().setType(Type.STRING).build())
                .addRequired("city")
                .build();
    }

    private static Struct struct(String name, Value.Builder value) {
        return Struct.newBuilder().putFields(name, value.build()).build();
    }

    private static String text(GenerateContentResponse answer) {
        StringBuilder text = new StringBuilder();
        answer.getCandidates(0).getContent().getPartsList().forEach(part -> text.append(part.getText()));
        return text.toString();
    }

    @Test
    void aTextIsRead() throws IOException {
        try (PredictionServiceClient client = client("right")) {
            GenerateContentResponse answer = client.generateContent(ask().build());

            assertThat(text(answer)).isEqualTo("Seven degrees in Oslo.");
            assertThat(answer.getCandidates(0).getFinishReason()).isEqualTo(Candidate.FinishReason.STOP);
            assertThat(answer.getUsageMetadata().getPromptTokenCount()).isPositive();
            assertThat(answer.getUsageMetadata().getCandidatesTokenCount()).isPositive();
            assertThat(simulator.requests()).hasSize(1);
        }
    }

    @Test
    void aStreamIsReadPieceByPieceToItsEnd() throws IOException {
        List<GenerateContentResponse> chunks = new ArrayList<>();
        try (PredictionServiceClient client = client("right")) {
            client.streamGenerateContentCallable().call(ask().build()).forEach(chunks::add);
        }
        GenerateContentResponse last = chunks.get(chunks.size() - 1);

        assertThat(chunks).hasSizeGreaterThan(2);
        assertThat(String.join("", chunks.stream().map(VertexClientTest::text).toList()))
                .isEqualTo("Seven degrees in Oslo.");
        assertThat(last.getCandidates(0).getFinishReason()).isEqualTo(Candidate.FinishReason.STOP);
        assertThat(last.getUsageMetadata().getCandidatesTokenCount()).isPositive();
    }

    @Test
    void aToolIsCalledAndItsResultTakenBack() throws IOException {
        GenerateContentRequest.Builder conversation = ask().addTools(Tool.newBuilder()
                .addFunctionDeclarations(FunctionDeclaration.newBuilder()
                        .setName("get_weather")
                        .setDescription("How warm a city is.")
                        .setParameters(city())));
        try (PredictionServiceClient client = client("right")) {
            Content first = client.generateContent(conversation.build())
                    .getCandidates(0)
                    .getContent();
            FunctionCall call = first.getParts(0).getFunctionCall();
            assertThat(call.getName()).isEqualTo("get_weather");
            assertThat(call.getArgs())
                    .isEqualTo(struct("city", Value.newBuilder().setStringValue("Oslo")));

            conversation
                    .addContents(first)
                    .addContents(user(Part.newBuilder()
                            .setFunctionResponse(FunctionResponse.newBuilder()
                                    .setName("get_weather")
                                    .setResponse(
                                            struct("degrees", Value.newBuilder().setNumberValue(7))))));
            assertThat(text(client.generateContent(conversation.build())))
                    .startsWith("Told: ")
                    .contains("degrees")
                    .contains("7");
        }
    }

    @Test
    void anAnswerHasTheFormOfItsSchema() throws IOException {
        GenerateContentRequest request = ask().setGenerationConfig(GenerationConfig.newBuilder()
                        .setResponseMimeType("application/json")
                        .setResponseSchema(city()))
                .build();
        try (PredictionServiceClient client = client("right")) {
            assertThat(text(client.generateContent(request))).isEqualTo("{\"city\":\"Oslo\"}");
        }
    }

    @Test
    void errorsHaveTheirClasses() throws IOException {
        try (PredictionServiceClient client = client("right");
                PredictionServiceClient stranger = client("wrong")) {
            assertThat(catchThrowableOfType(
                                    UnauthenticatedException.class, () -> stranger.generateContent(ask().build()))
                            .getReason())
                    .isEqualTo("ACCESS_TOKEN_TYPE_UNSUPPORTED");
            assertThat(catchThrowableOfType(
                            InvalidArgumentException.class,
                            () -> client.generateContent(ask().setGenerationConfig(
                                            GenerationConfig.newBuilder().setTemperature(3f))
                                    .build())))
                    .isNotNull();
        }
    }
}
