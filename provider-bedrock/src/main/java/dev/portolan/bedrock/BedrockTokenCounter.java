package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.TokenCounter;
import dev.portolan.error.LlmException;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.CallLimits;
import dev.portolan.spi.support.ErrorOrigin;
import java.util.List;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseTokensRequest;
import software.amazon.awssdk.services.bedrockruntime.model.CountTokensRequest;

/**
 * Asks Bedrock how many tokens a request has.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html">AWS: CountTokens</a>
 */
final class BedrockTokenCounter implements TokenCounter {

    /** What CountTokens takes of a request of Converse. */
    private static final List<String> COUNTED =
            List.of("messages", "system", "toolConfig", "additionalModelRequestFields", "outputConfig");

    private final BedrockClient client;
    private final RequestMapper requests;
    private final ModelInfo info;
    private final ModelSettings settings;

    BedrockTokenCounter(BedrockClient client, RequestMapper requests, ModelInfo info, ModelSettings settings) {
        this.client = client;
        this.requests = requests;
        this.info = info;
        this.settings = settings;
    }

    @Override
    public long count(ChatRequest request, CallContext context) {
        CallContext limited = CallLimits.apply(context, settings, info);
        try (CallGuard guard = CallGuard.start(limited)) {
            ObjectNode body =
                    requests.encode(request, context.tags(), false).body().retain(COUNTED);
            ConverseTokensRequest.Builder converse = ConverseTokensRequest.builder();
            List<String> known = converse.sdkFields().stream()
                    .map(field -> field.locationName())
                    .toList();
            SdkJson.fill(converse, body.retain(known));
            return client.countTokens(
                    CountTokensRequest.builder().modelId(info.model()).input(input -> input.converse(converse.build())),
                    limited,
                    guard);
        } catch (LlmException e) {
            throw ErrorOrigin.of(e, info, null);
        }
    }
}
