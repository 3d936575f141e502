package dev.portolan.wire.anthropic;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.spi.support.ChatWire;
import dev.portolan.spi.support.DecodedRequest;
import dev.portolan.spi.support.EncodedRequest;
import dev.portolan.spi.support.MessageDecoder;
import dev.portolan.spi.support.StreamDecoder;
import java.util.Objects;

/**
 * Anthropic's Messages. Thread-safe.
 *
 * <p>Vendor state has the origin {@code anthropic/messages}, whoever serves the model: thoughts with their signatures, redacted
 * thoughts, calls and results of tools that the vendor ran, citations, blocks without a name here. It goes back unchanged with
 * the next request. A part's state may hold further members of its block, such as {@code cache_control}.
 *
 * <p>The API has no seed, penalties or log-probabilities: if they arrive here they are left out with a warning.
 *
 * @see <a href="https://platform.claude.com/docs/en/api/messages">Anthropic: Messages</a>
 */
public final class AnthropicWire implements ChatWire {

    private final WireProfile profile;
    private final RequestMapper requests;
    private final ResponseMapper responses;
    private final RequestReader reader;

    /**
     * The API as a model takes it from a host.
     *
     * @param profile whose dress of the wire it is
     * @param rules what sets the model apart; matters for requests only
     * @param marks where requests are marked for the cache
     */
    public AnthropicWire(WireProfile profile, ModelRules rules, CacheMarks marks) {
        this.profile = Objects.requireNonNull(profile, "profile");
        this.requests = new RequestMapper(profile, rules, marks);
        this.responses = new ResponseMapper(profile);
        this.reader = new RequestReader(profile);
    }

    /**
     * The API as a model takes it from a host, without marks for the cache.
     *
     * @param profile whose dress of the wire it is
     * @param rules what sets the model apart; matters for requests only
     */
    public AnthropicWire(WireProfile profile, ModelRules rules) {
        this(profile, rules, CacheMarks.NONE);
    }

    @Override
    public String path() {
        return "v1/messages";
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
        return new MessagesStreamDecoder(eventDecoder(responses));
    }

    /**
     * Starts decoding a streamed answer whose events come one by one, without the framing of server-sent events, as in the
     * chunks of Bedrock's InvokeModelWithResponseStream.
     *
     * @return a decoder for one stream; fed the JSON of each event
     */
    public MessageDecoder<byte[]> messageDecoder() {
        return eventDecoder(responses);
    }

    private EventDecoder eventDecoder(ResponseMapper mapper) {
        return new EventDecoder(profile.provider(), mapper);
    }

    @Override
    public DecodedRequest decodeRequest(byte[] body) {
        return reader.read(body);
    }
}
