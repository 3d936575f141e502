package dev.portolan.interop.langchain4j;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.bedrock.BedrockChatModel;
import dev.langchain4j.model.bedrock.BedrockStreamingChatModel;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.ReceivedRequest;
import dev.portolan.simulator.bedrock.BedrockSimulator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/** The module langchain4j-bedrock, which stands on AWS's SDK. */
@Tag("integration")
class BedrockTest extends FiveThings {

    private static final String CLAUDE = "anthropic.claude-sonnet-4-5-20250929-v1:0";

    private final BedrockSimulator simulator = BedrockSimulator.builder()
            .responder(WEATHER)
            .credentials("AKIDTEST", "a secret")
            .start();

    @AfterEach
    void close() {
        simulator.close();
    }

    private static AwsCredentialsProvider credentials(String secret) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDTEST", secret));
    }

    private ChatModel model(String secret) {
        return BedrockChatModel.builder()
                .modelId(CLAUDE)
                .client(BedrockRuntimeClient.builder()
                        .endpointOverride(simulator.baseUrl())
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(credentials(secret))
                        .build())
                .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                .maxRetries(0)
                .build();
    }

    @Override
    ChatModel model() {
        return model("a secret");
    }

    @Override
    StreamingChatModel streamingModel() {
        return BedrockStreamingChatModel.builder()
                .modelId(CLAUDE)
                .client(BedrockRuntimeAsyncClient.builder()
                        .endpointOverride(simulator.baseUrl())
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(credentials("a secret"))
                        .httpClientBuilder(NettyNioAsyncHttpClient.builder())
                        .build())
                .build();
    }

    @Override
    ChatModel refusedModel() {
        return model("another secret");
    }

    @Override
    Class<? extends Exception> refusal() {
        return AuthenticationException.class;
    }

    @Override
    Prompt lastPrompt() {
        List<ReceivedRequest> requests = simulator.requests();
        return Objects.requireNonNull(requests.get(requests.size() - 1).prompt());
    }
}
