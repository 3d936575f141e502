package dev.portolan.simulator.vertex;

import com.google.cloud.aiplatform.v1.CountTokensRequest;
import com.google.cloud.aiplatform.v1.CountTokensResponse;
import com.google.cloud.aiplatform.v1.EmbedContentRequest;
import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import com.google.cloud.aiplatform.v1.GenerateContentResponse;
import com.google.cloud.aiplatform.v1.PredictRequest;
import com.google.cloud.aiplatform.v1.RawPredictRequest;
import com.google.cloud.aiplatform.v1.StreamRawPredictRequest;
import com.google.protobuf.Message;
import com.google.rpc.Code;
import dev.portolan.chat.ChatRequest;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.internal.Answer;
import dev.portolan.simulator.internal.Obedience;
import dev.portolan.simulator.internal.Omissions;
import dev.portolan.simulator.internal.PrefixCache;
import dev.portolan.simulator.internal.PromptTokens;
import dev.portolan.simulator.internal.RateMeter;
import dev.portolan.simulator.internal.SimulatorOptions;
import dev.portolan.simulator.internal.SimulatorState;
import dev.portolan.simulator.internal.anthropic.MessagesAnswer;
import dev.portolan.simulator.internal.anthropic.MessagesCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** The methods of both services: reads, asks the responder, writes. */
final class VertexMethods {

    private static final String PREDICTION = "google.cloud.aiplatform.v1.PredictionService/";
    private static final String UTILITY = "google.cloud.aiplatform.v1.LlmUtilityService/";

    /** Prompts are cached from 1,024 tokens on: https://cloud.google.com/vertex-ai/generative-ai/docs/context-cache. */
    private final PrefixCache cache = new PrefixCache(1_024, 1);

    private final AtomicLong ids = new AtomicLong();
    private final SimulatorOptions options;
    private final VertexTraits traits;
    private final SimulatorState state;
    private final RateMeter rates;
    private final MistralChat mistral;

    VertexMethods(SimulatorOptions options, VertexTraits traits, SimulatorState state) {
        this.options = options;
        this.traits = traits;
        this.state = state;
        this.rates = new RateMeter(options.requestsPerMinute(), options.tokensPerMinute(), System::nanoTime);
        this.mistral = new MistralChat(state, options.clock());
    }

    /** All methods by their full names. */
    Map<String, GrpcMethod> all() {
        Map<String, GrpcMethod> all = new LinkedHashMap<>();
        all.put(PREDICTION + "GenerateContent", message -> generate(GenerateContentRequest.parseFrom(message), false));
        all.put(
                PREDICTION + "StreamGenerateContent",
                message -> generate(GenerateContentRequest.parseFrom(message), true));
        all.put(PREDICTION + "EmbedContent", message -> {
            EmbedContentRequest request = EmbedContentRequest.parseFrom(message);
            return plain(request, request.getModel(), path -> new Embeddings(path).embed(request));
        });
        all.put(PREDICTION + "Predict", message -> {
            PredictRequest request = PredictRequest.parseFrom(message);
            return plain(request, request.getEndpoint(), path -> new Embeddings(path).predict(request));
        });
        all.put(PREDICTION + "RawPredict", message -> {
            RawPredictRequest request = RawPredictRequest.parseFrom(message);
            return raw(
                    request,
                    request.getEndpoint(),
                    request.getHttpBody().getData().toStringUtf8(),
                    false);
        });
        all.put(PREDICTION + "StreamRawPredict", message -> {
            StreamRawPredictRequest request = StreamRawPredictRequest.parseFrom(message);
            return raw(
                    request,
                    request.getEndpoint(),
                    request.getHttpBody().getData().toStringUtf8(),
                    true);
        });
        all.put(UTILITY + "CountTokens", message -> {
            CountTokensRequest request = CountTokensRequest.parseFrom(message);
            return plain(request, request.getEndpoint(), path -> count(request));
        });
        return all;
    }

    private GrpcMethod.Understood generate(GenerateContentRequest request, boolean streaming) {
        try {
            ModelPath path = ModelPath.of(request.getModel());
            if (!path.publisher().equals("google") && !path.publisher().isEmpty()) {
                throw path.notFound();
            }
            GenerateCall call = GenerateReader.read(request, path, streaming);
            return new GrpcMethod.Understood(
                    ProtoJson.print(request),
                    request.getModel(),
                    call.prompt(),
                    null,
                    without -> generated(call, without),
                    without -> blocked(call, without));
        } catch (VertexError e) {
            return refused(request, request.getModel(), e);
        }
    }

    private static GrpcMethod.Understood refused(Message request, String resource, VertexError refusal) {
        return new GrpcMethod.Understood(
                ProtoJson.print(request),
                resource,
                null,
                refusal,
                without -> {
                    throw refusal;
                },
                null);
    }

    private GrpcAnswer generated(GenerateCall call, Omissions without) {
        List<String> tokens = admitted(call.prompt().request());
        if (traits.blocks().test(call.prompt())) {
            return blocked(call, without);
        }
        List<Speech> speeches = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < call.candidates(); i++) {
            Answer answer = think(call.prompt(), call.thoughtTokens());
            answers.add(answer);
            speeches.add(new Speech(call, answer, traits.filterReason()));
        }
        int cached = cache.lookUp(call.path().model(), tokens);
        TokenCounts counts = TokenCounts.of(tokens.size(), cached, answers);
        Generation generation =
                new Generation(call, speeches, counts, frame(call, without), without, traits.cumulativeUsage());
        return call.prompt().streaming()
                ? GrpcAnswer.streamed(generation.pieces())
                : GrpcAnswer.whole(
                        counts.answer() + counts.thoughts(),
                        generation.whole().toByteArray(),
                        answers.get(0).anyText());
    }

    private GrpcAnswer blocked(GenerateCall call, Omissions without) {
        return GrpcAnswer.whole(
                0,
                Generation.blocked(frame(call, without), without).toByteArray(),
                call.path().model());
    }

    private GenerateContentResponse frame(GenerateCall call, Omissions without) {
        String id = Long.toString(0x5eed_0000_0000L + ids.incrementAndGet(), 36) + "PIPwv66qQs";
        return Generation.frame(call.path(), options.clock().instant(), id, without);
    }

    private List<String> admitted(ChatRequest request) {
        List<String> tokens = PromptTokens.of(request);
        Integer most = request.maxOutputTokens();
        take(tokens.size() + (most == null ? 0L : most));
        return tokens;
    }

    private void take(long tokens) {
        RateMeter.Refusal refusal = rates.take(tokens).refusal();
        if (refusal != null) {
            throw VertexErrors.exhausted(refusal.millis() == null ? null : Duration.ofMillis(refusal.millis()));
        }
    }

    private Answer think(Prompt prompt, int hidden) {
        Reply reply = said(prompt);
        if (hidden == 0) {
            reply = reply.withReasoning(null);
        }
        return new Obedience(prompt.request(), () -> "call").apply(reply, hidden);
    }

    private Reply said(Prompt prompt) {
        return state.reply(prompt, () -> new VertexError(Code.INTERNAL, "Internal error encountered."));
    }

    private GrpcMethod.Understood raw(Message request, String resource, String body, boolean streaming) {
        try {
            ModelPath path = ModelPath.of(resource);
            if (path.publisher().equals(MistralChat.PUBLISHER)) {
                return mistral(resource, path, body, streaming);
            }
            if (!path.publisher().equals("anthropic")) {
                throw path.notFound();
            }
            MessagesCall call = AnthropicReader.read(body, path, streaming);
            // What the model's own service reads; the message around it says no more than the resource.
            return new GrpcMethod.Understood(
                    body,
                    resource,
                    call.prompt(),
                    null,
                    without -> {
                        List<String> tokens = admitted(call.prompt().request());
                        Reply reply = call.spoken(said(call.prompt()));
                        Answer answer = new Obedience(
                                        call.prompt().request(), () -> MessagesAnswer.callId(AnthropicAnswer.IDS))
                                .apply(reply, call.thinks() ? 16 : 0);
                        MessagesAnswer said = new MessagesAnswer(
                                path.model().replace('@', '-'),
                                AnthropicAnswer.IDS,
                                answer,
                                tokens.size(),
                                call.stopIn(reply),
                                without);
                        return AnthropicAnswer.of(said, call.prompt().streaming(), answer.anyText());
                    },
                    null);
        } catch (VertexError e) {
            return refused(request, resource, e);
        }
    }

    private GrpcMethod.Understood mistral(String resource, ModelPath path, String body, boolean streaming) {
        MistralChat.Call call = mistral.read(body, path, streaming);
        return new GrpcMethod.Understood(
                body, resource, call.prompt(), null, without -> call.answer(without, this::take), null);
    }

    private GrpcMethod.Understood plain(Message request, String resource, Function<ModelPath, Message> answer) {
        return new GrpcMethod.Understood(
                ProtoJson.print(request),
                resource,
                null,
                null,
                without -> {
                    take(0);
                    return GrpcAnswer.whole(
                            1, answer.apply(ModelPath.of(resource)).toByteArray(), "");
                },
                null);
    }

    private static CountTokensResponse count(CountTokensRequest request) {
        ChatRequest.Builder builder = ChatRequest.builder();
        ContentReader contents = new ContentReader(builder);
        if (request.hasSystemInstruction()) {
            contents.system(request.getSystemInstruction());
        }
        contents.read(request.getContentsList());
        GenerateContentRequest.Builder tools =
                GenerateContentRequest.newBuilder().addAllTools(request.getToolsList());
        ToolReader.read(tools.build(), builder);
        ChatRequest read;
        try {
            read = builder.build();
        } catch (IllegalArgumentException e) {
            throw VertexError.invalid("At least one contents field is required.");
        }
        int characters = 0;
        for (var content : request.getContentsList()) {
            for (var part : content.getPartsList()) {
                characters += Embeddings.billable(part.getText());
            }
        }
        int tokens = PromptTokens.of(read).size();
        return CountTokensResponse.newBuilder()
                .setTotalTokens(tokens)
                .setTotalBillableCharacters(characters)
                .addPromptTokensDetails(TokenCounts.text(tokens))
                .build();
    }
}
