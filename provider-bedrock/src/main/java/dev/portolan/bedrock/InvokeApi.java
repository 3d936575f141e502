package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.EventSource;
import dev.portolan.spi.support.WireJson;
import dev.portolan.spi.support.WireStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ResponseStream;

/**
 * InvokeModel and its stream, for models without Converse: each speaks its own format, which is put together from Converse's and
 * read back into it, so that all rules of messages are the same. Claude's format has a wire of its own, {@link MessagesFormat}.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html">AWS: formats of the models</a>
 */
final class InvokeApi implements ChatApi {

    static final String JSON = "application/json";

    private final BedrockClient client;
    private final RequestMapper requests;
    private final String model;
    private final Family family;
    private final InvokeFormat format;

    InvokeApi(BedrockClient client, RequestMapper requests, String model, Family family) {
        this.client = client;
        this.requests = requests;
        this.model = model;
        this.family = family;
        this.format = InvokeFormat.of(family, model);
    }

    @Override
    public boolean takesBack(ReasoningPart thought) {
        return family.signed(thought);
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context, CallGuard guard) {
        RequestMapper.Encoded encoded = requests.encode(request, context.tags(), false);
        InvokeModelRequest.Builder sent = SdkJson.fill(
                        InvokeModelRequest.builder(), InvokeFormat.headers(encoded.body()))
                .modelId(model)
                .contentType(JSON)
                .accept(JSON)
                .body(body(encoded.body(), false));
        InvokeModelResponse answer = client.invoke(sent, context, guard);
        return BedrockClient.decoded(
                answer,
                () -> InvokeAnswers.read(
                                encoded.answer(model, family),
                                WireJson.tree(answer.body().asUtf8String()),
                                answer.sdkHttpResponse())
                        .warnings(encoded.warnings()));
    }

    @Override
    public WireStream.Opened open(ChatRequest request, CallContext context, CallGuard guard) {
        RequestMapper.Encoded encoded = requests.encode(request, context.tags(), true);
        InvokeModelWithResponseStreamRequest.Builder sent = SdkJson.fill(
                        InvokeModelWithResponseStreamRequest.builder(), InvokeFormat.headers(encoded.body()))
                .modelId(model)
                .contentType(JSON)
                .accept(JSON)
                .body(body(encoded.body(), true));
        BedrockClient.Begun<ResponseStream> begun = client.invokeStream(sent, context, guard);
        InvokeStreamDecoder decoder = new InvokeStreamDecoder(encoded.answer(model, family));
        return new WireStream.Opened(
                EventSource.of(begun.messages(), decoder), begun.requestId(), null, encoded.warnings());
    }

    private SdkBytes body(ObjectNode converse, boolean stream) {
        return SdkBytes.fromByteArrayUnsafe(WireJson.bytes(format.body(converse, stream)));
    }
}
