package dev.portolan.openai;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Gap;
import dev.portolan.chat.Timings;
import dev.portolan.chat.TokenCounter;
import dev.portolan.chat.Warning;
import dev.portolan.error.LlmException;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderChatModel;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.spi.support.Decoding;
import dev.portolan.spi.support.ErrorOrigin;
import dev.portolan.spi.support.WireStream;
import dev.portolan.transport.Endpoint;
import dev.portolan.transport.HttpAnswer;
import dev.portolan.wire.openai.EncodedRequest;
import dev.portolan.wire.openai.ErrorMapper;
import dev.portolan.wire.openai.OpenAiWire;
import dev.portolan.wire.openai.RateLimitHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A chat model over one of OpenAI's two APIs. */
final class OpenAiChatModel extends ProviderChatModel {

    /** The facts about a model's dialect that {@code capabilities.json} may hold. */
    static final Set<String> QUIRKS = Set.of(EffortRules.EFFORTS, EffortRules.SAMPLING);

    private final OpenAiClient client;
    private final OpenAiWire wire;
    private final Endpoint endpoint;
    private final EffortRules efforts;
    private final VendorOptions options;
    private final @Nullable TokenCounter counter;

    OpenAiChatModel(
            OpenAiClient client,
            OpenAiWire wire,
            CapabilityProfiles.Profile profile,
            ModelSettings settings,
            VendorOptions options,
            @Nullable TokenCounter counter) {
        super(profile.info(), settings);
        this.client = client;
        this.wire = wire;
        this.endpoint = client.endpoint(wire.path());
        this.efforts = new EffortRules(profile.quirks());
        this.options = options;
        this.counter = counter;
    }

    @Override
    protected List<Gap> gaps(ChatRequest request) {
        return efforts.addTo(super.gaps(request), request);
    }

    @Override
    protected ChatResponse send(ChatRequest request, CallContext context) {
        EncodedRequest encoded = encode(request, false);
        String requestId = null;
        try (CallGuard guard = CallGuard.start(context);
                HttpAnswer answer = post(encoded, false, context, guard)) {
            requestId = ErrorMapper.requestId(answer::header);
            byte[] body = answer.bytes();
            String id = requestId;
            ChatResponse response = Decoding.of(() -> wire.decode(body)
                    .provider(info().provider())
                    .requestId(id)
                    .rateLimits(RateLimitHeaders.rateLimits(answer::header))
                    .timings(new Timings(guard.elapsed(), null))
                    .build());
            return encoded.warnings().isEmpty() ? response : warn(encoded.warnings(), response);
        } catch (LlmException e) {
            throw ErrorOrigin.of(e, info(), requestId);
        }
    }

    private static ChatResponse warn(List<Warning> first, ChatResponse response) {
        List<Warning> warnings = new ArrayList<>(first);
        warnings.addAll(response.warnings());
        return response.toBuilder().warnings(warnings).build();
    }

    @Override
    protected ChatStream open(ChatRequest request, CallContext context) {
        return new WireStream(info(), context, guard -> {
            EncodedRequest encoded = encode(request, true);
            HttpAnswer answer = post(encoded, true, context, guard);
            try {
                return Decoding.of(() -> opened(answer, encoded));
            } catch (LlmException e) {
                // The stream does not know of the answer yet.
                answer.close();
                throw e;
            }
        });
    }

    private WireStream.Opened opened(HttpAnswer answer, EncodedRequest encoded) {
        return new WireStream.Opened(
                answer,
                new SniffingDecoder(wire, info()),
                ErrorMapper.requestId(answer::header),
                RateLimitHeaders.rateLimits(answer::header),
                encoded.warnings());
    }

    private EncodedRequest encode(ChatRequest request, boolean stream) {
        return wire.encode(options.addTo(efforts.applyTo(request)), info().model(), stream);
    }

    private HttpAnswer post(EncodedRequest encoded, boolean stream, CallContext context, CallGuard guard) {
        return client.post(endpoint, encoded.body(), info().model(), stream, context, guard);
    }

    @Override
    public @Nullable TokenCounter tokenCounter() {
        return counter;
    }
}
