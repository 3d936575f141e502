package dev.portolan.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Gap;
import dev.portolan.chat.RateLimits;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.schema.SchemaDialect;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.spi.support.EffortRules;
import dev.portolan.spi.support.EndpointChatModel;
import dev.portolan.spi.support.VendorOptions;
import dev.portolan.spi.support.WireAnswer;
import dev.portolan.spi.support.WireEndpoint;
import dev.portolan.spi.support.WireJson;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A chat model over Anthropic's Messages, whoever serves it. Providers say where requests go, and may add what only they know of
 * an answer. Thread-safe.
 */
public class WireChatModel extends EndpointChatModel {

    private final WireProfile dress;
    private final ModelRules rules;
    private final EffortRules efforts;

    /**
     * A model.
     *
     * @param endpoint where requests go; where {@link WireProfile#version()} is {@code null} it sends the header
     *     {@link WireProfile#VERSION_HEADER}
     * @param dress whose dress of the wire is spoken
     * @param profile what is known of the model, with quirks of {@link ModelRules#QUIRKS}
     * @param marks where requests are marked for the cache
     * @param settings the named model's settings
     * @param options vendor options of the configuration
     */
    public WireChatModel(
            WireEndpoint endpoint,
            WireProfile dress,
            CapabilityProfiles.Profile profile,
            CacheMarks marks,
            ModelSettings settings,
            VendorOptions options) {
        super(
                endpoint,
                new AnthropicWire(dress, ModelRules.of(profile), marks),
                profile.info(),
                settings,
                options,
                null);
        this.dress = dress;
        this.rules = ModelRules.of(profile);
        this.efforts = new EffortRules(profile.quirks());
    }

    @Override
    protected final List<Gap> gaps(ChatRequest request) {
        List<Gap> gaps = efforts.addTo(super.gaps(request), request);
        if (rules.is(ModelRules.EFFORT, "budget")) {
            gaps = ThinkingBudget.addTo(gaps, request, ThinkingBudget::signed);
        }
        List<Gap> all = new ArrayList<>(gaps);
        if (thinks(request, all) && !rules.is(ModelRules.EFFORT, "budget")) {
            ThinkingBudget.sampling(request, all);
        }
        if (rules.is(ModelRules.SAMPLING, "one")
                && sends("temperature", request.temperature(), all)
                && sends("topP", request.topP(), all)) {
            all.add(new Gap("topP", Gap.Effect.LEFT_OUT, "the model takes temperature or topP, not both"));
        }
        return all.size() == gaps.size() ? gaps : all;
    }

    private boolean thinks(ChatRequest request, List<Gap> gaps) {
        ReasoningEffort effort = request.reasoningEffort();
        return effort != ReasoningEffort.NONE
                && sends("reasoningEffort", effort, gaps)
                && !rules.is(ModelRules.THINKING, "apart")
                && !ThinkingBudget.forcesTool(request);
    }

    private static boolean sends(String field, @Nullable Object value, List<Gap> gaps) {
        return value != null
                && gaps.stream().noneMatch(gap -> gap.field().equals(field) && gap.effect() == Gap.Effect.LEFT_OUT);
    }

    @Override
    protected final @Nullable SchemaDialect schemaDialect() {
        return AnthropicDialect.strict();
    }

    @Override
    protected final ChatRequest prepared(ChatRequest request) {
        return efforts.applyTo(request);
    }

    /** Betas of the request travel in a header where the body has no place for them. */
    @Override
    protected final CallContext addressed(ChatRequest request, CallContext context) {
        String options = dress.betasInBody() ? null : request.vendorOptions().get(dress.provider());
        if (options == null) {
            return context;
        }
        JsonNode betas = WireJson.tree(options).path(RequestMapper.BETAS);
        StringJoiner names = new StringJoiner(",");
        betas.forEach(beta -> names.add(beta.asText()));
        String value = betas.isTextual() ? betas.asText() : names.toString();
        return value.isEmpty()
                ? context
                : context.toBuilder()
                        .traceHeader(WireProfile.BETA_HEADER, value)
                        .build();
    }

    @Override
    protected final @Nullable String requestId(WireAnswer answer) {
        return ErrorMapper.requestId(answer::header);
    }

    @Override
    protected @Nullable RateLimits rateLimits(WireAnswer answer) {
        return RateLimitHeaders.rateLimits(answer::header, Clock.systemUTC());
    }
}
