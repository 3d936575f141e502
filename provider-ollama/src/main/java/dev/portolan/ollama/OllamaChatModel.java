package dev.portolan.ollama;

import dev.portolan.chat.AdaptationPolicy;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Timeouts;
import dev.portolan.chat.Timings;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.Warning;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimedOut;
import dev.portolan.error.TimeoutPhase;
import dev.portolan.schema.SchemaDialect;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderChatModel;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.spi.support.Decoding;
import dev.portolan.spi.support.EffortRules;
import dev.portolan.spi.support.EncodedRequest;
import dev.portolan.spi.support.ErrorOrigin;
import dev.portolan.spi.support.VendorOptions;
import dev.portolan.spi.support.WireAnswer;
import dev.portolan.spi.support.WireStream;
import dev.portolan.spi.support.EncodedRequest;
import dev.portolan.spi.support.EffortRules;
import dev.portolan.spi.support.VendorOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A chat model on an Ollama server. What the server says of it is asked for in the first call that has tools, images or an effort,
 * or a prompt that may be too long, and counts from then on.
 */
final class OllamaChatModel extends ProviderChatModel {

    /** A stream begins when the model is in memory; a large one takes minutes to get there, and the server waits five of them. */
    static final Timeouts STREAM_TIMEOUTS =
            new Timeouts(Duration.ofSeconds(10), Duration.ofMinutes(6), Duration.ofMinutes(2));

    private final OllamaClient client;
    private final ModelCards cards;
    private final EffortRules efforts;
    private final RequestMapper requests;
    private final ContextWindow window;
    private final VendorOptions vendorOptions;

    OllamaChatModel(
            OllamaClient client,
            ModelCards cards,
            CapabilityProfiles.Profile profile,
            ModelSettings settings,
            CallOptions options,
            VendorOptions vendorOptions) {
        super(profile.info(), settings, STREAM_TIMEOUTS);
        this.client = client;
        this.cards = cards;
        this.efforts = new EffortRules(profile.quirks());
        this.requests = new RequestMapper(options, profile.quirks());
        this.window = new ContextWindow(settings.model(), options.numCtx(), cards);
        this.vendorOptions = vendorOptions;
    }

    @Override
    protected ModelInfo refined(ModelInfo stated) {
        ModelCard card = cards.known(settings().model());
        return card == null ? stated : card.refine(stated, settings());
    }

    @Override
    protected SchemaDialect schemaDialect() {
        return OllamaDialect.grammar();
    }

    @Override
    protected List<Gap> gaps(ChatRequest request) {
        List<Gap> gaps = new ArrayList<>(efforts.addTo(super.gaps(request), request));
        boolean noneIsStated = settings().capabilities().containsKey(Capability.TOOL_CHOICE_NONE);
        ToolChoice choice = request.toolChoice();
        if (!noneIsStated && choice != null && choice.mode() == ToolChoice.Mode.NONE) {
            gaps.removeIf(gap -> gap.field().equals("toolChoice"));
            if (!request.tools().isEmpty()) {
                gaps.add(new Gap(
                        "toolChoice", Gap.Effect.REWRITTEN, "Ollama has no choice of no tool; the tools are not sent"));
            }
        }
        if (request.outputFormat() instanceof OutputFormat.Json && ToolMapper.offered(request)) {
            gaps.add(new Gap(
                    "outputFormat",
                    Gap.Effect.REFUSED,
                    "a model of Ollama calls no tools as long as there is a format"));
        }
        return gaps;
    }

    @Override
    protected ChatResponse send(ChatRequest request, CallContext context) {
        String requestId = null;
        try (CallGuard guard = CallGuard.start(context)) {
            EncodedRequest encoded = encode(request, false, context, guard);
            try (WireAnswer answer = client.chat(encoded.body(), info().model(), false, context, guard)) {
                requestId = ErrorMapper.requestId(answer::header);
                byte[] body = answer.bytes();
                String id = requestId;
                return Decoding.of(() -> ResponseMapper.read(body, new ErrorMapper(info().model()))
                        .requestId(id)
                        .warnings(encoded.warnings())
                        .timings(new Timings(guard.elapsed(), null))
                        .build());
            }
        } catch (LlmException e) {
            throw ErrorOrigin.of(explained(e), info(), requestId);
        }
    }

    @Override
    protected ChatStream open(ChatRequest request, CallContext context) {
        return new WireStream(info(), context, guard -> {
            try {
                EncodedRequest encoded = encode(request, true, context, guard);
                WireAnswer answer = client.chat(encoded.body(), info().model(), true, context, guard);
                return new WireStream.Opened(
                        answer,
                        new StreamDecoder(new ErrorMapper(info().model())),
                        ErrorMapper.requestId(answer::header),
                        null,
                        encoded.warnings());
            } catch (LlmException e) {
                throw explained(e);
            }
        });
    }

    private EncodedRequest encode(ChatRequest request, boolean stream, CallContext context, CallGuard guard) {
        List<Warning> warnings = new ArrayList<>(0);
        AdaptationPolicy policy =
                context.adaptation() != null ? context.adaptation() : settings().adaptation();
        ChatRequest fitting = request;
        if (cards.known(settings().model()) == null && asksMuch(request)) {
            cards.ask(settings().model(), context, guard);
            fitting = new LateCheck(info(), policy).fit(request, gaps(request), warnings);
        }
        fitting = vendorOptions.addTo(efforts.applyTo(fitting));
        Warning cut = window.warning(fitting, context, guard);
        if (cut != null) {
            warnings.add(cut);
        }
        boolean refusesLong = policy == AdaptationPolicy.STRICT;
        EncodedRequest encoded = requests.encode(fitting, info().model(), stream, refusesLong);
        warnings.addAll(encoded.warnings());
        return new EncodedRequest(encoded.body(), warnings);
    }

    /** Whether there is something in a request that not every model can, and that the server knows of. */
    private static boolean asksMuch(ChatRequest request) {
        return ToolMapper.offered(request)
                || request.reasoningEffort() != null
                || request.messages().stream()
                        .anyMatch(message -> message.parts().stream().anyMatch(ImagePart.class::isInstance));
    }

    private static LlmException explained(LlmException e) {
        if (e instanceof TimedOut late && late.phase() == TimeoutPhase.FIRST_TOKEN) {
            return e.withDetails(e.details().toBuilder()
                    .remedy(
                            "The model may have been on its way into memory. Allow more time to the first token, or keep it"
                                    + " there with model-keep-alive")
                    .build());
        }
        return e;
    }
}
