package dev.portolan.bedrock;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.Warning;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.EventSource;
import dev.portolan.spi.support.WireStream;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;

/** Converse and ConverseStream. */
final class ConverseApi implements ChatApi {

    private final BedrockClient client;
    private final RequestMapper requests;
    private final String model;
    private final Family family;

    ConverseApi(BedrockClient client, RequestMapper requests, String model, Family family) {
        this.client = client;
        this.requests = requests;
        this.model = model;
        this.family = family;
    }

    @Override
    public boolean takesBack(ReasoningPart thought) {
        return family.signed(thought);
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context, CallGuard guard) {
        RequestMapper.Encoded encoded = requests.encode(request, context.tags(), false);
        ConverseResponse answer = client.converse(model, encoded.body(), context, guard);
        return BedrockClient.decoded(
                answer,
                () -> ResponseMapper.read(encoded.answer(model, family), SdkJson.of(answer))
                        .warnings(encoded.warnings()));
    }

    @Override
    public WireStream.Opened open(ChatRequest request, CallContext context, CallGuard guard) {
        if (family.is(Family.STREAMED_TOOLS, "no") && ToolMapper.offered(request)) {
            return openWhole(request, context, guard);
        }
        RequestMapper.Encoded encoded = requests.encode(request, context.tags(), true);
        BedrockClient.Begun<ConverseEvent> begun = client.converseStream(model, encoded.body(), context, guard);
        StreamDecoder decoder = new StreamDecoder(encoded.answer(model, family));
        return new WireStream.Opened(
                EventSource.of(begun.messages(), decoder), begun.requestId(), null, encoded.warnings());
    }

    /**
     * What the model refuses to stream comes whole. Nothing is lost but time.
     *
     * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-supported-models-features.html">AWS:
     *     streaming tool use</a>
     */
    private WireStream.Opened openWhole(ChatRequest request, CallContext context, CallGuard guard) {
        RequestMapper.Encoded encoded = requests.encode(request, context.tags(), false);
        ConverseResponse answer = client.converse(model, encoded.body(), context, guard);
        List<Warning> warnings = new ArrayList<>(encoded.warnings());
        warnings.add(new Warning(
                "rewritten", "stream", "The model takes tools without streaming only; the answer came in one piece"));
        return new WireStream.Opened(
                EventSource.of(
                        new WholeAnswerEvents(SdkJson.of(answer)), new StreamDecoder(encoded.answer(model, family))),
                BedrockClient.requestId(answer),
                null,
                warnings);
    }
}
