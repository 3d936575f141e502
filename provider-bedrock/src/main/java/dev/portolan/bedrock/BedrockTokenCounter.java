package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ModelInfo;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.GuardedTokenCounter;
import java.util.List;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseTokensRequest;
import software.amazon.awssdk.services.bedrockruntime.model.CountTokensRequest;

/**
 * Asks Bedrock how many tokens a request has.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html">AWS: CountTokens</a>
 */
final class BedrockTokenCounter extends GuardedTokenCounter {

    /** What CountTokens takes of a request of Converse. */
    private static final List<String> COUNTED =
            List.of("messages", "system", "toolConfig", "additionalModelRequestFields", "outputConfig");

    private final BedrockClient client;
    private final RequestMapper requests;
    private final String counted;

    BedrockTokenCounter(BedrockClient client, RequestMapper requests, ModelInfo info, ModelSettings settings) {
        super(info, settings);
        this.client = client;
        this.requests = requests;
        this.counted = counted(info, settings);
    }

    @Override
    protected long count(ChatRequest request, CallContext context, CallGuard guard) {
        ObjectNode body = requests.encode(request, context.tags(), false).body().retain(COUNTED);
        ConverseTokensRequest.Builder converse = ConverseTokensRequest.builder();
        List<String> known =
                converse.sdkFields().stream().map(field -> field.locationName()).toList();
        SdkJson.fill(converse, body.retain(known));
        return client.countTokens(
                CountTokensRequest.builder().modelId(counted).input(input -> input.converse(converse.build())),
                context,
                guard);
    }

    /** The service counts for models and not for what an ARN stands for, so the model behind it is asked. */
    private static String counted(ModelInfo info, ModelSettings settings) {
        String behind = settings.baseModel();
        return behind != null && info.model().startsWith("arn:") ? behind : info.model();
    }
}
