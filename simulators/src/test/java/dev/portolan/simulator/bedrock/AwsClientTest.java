package dev.portolan.simulator.bedrock;

import static dev.portolan.simulator.bedrock.Client.CLAUDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Pace;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockruntime.model.Tool;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** AWS's own client, with signatures that are checked, over HTTP/1.1 and over HTTP/2 with prior knowledge. */
@Tag("integration")
class AwsClientTest {

    private static final String ARN =
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0";

    private static BedrockSimulator simulator(Responder responder) {
        return BedrockSimulator.builder()
                .responder(responder)
                .credentials("AKIDTEST", "a secret")
                .start();
    }

    private static BedrockRuntimeAsyncClient client(BedrockSimulator simulator, Protocol protocol, String secret) {
        return BedrockRuntimeAsyncClient.builder()
                .endpointOverride(simulator.baseUrl())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDTEST", secret)))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(protocol))
                .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    private static BedrockRuntimeAsyncClient client(BedrockSimulator simulator, Protocol protocol) {
        return client(simulator, protocol, "a secret");
    }

    private static Message user(String text) {
        return Message.builder()
                .role(ConversationRole.USER)
                .content(ContentBlock.fromText(text))
                .build();
    }

    private static ToolConfiguration tools() {
        Document schema = Document.fromMap(Map.of(
                "type",
                Document.fromString("object"),
                "properties",
                Document.fromMap(Map.of("city", Document.fromMap(Map.of("type", Document.fromString("string")))))));
        return ToolConfiguration.builder()
                .tools(Tool.fromToolSpec(t -> t.name("get_weather").inputSchema(i -> i.json(schema))))
                .build();
    }

    private static ConverseStreamRequest streamRequest(String text) {
        return ConverseStreamRequest.builder()
                .modelId(CLAUDE)
                .messages(user(text))
                .build();
    }

    /** Collects the events and leaves errors to the future. */
    private static ConverseStreamResponseHandler into(List<ConverseStreamOutput> events) {
        return ConverseStreamResponseHandler.builder().subscriber(events::add).build();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP1_1", "HTTP2"})
    void itTalksWholeAndStreamed(Protocol protocol) {
        try (BedrockSimulator simulator = simulator(Responder.echo());
                BedrockRuntimeAsyncClient client = client(simulator, protocol)) {
            ConverseResponse whole = client.converse(ConverseRequest.builder()
                            .modelId(ARN)
                            .messages(user("hello there"))
                            .build())
                    .join();
            List<ConverseStreamOutput> events = new CopyOnWriteArrayList<>();
            client.converseStream(streamRequest("hello there"), into(events)).join();

            assertThat(whole.output().message().content().get(0).text()).isEqualTo("hello there");
            assertThat(whole.stopReason()).isEqualTo(StopReason.END_TURN);
            assertThat(whole.usage().outputTokens()).isEqualTo(2);
            assertThat(whole.responseMetadata().requestId()).isNotBlank();
            assertThat(events.stream().map(ConverseStreamOutput::sdkEventType))
                    .containsExactly(
                            ConverseStreamOutput.EventType.MESSAGE_START,
                            ConverseStreamOutput.EventType.CONTENT_BLOCK_DELTA,
                            ConverseStreamOutput.EventType.CONTENT_BLOCK_DELTA,
                            ConverseStreamOutput.EventType.CONTENT_BLOCK_STOP,
                            ConverseStreamOutput.EventType.MESSAGE_STOP,
                            ConverseStreamOutput.EventType.METADATA);
            assertThat(simulator.requests().get(0).path()).contains("arn%3Aaws%3Abedrock");
            assertThat(simulator.requests())
                    .allSatisfy(request -> assertThat(request.prompt()).isNotNull());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP1_1", "HTTP2"})
    void itCallsToolsAndInvokesModels(Protocol protocol) {
        Reply call = Reply.toolCall("get_weather", "{\"city\":\"Oslo\"}");
        try (BedrockSimulator simulator = simulator(prompt -> call);
                BedrockRuntimeAsyncClient client = client(simulator, protocol)) {
            ConverseResponse whole = client.converse(ConverseRequest.builder()
                            .modelId(CLAUDE)
                            .messages(user("weather?"))
                            .toolConfig(tools())
                            .build())
                    .join();
            List<ConverseStreamOutput> events = new CopyOnWriteArrayList<>();
            client.converseStream(streamRequest("weather?").copy(r -> r.toolConfig(tools())), into(events))
                    .join();
            InvokeModelResponse embedding = client.invokeModel(r -> r.modelId("amazon.titan-embed-text-v2:0")
                            .body(SdkBytes.fromUtf8String("{\"inputText\":\"hello\",\"dimensions\":256}")))
                    .join();
            int counted = client.countTokens(r ->
                            r.modelId(CLAUDE).input(i -> i.converse(c -> c.messages(user("weather?")))))
                    .join()
                    .inputTokens();

            assertThat(whole.stopReason()).isEqualTo(StopReason.TOOL_USE);
            assertThat(whole.output()
                            .message()
                            .content()
                            .get(0)
                            .toolUse()
                            .input()
                            .asMap()
                            .get("city")
                            .asString())
                    .isEqualTo("Oslo");
            StringBuilder input = new StringBuilder();
            events.forEach(event -> event.accept(ConverseStreamResponseHandler.Visitor.builder()
                    .onContentBlockDelta(
                            delta -> input.append(delta.delta().toolUse().input()))
                    .build()));
            assertThat(input).hasToString("{\"city\":\"Oslo\"}");
            assertThat(embedding.body().asUtf8String()).startsWith("{\"embedding\":[");
            assertThat(embedding.sdkHttpResponse().firstMatchingHeader("X-Amzn-Bedrock-Input-Token-Count"))
                    .hasValue("1");
            assertThat(counted).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP1_1", "HTTP2"})
    void itKnowsTheErrors(Protocol protocol) {
        try (BedrockSimulator simulator = simulator(Responder.echo());
                BedrockRuntimeAsyncClient client = client(simulator, protocol);
                BedrockRuntimeAsyncClient stranger = client(simulator, protocol, "another secret")) {
            ConverseRequest twice = ConverseRequest.builder()
                    .modelId(CLAUDE)
                    .messages(user("one"), user("two"))
                    .build();
            assertThatThrownBy(() -> client.converse(twice).join())
                    .cause()
                    .isInstanceOfSatisfying(ValidationException.class, error -> {
                        assertThat(error.statusCode()).isEqualTo(400);
                        assertThat(error.requestId()).isNotBlank();
                        assertThat(error.awsErrorDetails().errorMessage()).startsWith("A conversation must alternate");
                    });
            assertThatThrownBy(() -> stranger.converse(r -> r.modelId(CLAUDE).messages(user("x")))
                            .join())
                    .cause()
                    .isInstanceOfSatisfying(BedrockRuntimeException.class, error -> {
                        assertThat(error.statusCode()).isEqualTo(403);
                        assertThat(error.awsErrorDetails().errorCode()).isEqualTo("InvalidSignatureException");
                    });
            simulator.inject(Faults.always(Fault.errorInStream(3, ErrorKind.RATE_LIMITED)));
            List<ConverseStreamOutput> events = new CopyOnWriteArrayList<>();
            assertThatThrownBy(() -> client.converseStream(streamRequest("one two three"), into(events))
                            .join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(ThrottlingException.class);
            assertThat(events).hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP1_1", "HTTP2"})
    void itsCancellingIsNoticed(Protocol protocol) {
        try (BedrockSimulator simulator = BedrockSimulator.builder()
                        .pace(new Pace(Duration.ZERO, Duration.ofSeconds(30)))
                        .start();
                BedrockRuntimeAsyncClient client = client(simulator, protocol)) {
            List<ConverseStreamOutput> events = new CopyOnWriteArrayList<>();
            CompletableFuture<Void> call = client.converseStream(streamRequest("one two three"), into(events));
            await().atMost(Duration.ofSeconds(10)).until(() -> !events.isEmpty());
            assertThat(simulator.inFlight()).isEqualTo(1);
            call.cancel(true);

            await().atMost(Duration.ofSeconds(5)).until(() -> simulator.inFlight() == 0);
        }
    }
}
