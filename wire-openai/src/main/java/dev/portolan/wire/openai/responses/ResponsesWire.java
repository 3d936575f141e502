package dev.portolan.wire.openai.responses;

import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ModelInfo;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.spi.support.DecodedRequest;
import dev.portolan.spi.support.EncodedRequest;
import dev.portolan.spi.support.StreamDecoder;
import dev.portolan.wire.openai.OpenAiWire;
import dev.portolan.wire.openai.WireProfile;
import java.util.Objects;
import java.util.Set;

/**
 * The Responses API. Thread-safe.
 *
 * <p>Vendor state has the origin <code>{provider}/responses</code>: ids and phase of items, whole reasoning items, items of
 * hosted tools. It goes back unchanged with the next request. Nothing is asked to be stored or not: {@code store}, {@code
 * include} and {@code previous_response_id} are vendor options, and without them the vendor's defaults hold. Who sets {@code
 * "store": false} with a reasoning model also wants {@code "include": ["reasoning.encrypted_content"]}, else its reasoning
 * cannot be sent back.
 *
 * <p>The API has no stop sequences, seed, penalties or top-k: if they arrive here they are left out with a warning.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses">OpenAI: Responses</a>
 */
public final class ResponsesWire implements OpenAiWire {

    /** What the API has no place for, whatever the model; stop sequences are then emulated. */
    private static final Set<Capability> LACKS = Set.of(
            Capability.STOP,
            Capability.SEED,
            Capability.FREQUENCY_PENALTY,
            Capability.PRESENCE_PENALTY,
            Capability.TOP_K);

    private final WireProfile profile;
    private final ItemReader items;
    private final ResponseMapper responses;
    private final RequestMapper requests;
    private final RequestReader requestReader;

    /**
     * The API as a server speaks it.
     *
     * @param profile whose dress of the wire it is
     */
    public ResponsesWire(WireProfile profile) {
        this.profile = Objects.requireNonNull(profile, "profile");
        Origin origin = new Origin(profile.origin("responses"));
        this.items = new ItemReader(origin);
        this.responses = new ResponseMapper(profile, items);
        this.requests = new RequestMapper(profile, origin);
        this.requestReader = new RequestReader(profile, origin, items);
    }

    /**
     * What is left of a model's capabilities in this API.
     *
     * @param profile what is known of the model
     * @param settings the named model's settings; what they state wins
     * @return the profile without what the API has no place for
     */
    public static CapabilityProfiles.Profile restrict(CapabilityProfiles.Profile profile, ModelSettings settings) {
        ModelInfo.Builder known = profile.info().toBuilder();
        for (Capability capability : LACKS) {
            known.capability(capability, settings.capabilities().getOrDefault(capability, false));
        }
        return new CapabilityProfiles.Profile(known.build(), profile.quirks());
    }

    @Override
    public String path() {
        return "responses";
    }

    @Override
    public EncodedRequest encode(ChatRequest request, String model, boolean stream) {
        return requests.encode(request, model, stream);
    }

    @Override
    public ChatResponse.Builder decode(byte[] body) {
        return responses.decode(body);
    }

    @Override
    public StreamDecoder streamDecoder() {
        return new ResponsesStreamDecoder(profile, items, responses);
    }

    @Override
    public DecodedRequest decodeRequest(byte[] body) {
        return requestReader.read(body);
    }

    /**
     * The endpoint that counts the input tokens of such requests.
     *
     * @return its requests and answers
     */
    public TokenCounting tokenCounting() {
        return new TokenCounting(requests, responses);
    }
}
