package dev.portolan.wire.openai;

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
import dev.portolan.spi.support.StreamDecoder;
import dev.portolan.spi.support.WireAnswer;
import dev.portolan.spi.support.WireStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A chat model over one of OpenAI's two APIs, whoever serves it. Providers say where requests go, and may add what only they
 * know of an answer. Thread-safe.
 */
public class WireChatModel extends ProviderChatModel {

    /** The facts about a model's dialect that a data file of capabilities may hold. */
    public static final Set<String> QUIRKS = Set.of(EffortRules.EFFORTS, EffortRules.SAMPLING);

    private final OpenAiWire wire;
    private final WireEndpoint endpoint;
    private final EffortRules efforts;
    private final VendorOptions options;
    private final @Nullable TokenCounter counter;

    /**
     * A model.
     *
     * @param endpoint where requests of {@link OpenAiWire#path()} go
     * @param wire the API
     * @param profile what is known of the model
     * @param settings the named model's settings
     * @param options vendor options of the configuration
     * @param counter what counts tokens, or {@code null} when the service does not
     */
    public WireChatModel(
            WireEndpoint endpoint,
            OpenAiWire wire,
            CapabilityProfiles.Profile profile,
            ModelSettings settings,
            VendorOptions options,
            @Nullable TokenCounter counter) {
        super(profile.info(), settings);
        this.wire = wire;
        this.endpoint = endpoint;
        this.efforts = new EffortRules(profile.quirks());
        this.options = options;
        this.counter = counter;
    }

    @Override
    protected final List<Gap> gaps(ChatRequest request) {
        return efforts.addTo(super.gaps(request), request);
    }

    @Override
    protected final ChatResponse send(ChatRequest request, CallContext context) {
        EncodedRequest encoded = encode(request, false);
        String requestId = null;
        try (CallGuard guard = CallGuard.start(context);
                WireAnswer answer = post(encoded, false, context, guard)) {
            requestId = ErrorMapper.requestId(answer::header);
            byte[] body = answer.bytes();
            String id = requestId;
            ChatResponse response = Decoding.of(() -> wire.decode(body)
                    .provider(info().provider())
                    .requestId(id)
                    .rateLimits(RateLimitHeaders.rateLimits(answer::header))
                    .timings(new Timings(guard.elapsed(), null))
                    .build());
            response = answered(response, answer);
            return encoded.warnings().isEmpty() ? response : warn(encoded.warnings(), response);
        } catch (LlmException e) {
            throw ErrorOrigin.of(e, info(), requestId);
        }
    }

    /**
     * Adds what the provider knows of a whole answer.
     *
     * @param response what was decoded, complete but for the warnings of the request
     * @param answer its headers
     * @return the response, the same one when there is nothing to add
     */
    protected ChatResponse answered(ChatResponse response, WireAnswer answer) {
        return response;
    }

    /**
     * Adds what the provider knows of a streamed answer.
     *
     * @param decoder decodes the answer
     * @param answer its headers
     * @return the decoder, the same one when there is nothing to add
     */
    protected StreamDecoder decoder(StreamDecoder decoder, WireAnswer answer) {
        return decoder;
    }

    private static ChatResponse warn(List<Warning> first, ChatResponse response) {
        List<Warning> warnings = new ArrayList<>(first);
        warnings.addAll(response.warnings());
        return response.toBuilder().warnings(warnings).build();
    }

    @Override
    protected final ChatStream open(ChatRequest request, CallContext context) {
        return new WireStream(info(), context, guard -> {
            EncodedRequest encoded = encode(request, true);
            WireAnswer answer = post(encoded, true, context, guard);
            try {
                return Decoding.of(() -> opened(answer, encoded));
            } catch (LlmException e) {
                // The stream does not know of the answer yet.
                answer.close();
                throw e;
            }
        });
    }

    private WireStream.Opened opened(WireAnswer answer, EncodedRequest encoded) {
        return new WireStream.Opened(
                answer,
                decoder(new SniffingDecoder(wire, info()), answer),
                ErrorMapper.requestId(answer::header),
                RateLimitHeaders.rateLimits(answer::header),
                encoded.warnings());
    }

    private EncodedRequest encode(ChatRequest request, boolean stream) {
        return wire.encode(options.addTo(efforts.applyTo(request)), endpoint.model(), stream);
    }

    private WireAnswer post(EncodedRequest encoded, boolean stream, CallContext context, CallGuard guard) {
        return endpoint.post(encoded.body(), stream, context, guard);
    }

    @Override
    public final @Nullable TokenCounter tokenCounter() {
        return counter;
    }
}
