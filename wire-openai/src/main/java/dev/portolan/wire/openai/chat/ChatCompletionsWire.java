package dev.portolan.wire.openai.chat;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.spi.support.DecodedRequest;
import dev.portolan.spi.support.EncodedRequest;
import dev.portolan.spi.support.StreamDecoder;
import dev.portolan.wire.openai.ErrorMapper;
import dev.portolan.wire.openai.OpenAiWire;
import dev.portolan.wire.openai.WireProfile;
import java.util.Objects;

/**
 * The Chat Completions API as pure functions. What is normalised on the way is listed with this package. Thread-safe.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat">OpenAI: Chat Completions</a>
 */
public final class ChatCompletionsWire implements OpenAiWire {

    /** The second half of the origin of vendor state: {@code openai/chat-completions}. */
    public static final String API = "chat-completions";

    private final WireProfile profile;
    private final ErrorMapper errors;

    /**
     * The API as a kind of server speaks it.
     *
     * @param profile whose dress of the wire
     */
    public ChatCompletionsWire(WireProfile profile) {
        this.profile = Objects.requireNonNull(profile, "profile");
        this.errors = new ErrorMapper(profile.provider());
    }

    @Override
    public String path() {
        return "chat/completions";
    }

    @Override
    public EncodedRequest encode(ChatRequest request, String model, boolean stream) {
        return RequestMapper.encode(profile, request, model, stream);
    }

    @Override
    public ChatResponse.Builder decode(byte[] body) {
        return ResponseMapper.decode(profile, errors, body);
    }

    @Override
    public StreamDecoder streamDecoder() {
        return new ChatStreamDecoder(profile, errors);
    }

    @Override
    public DecodedRequest decodeRequest(byte[] body) {
        return RequestReader.read(profile, body);
    }
}
