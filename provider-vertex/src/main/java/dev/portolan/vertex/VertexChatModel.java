package dev.portolan.vertex;

import com.google.cloud.aiplatform.v1.GenerateContentResponse;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Gap;
import dev.portolan.chat.Timings;
import dev.portolan.chat.TokenCounter;
import dev.portolan.error.LlmException;
import dev.portolan.schema.SchemaDialect;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderChatModel;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.spi.support.Decoding;
import dev.portolan.spi.support.EffortRules;
import dev.portolan.spi.support.ErrorOrigin;
import dev.portolan.spi.support.EventSource;
import dev.portolan.spi.support.VendorOptions;
import dev.portolan.spi.support.WireStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Gemini model. */
final class VertexChatModel extends ProviderChatModel {

    /** Says which of a project's capacity a call uses. */
    private static final String REQUEST_TYPE = "x-vertex-ai-llm-request-type";

    private final VertexClient client;
    private final RequestMapper requests;
    private final EffortRules efforts;
    private final Family family;
    private final VendorOptions options;
    private final Map<String, String> headers;
    private final @Nullable TokenCounter counter;

    VertexChatModel(
            VertexClient client,
            RequestMapper requests,
            CapabilityProfiles.Profile profile,
            ModelSettings settings,
            VendorOptions options,
            @Nullable String requestType,
            @Nullable TokenCounter counter) {
        super(profile.info(), settings);
        this.client = client;
        this.requests = requests;
        this.efforts = new EffortRules(profile.quirks());
        this.family = new Family(profile);
        this.options = options;
        this.headers = requestType == null ? Map.of() : Map.of(REQUEST_TYPE, requestType);
        this.counter = counter;
    }

    @Override
    protected List<Gap> gaps(ChatRequest request) {
        return family.amended(efforts.addTo(super.gaps(request), request), request);
    }

    @Override
    protected SchemaDialect schemaDialect() {
        return VertexDialect.of(family);
    }

    @Override
    protected ChatResponse send(ChatRequest request, CallContext context) {
        try (CallGuard guard = CallGuard.start(context)) {
            RequestMapper.Encoded encoded = encode(request, context);
            GenerateContentResponse answer = client.generate(encoded.body(), headers, context, guard);
            return Decoding.of(() -> ResponseMapper.read(answer, encoded.names())
                    .warnings(encoded.warnings())
                    .timings(new Timings(guard.elapsed(), null))
                    .build());
        } catch (LlmException e) {
            throw ErrorOrigin.of(family.located(e), info(), null);
        }
    }

    @Override
    protected ChatStream open(ChatRequest request, CallContext context) {
        return new WireStream(info(), context, guard -> {
            RequestMapper.Encoded encoded = encode(request, context);
            return new WireStream.Opened(
                    EventSource.of(
                            client.generateStream(encoded.body(), headers, context, guard),
                            new StreamDecoder(encoded.names())),
                    null,
                    null,
                    encoded.warnings());
        });
    }

    private RequestMapper.Encoded encode(ChatRequest request, CallContext context) {
        return requests.encode(options.addTo(efforts.applyTo(request)), context.tags());
    }

    @Override
    public @Nullable TokenCounter tokenCounter() {
        return counter;
    }
}
