package dev.portolan.spi.support;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.RateLimits;
import dev.portolan.chat.Timings;
import dev.portolan.chat.TokenCounter;
import dev.portolan.chat.Warning;
import dev.portolan.error.LlmException;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderChatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A chat model that speaks one wire with one endpoint: what is alike whoever's wire it is. Wires add what they read from the
 * headers of an answer, providers say where requests go and what only they know of an answer. Thread-safe.
 */
public abstract class EndpointChatModel extends ProviderChatModel {

    private final ChatWire wire;
    private final WireEndpoint endpoint;
    private final VendorOptions options;
    private final @Nullable TokenCounter counter;

    /**
     * A model.
     *
     * @param endpoint where requests of {@link ChatWire#path()} go
     * @param wire the API
     * @param info what is known of the model
     * @param settings the named model's settings
     * @param options vendor options of the configuration
     * @param counter what counts tokens, or {@code null} when the service does not
     */
    protected EndpointChatModel(
            WireEndpoint endpoint,
            ChatWire wire,
            ModelInfo info,
            ModelSettings settings,
            VendorOptions options,
            @Nullable TokenCounter counter) {
        super(info, settings);
        this.wire = Objects.requireNonNull(wire, "wire");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        this.options = Objects.requireNonNull(options, "options");
        this.counter = counter;
    }

    /**
     * The request as the model's dialect has it.
     *
     * @param request what is asked, nothing in it that the model is known not to take
     * @return the request to encode, the same one when nothing is to be changed
     */
    protected ChatRequest prepared(ChatRequest request) {
        return request;
    }

    /**
     * The context as the wire wants it, for what of a request travels in headers.
     *
     * @param request what is sent, vendor options of the configuration filled in
     * @param context the call's own
     * @return the context for the endpoint, the same one when nothing is to be added
     */
    protected CallContext addressed(ChatRequest request, CallContext context) {
        return context;
    }

    /**
     * The id that the vendor gave to the request.
     *
     * @param answer its headers
     * @return the id, or {@code null} when there is none
     */
    protected abstract @Nullable String requestId(WireAnswer answer);

    /**
     * What an answer says about limits.
     *
     * @param answer its headers
     * @return the limits, or {@code null} when the headers tell nothing
     */
    protected abstract @Nullable RateLimits rateLimits(WireAnswer answer);

    @Override
    protected final ChatResponse send(ChatRequest request, CallContext context) {
        ChatRequest sent = options.addTo(prepared(request));
        EncodedRequest encoded = wire.encode(sent, endpoint.model(), false);
        String requestId = null;
        try (CallGuard guard = CallGuard.start(context);
                WireAnswer answer = endpoint.post(encoded.body(), false, addressed(sent, context), guard)) {
            requestId = requestId(answer);
            byte[] body = answer.bytes();
            String id = requestId;
            ChatResponse response = Decoding.of(() -> wire.decode(body)
                    .provider(info().provider())
                    .requestId(id)
                    .rateLimits(rateLimits(answer))
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
            ChatRequest sent = options.addTo(prepared(request));
            EncodedRequest encoded = wire.encode(sent, endpoint.model(), true);
            WireAnswer answer = endpoint.post(encoded.body(), true, addressed(sent, context), guard);
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
                requestId(answer),
                rateLimits(answer),
                encoded.warnings());
    }

    @Override
    public final @Nullable TokenCounter tokenCounter() {
        return counter;
    }
}
