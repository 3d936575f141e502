package dev.portolan.bedrock;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.EventSource;
import dev.portolan.spi.support.WireStream;
import dev.portolan.wire.anthropic.ThinkingBudget;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ResponseStream;

/** Claude by InvokeModel and its stream, in its own format. */
final class MessagesApi implements ChatApi {

    private final BedrockClient client;
    private final MessagesFormat format;
    private final String model;

    MessagesApi(BedrockClient client, MessagesFormat format, String model) {
        this.client = client;
        this.format = format;
        this.model = model;
    }

    @Override
    public boolean takesBack(ReasoningPart thought) {
        return ThinkingBudget.signed(thought);
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context, CallGuard guard) {
        MessagesFormat.Encoded encoded = format.encode(request, false);
        InvokeModelRequest.Builder sent = SdkJson.fill(
                        InvokeModelRequest.builder(), InvokeFormat.headers(encoded.beside()))
                .modelId(model)
                .contentType(InvokeApi.JSON)
                .accept(InvokeApi.JSON)
                .body(SdkBytes.fromByteArrayUnsafe(encoded.message().body()));
        InvokeModelResponse answer = client.invoke(sent, context, guard);
        return BedrockClient.decoded(
                answer,
                () -> format.decode(answer.body().asByteArrayUnsafe(), encoded.quotes())
                        .warnings(encoded.message().warnings()));
    }

    @Override
    public WireStream.Opened open(ChatRequest request, CallContext context, CallGuard guard) {
        MessagesFormat.Encoded encoded = format.encode(request, true);
        InvokeModelWithResponseStreamRequest.Builder sent = SdkJson.fill(
                        InvokeModelWithResponseStreamRequest.builder(), InvokeFormat.headers(encoded.beside()))
                .modelId(model)
                .contentType(InvokeApi.JSON)
                .accept(InvokeApi.JSON)
                .body(SdkBytes.fromByteArrayUnsafe(encoded.message().body()));
        BedrockClient.Begun<ResponseStream> begun = client.invokeStream(sent, context, guard);
        return new WireStream.Opened(
                EventSource.of(begun.messages(), format.decoder(encoded.quotes())),
                begun.requestId(),
                null,
                encoded.message().warnings());
    }
}
