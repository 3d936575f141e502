package dev.portolan.interop.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.OutputFormat;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.bedrock.BedrockSimulator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.OutputFormatStructure;
import software.amazon.awssdk.services.bedrockruntime.model.OutputFormatType;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.Tool;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** What AWS's asynchronous client reads in the simulator's answers, over HTTP/1.1 and over HTTP/2. */
@Tag("integration")
@Timeout(60)
class BedrockClientTest {

    private static final String CLAUDE = "anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String CITY =
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"],\"additionalProperties\":false}";

    /** One for each protocol and all tests: closing one takes seconds. */
    private static final Map<Protocol, SdkAsyncHttpClient> HTTP = new EnumMap<>(Protocol.class);

    private final BedrockSimulator simulator = BedrockSimulator.builder()
            .credentials("AKIDTEST", "right")
            .responder(BedrockClientTest::reply)
            .start();

    /** Calls the tool there is, then tells its result; fills the schema there is; else tells a text. */
    private static Reply reply(Prompt prompt) {
        if (!prompt.toolResults().isEmpty()) {
            return Reply.text("It is " + prompt.toolResults().get(0).text() + " degrees.");
        }
        if (!prompt.request().tools().isEmpty()) {
            return Reply.toolCall("get_weather", "{\"city\":\"Oslo\"}");
        }
        return prompt.request().outputFormat() instanceof OutputFormat.Schema
                ? Reply.text("{\"city\":\"Oslo\"}")
                : Reply.text("Seven degrees in Oslo.");
    }

    @BeforeAll
    static void connect() {
        for (Protocol protocol : List.of(Protocol.HTTP1_1, Protocol.HTTP2)) {
            HTTP.put(
                    protocol,
                    NettyNioAsyncHttpClient.builder().protocol(protocol).build());
        }
    }

    @AfterAll
    static void disconnect() {
        HTTP.values().forEach(SdkAsyncHttpClient::close);
    }

    @AfterEach
    void close() {
        simulator.close();
    }

    private BedrockRuntimeAsyncClient client(Protocol protocol, String secret) {
        return BedrockRuntimeAsyncClient.builder()
                .endpointOverride(simulator.baseUrl())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDTEST", secret)))
                .httpClient(HTTP.get(protocol))
                .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    private static Message user(ContentBlock content) {
        return Message.builder().role(ConversationRole.USER).content(content).build();
    }

    private static ConverseRequest.Builder ask() {
        return ConverseRequest.builder()
                .modelId(CLAUDE)
                .system(SystemContentBlock.fromText("You know the weather."))
                .messages(user(ContentBlock.fromText("How warm is Oslo?")));
    }

    private static Tool tool() {
        Document schema = Document.fromMap(Map.of(
                "type",
                Document.fromString("object"),
                "properties",
                Document.fromMap(Map.of("city", Document.fromMap(Map.of("type", Document.fromString("string")))))));
        return Tool.fromToolSpec(spec -> spec.name("get_weather").inputSchema(input -> input.json(schema)));
    }

    private static String text(ConverseResponse answer) {
        return answer.output().message().content().get(0).text();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP1_1", "HTTP2"})
    void aTextIsRead(Protocol protocol) {
        try (BedrockRuntimeAsyncClient client = client(protocol, "right")) {
            ConverseResponse answer = client.converse(ask().build()).join();

            assertThat(text(answer)).isEqualTo("Seven degrees in Oslo.");
            assertThat(answer.stopReason()).isEqualTo(StopReason.END_TURN);
            assertThat(answer.usage().inputTokens()).isPositive();
            assertThat(answer.usage().outputTokens()).isPositive();
            assertThat(simulator.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP1_1", "HTTP2"})
    void aStreamIsReadPieceByPieceToItsEnd(Protocol protocol) {
        List<String> pieces = new CopyOnWriteArrayList<>();
        AtomicReference<StopReason> end = new AtomicReference<>();
        AtomicReference<Integer> tokens = new AtomicReference<>();
        ConverseRequest asked = ask().build();
        try (BedrockRuntimeAsyncClient client = client(protocol, "right")) {
            client.converseStream(
                            ConverseStreamRequest.builder()
                                    .modelId(CLAUDE)
                                    .system(asked.system())
                                    .messages(asked.messages())
                                    .build(),
                            ConverseStreamResponseHandler.builder()
                                    .subscriber(ConverseStreamResponseHandler.Visitor.builder()
                                            .onContentBlockDelta(event ->
                                                    pieces.add(event.delta().text()))
                                            .onMessageStop(event -> end.set(event.stopReason()))
                                            .onMetadata(event ->
                                                    tokens.set(event.usage().outputTokens()))
                                            .build())
                                    .build())
                    .join();
        }
        assertThat(String.join("", pieces)).isEqualTo("Seven degrees in Oslo.");
        assertThat(pieces).hasSizeGreaterThan(2);
        assertThat(end).hasValue(StopReason.END_TURN);
        assertThat(tokens.get()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP1_1", "HTTP2"})
    void aToolIsCalledAndItsResultTakenBack(Protocol protocol) {
        try (BedrockRuntimeAsyncClient client = client(protocol, "right")) {
            ConverseRequest request =
                    ask().toolConfig(tools -> tools.tools(tool())).build();
            ConverseResponse first = client.converse(request).join();
            ToolUseBlock call = first.output().message().content().get(0).toolUse();

            assertThat(first.stopReason()).isEqualTo(StopReason.TOOL_USE);
            assertThat(call.name()).isEqualTo("get_weather");
            assertThat(call.input().asMap()).containsEntry("city", Document.fromString("Oslo"));

            ContentBlock result = ContentBlock.fromToolResult(
                    block -> block.toolUseId(call.toolUseId()).content(ToolResultContentBlock.fromText("7")));
            ConverseRequest second = request.copy(builder ->
                    builder.messages(request.messages().get(0), first.output().message(), user(result)));
            assertThat(text(client.converse(second).join())).isEqualTo("It is 7 degrees.");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP1_1", "HTTP2"})
    void anAnswerHasTheFormOfItsSchema(Protocol protocol) {
        ConverseRequest request = ask().outputConfig(output ->
                        output.textFormat(format -> format.type(OutputFormatType.JSON_SCHEMA)
                                .structure(OutputFormatStructure.fromJsonSchema(
                                        schema -> schema.name("city").schema(CITY)))))
                .build();
        try (BedrockRuntimeAsyncClient client = client(protocol, "right")) {
            assertThat(text(client.converse(request).join())).isEqualTo("{\"city\":\"Oslo\"}");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP1_1", "HTTP2"})
    void errorsHaveTheirClasses(Protocol protocol) {
        try (BedrockRuntimeAsyncClient client = client(protocol, "right");
                BedrockRuntimeAsyncClient stranger = client(protocol, "wrong")) {
            assertThat(catchThrowableOfType(
                            CompletionException.class,
                            () -> stranger.converse(ask().build()).join()))
                    .cause()
                    .isInstanceOfSatisfying(BedrockRuntimeException.class, error -> {
                        assertThat(error.statusCode()).isEqualTo(403);
                        assertThat(error.awsErrorDetails().errorCode()).isEqualTo("InvalidSignatureException");
                    });
            assertThat(catchThrowableOfType(
                            CompletionException.class,
                            () -> client.converse(ask().inferenceConfig(config -> config.temperature(3f))
                                            .build())
                                    .join()))
                    .hasCauseInstanceOf(ValidationException.class);
        }
    }
}
