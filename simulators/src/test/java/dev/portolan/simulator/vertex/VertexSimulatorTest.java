package dev.portolan.simulator.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.HttpBody;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.aiplatform.v1.CountTokensRequest;
import com.google.cloud.aiplatform.v1.EmbedContentRequest;
import com.google.cloud.aiplatform.v1.LlmUtilityServiceClient;
import com.google.cloud.aiplatform.v1.PredictRequest;
import com.google.cloud.aiplatform.v1.PredictResponse;
import com.google.cloud.aiplatform.v1.PredictionServiceClient;
import com.google.cloud.aiplatform.v1.PredictionServiceSettings;
import com.google.cloud.aiplatform.v1.RawPredictRequest;
import com.google.cloud.aiplatform.v1.StreamRawPredictRequest;
import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is around Gemini's answers: Claude, embeddings, counts, TLS, and what is missing. */
class VertexSimulatorTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLAUDE = Vertex.claude("claude-sonnet-4@20250514");
    private static final String ASK =
            "'anthropic_version':'vertex-2023-10-16','max_tokens':100,'messages':[{'role':'user','content':'Hi.'}]";
    private static final String TOOLS =
            ",'tools':[{'name':'get_weather','input_schema':{'type':'object','properties':{'city':{'type':'string'}}}}]";

    private static VertexSimulator simulator;
    private static Vertex vertex;

    @BeforeAll
    static void start() {
        simulator = VertexSimulator.start(Responder.echo());
        vertex = new Vertex(simulator);
    }

    @AfterAll
    static void stop() {
        vertex.close();
        simulator.close();
    }

    private static HttpBody http(String json) {
        return HttpBody.newBuilder()
                .setContentType("application/json")
                .setData(ByteString.copyFromUtf8(json.replace('\'', '"')))
                .build();
    }

    private static JsonNode raw(Reply reply, String json) throws IOException {
        simulator.respond(prompt -> reply);
        HttpBody body = vertex.client()
                .rawPredict(RawPredictRequest.newBuilder()
                        .setEndpoint(CLAUDE)
                        .setHttpBody(http("{" + json + "}"))
                        .build());
        assertThat(body.getContentType()).isEqualTo("application/json");
        return JSON.readTree(body.getData().toByteArray());
    }

    private static List<HttpBody> rawStream(Reply reply, String json) {
        simulator.respond(prompt -> reply);
        List<HttpBody> bodies = new ArrayList<>();
        vertex.client()
                .streamRawPredictCallable()
                .call(StreamRawPredictRequest.newBuilder()
                        .setEndpoint(CLAUDE)
                        .setHttpBody(http("{'stream':true," + json + "}"))
                        .build())
                .forEach(bodies::add);
        return bodies;
    }

    private static List<JsonNode> events(List<HttpBody> bodies) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (HttpBody body : bodies) {
            bytes.write(body.getData().toByteArray());
        }
        List<JsonNode> events = new ArrayList<>();
        for (String event : bytes.toString(StandardCharsets.UTF_8).split("\n\n")) {
            events.add(JSON.readTree(event.substring(event.indexOf("data: ") + 6)));
        }
        return events;
    }

    @Test
    void claudeAnswersInItsOwnForm() throws IOException {
        JsonNode answer = raw(Reply.text("Hello there."), ASK);

        assertThat(answer.at("/type").asText()).isEqualTo("message");
        assertThat(answer.at("/id").asText()).startsWith("msg_vrtx_");
        assertThat(answer.at("/model").asText()).isEqualTo("claude-sonnet-4-20250514");
        assertThat(answer.at("/content/0/text").asText()).isEqualTo("Hello there.");
        assertThat(answer.at("/stop_reason").asText()).isEqualTo("end_turn");
        assertThat(answer.at("/usage/output_tokens").asInt()).isEqualTo(3);
    }

    @Test
    void claudeStopsForTheReasonsOfItsApi() throws IOException {
        JsonNode stopped = raw(Reply.text("one two three"), ASK + ",'stop_sequences':[' two']");
        assertThat(stopped.at("/stop_reason").asText()).isEqualTo("stop_sequence");
        assertThat(stopped.at("/stop_sequence").asText()).isEqualTo(" two");
        assertThat(raw(Reply.text("one two three"), ASK.replace("100", "2"))
                        .at("/stop_reason")
                        .asText())
                .isEqualTo("max_tokens");
        JsonNode called = raw(Reply.toolCall("get_weather", "{\"city\":\"Oslo\"}"), ASK + TOOLS);
        assertThat(called.at("/stop_reason").asText()).isEqualTo("tool_use");
        assertThat(called.at("/content/0/input/city").asText()).isEqualTo("Oslo");
        assertThat(called.at("/content/0/id").asText()).startsWith("toolu_vrtx_");
    }

    @Test
    void claudeSEventsComeInBodiesThatEndAnywhere() throws IOException {
        Reply reply = Reply.toolCall("get_weather", "{\"city\":\"Oslo\"}")
                .withText("Let me see.")
                .withReasoning("Hm.");
        List<HttpBody> bodies = rawStream(
                reply,
                ASK.replace("'max_tokens':100", "'max_tokens':2000") + TOOLS
                        + ",'thinking':{'type':'enabled','budget_tokens':1024}");
        List<JsonNode> events = events(bodies);

        assertThat(bodies).anyMatch(body -> !body.getData().toStringUtf8().endsWith("\n\n"));
        assertThat(bodies.get(0).getContentType()).isEqualTo("text/event-stream");
        assertThat(events.get(0).at("/type").asText()).isEqualTo("message_start");
        assertThat(events.stream()
                        .map(event -> event.at("/content_block/type").asText(""))
                        .filter(type -> !type.isEmpty()))
                .containsExactly("thinking", "text", "tool_use");
        assertThat(events.stream().map(event -> event.at("/delta/type").asText()))
                .contains("thinking_delta", "signature_delta", "text_delta", "input_json_delta");
        StringBuilder arguments = new StringBuilder();
        events.forEach(event -> arguments.append(event.at("/delta/partial_json").asText("")));
        assertThat(arguments).hasToString("{\"city\":\"Oslo\"}");
        assertThat(events.get(events.size() - 2).at("/delta/stop_reason").asText())
                .isEqualTo("tool_use");
        assertThat(events.get(events.size() - 1).at("/type").asText()).isEqualTo("message_stop");
    }

    @Test
    void claudeSStreamCanEndWithoutItsEnd() throws IOException {
        simulator.inject(Faults.always(Fault.noFinish()));
        List<JsonNode> events = events(rawStream(Reply.text("Hello."), ASK));
        simulator.inject(Faults.NONE);

        assertThat(events.get(events.size() - 1).at("/type").asText()).isEqualTo("content_block_stop");
    }

    @Test
    void whatClaudeRefusesIsTheTextOfTheStatus() {
        for (String json : List.of(
                ASK.replace("'anthropic_version':'vertex-2023-10-16',", ""),
                ASK + ",'model':'claude'",
                ASK.replace("'max_tokens':100,", ""),
                ASK + ",'tool_choice':{'type':'any'}",
                ASK.replace("'role':'user'", "'role':'system'"),
                ASK.replace("'Hi.'", "[{'type':'tool_result','tool_use_id':'x','content':'y'}]"))) {
            ApiException refusal = catchThrowableOfType(ApiException.class, () -> raw(Reply.text("x"), json));
            assertThat(refusal.getStatusCode().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
            assertThat(refusal).hasMessageContaining("invalid_request_error");
        }
    }

    @Test
    void embeddingsByPredictHaveSnakeCaseWithin() {
        PredictResponse response = vertex.client()
                .predict(Vertex.read(
                                "{'instances':[{'content':'where is my order','task_type':'RETRIEVAL_QUERY'},{'content':'blue'}],'parameters':{'outputDimensionality':8}}",
                                PredictRequest.newBuilder())
                        .setEndpoint(Vertex.model("text-embedding-005"))
                        .build());
        Struct embeddings = response.getPredictions(0)
                .getStructValue()
                .getFieldsOrThrow("embeddings")
                .getStructValue();

        assertThat(response.getPredictionsCount()).isEqualTo(2);
        assertThat(embeddings.getFieldsOrThrow("values").getListValue().getValuesCount())
                .isEqualTo(8);
        assertThat(embeddings
                        .getFieldsOrThrow("statistics")
                        .getStructValue()
                        .getFieldsOrThrow("token_count")
                        .getNumberValue())
                .isEqualTo(4);
        assertThat(response.getMetadata()
                        .getStructValue()
                        .getFieldsOrThrow("billableCharacterCount")
                        .getNumberValue())
                .isEqualTo(14 + 4);
    }

    @Test
    void theNewestEmbeddingModelTakesOneInstance() {
        ApiException refusal = catchThrowableOfType(
                ApiException.class,
                () -> vertex.client()
                        .predict(Vertex.read(
                                        "{'instances':[{'content':'a'},{'content':'b'}]}", PredictRequest.newBuilder())
                                .setEndpoint(Vertex.model("gemini-embedding-001"))
                                .build()));

        assertThat(refusal).hasMessageContaining("1 instance(s) is allowed per prediction. Actual: 2");
    }

    @Test
    void embedContentGivesOneVectorAndItsTokens() {
        var response = vertex.client()
                .embedContent(Vertex.read(
                                "{'content':{'parts':[{'text':'where is my order'}]},'embedContentConfig':{'outputDimensionality':16}}",
                                EmbedContentRequest.newBuilder())
                        .setModel(Vertex.model("gemini-embedding-001"))
                        .build());

        assertThat(response.getEmbedding().getValuesCount()).isEqualTo(16);
        assertThat(response.getUsageMetadata().getPromptTokenCount()).isEqualTo(4);
        assertThat(response.getTruncated()).isFalse();
    }

    @Test
    void tokensAreCountedAsTheyAreBilled() {
        try (LlmUtilityServiceClient utility = vertex.utility()) {
            var counted = utility.countTokens(Vertex.read(
                            "{'contents':[{'role':'user','parts':[{'text':'Where is my order?'}]}]}",
                            CountTokensRequest.newBuilder())
                    .setEndpoint(Vertex.PLAIN)
                    .setModel(Vertex.PLAIN)
                    .build());

            assertThat(counted.getTotalTokens())
                    .isEqualTo(vertex.generate(Vertex.PLAIN, "{}")
                            .getUsageMetadata()
                            .getPromptTokenCount());
            assertThat(counted.getTotalBillableCharacters()).isEqualTo(15);
        }
    }

    @Test
    void withTlsTheCertificateIsTheOnlyOneToTrust() throws IOException {
        try (VertexSimulator secure = VertexSimulator.builder().tls().start();
                PredictionServiceClient client = PredictionServiceClient.create(PredictionServiceSettings.newBuilder()
                        .setTransportChannelProvider(InstantiatingGrpcChannelProvider.newBuilder()
                                .setEndpoint("127.0.0.1:" + secure.port())
                                .setChannelConfigurator(channel -> trusting(channel, secure))
                                .build())
                        .setCredentialsProvider(NoCredentialsProvider.create())
                        .build())) {
            assertThat(secure.baseUrl()).hasScheme("https");
            assertThat(Vertex.text(client.generateContent(Vertex.request(Vertex.PLAIN, "{}"))))
                    .isEqualTo("Where is my order?");
        }
    }

    private static <B> B trusting(B channel, VertexSimulator secure) {
        try {
            ((NettyChannelBuilder) channel)
                    .sslContext(GrpcSslContexts.forClient()
                            .trustManager(secure.certificate())
                            .build());
            return channel;
        } catch (SSLException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void withoutItsArtifactsItSaysWhichAreMissing() throws Exception {
        URL[] urls = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry ->
                        !entry.contains("grpc") && !entry.contains("aiplatform") && !entry.contains("protobuf"))
                .map(VertexSimulatorTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            Class<?> type = loader.loadClass("dev.portolan.simulator.vertex.VertexSimulator");
            Object builder = type.getMethod("builder").invoke(null);
            Throwable thrown = catchThrowableOfType(
                            InvocationTargetException.class,
                            () -> builder.getClass().getMethod("start").invoke(builder))
                    .getCause();

            assertThat(thrown)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("com.google.api.grpc:proto-google-cloud-aiplatform-v1")
                    .hasMessageContaining("com.google.protobuf:protobuf-java-util")
                    .hasMessageContaining("io.grpc:grpc-netty-shaded")
                    .hasMessageContaining("io.grpc:grpc-protobuf");
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
