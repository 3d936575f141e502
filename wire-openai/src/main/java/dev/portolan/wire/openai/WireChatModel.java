package dev.portolan.wire.openai;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Gap;
import dev.portolan.chat.RateLimits;
import dev.portolan.chat.TokenCounter;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.spi.support.EffortRules;
import dev.portolan.spi.support.EndpointChatModel;
import dev.portolan.spi.support.VendorOptions;
import dev.portolan.spi.support.WireAnswer;
import dev.portolan.spi.support.WireEndpoint;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A chat model over one of OpenAI's two APIs, whoever serves it. Providers say where requests go, and may add what only they
 * know of an answer. Thread-safe.
 */
public class WireChatModel extends EndpointChatModel {

    /** The facts about a model's dialect that a data file of capabilities may hold. */
    public static final Set<String> QUIRKS = Set.of(EffortRules.EFFORTS, EffortRules.SAMPLING);

    private final EffortRules efforts;

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
        super(endpoint, wire, profile.info(), settings, options, counter);
        this.efforts = new EffortRules(profile.quirks());
    }

    @Override
    protected final List<Gap> gaps(ChatRequest request) {
        return efforts.addTo(super.gaps(request), request);
    }

    @Override
    protected final ChatRequest prepared(ChatRequest request) {
        return efforts.applyTo(request);
    }

    @Override
    protected final @Nullable String requestId(WireAnswer answer) {
        return ErrorMapper.requestId(answer::header);
    }

    @Override
    protected final @Nullable RateLimits rateLimits(WireAnswer answer) {
        return RateLimitHeaders.rateLimits(answer::header);
    }
}
