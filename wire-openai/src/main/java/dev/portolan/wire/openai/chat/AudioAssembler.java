package dev.portolan.wire.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.Media;
import dev.portolan.chat.VendorState;
import dev.portolan.spi.support.WireJson;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The audio of an answer, whole or in pieces. Its id is what a later request names it by; its format is not told, so it is
 * taken from the first bytes, and what has no header is {@code audio/pcm}.
 *
 * @see <a href="https://platform.openai.com/docs/guides/audio">OpenAI: audio</a>
 */
final class AudioAssembler {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
    private final StringBuilder transcript = new StringBuilder(0);
    private @Nullable String id;
    private boolean some;

    void add(JsonNode audio) {
        some = true;
        if (!audio.path("id").asText("").isBlank()) {
            id = audio.path("id").asText();
        }
        transcript.append(audio.path("transcript").asText(""));
        bytes.writeBytes(bytes(audio));
    }

    /**
     * Checks the bytes before anything is told of them.
     *
     * @throws ChunkReader.WrongShape when they are no base64
     */
    static void check(JsonNode audio) throws ChunkReader.WrongShape {
        try {
            bytes(audio);
        } catch (IllegalArgumentException e) {
            // Its message may quote a character.
            throw new ChunkReader.WrongShape("audio is no base64");
        }
    }

    private static byte[] bytes(JsonNode audio) {
        return Base64.getMimeDecoder().decode(audio.path("data").asText(""));
    }

    boolean isEmpty() {
        return !some;
    }

    /** The audio, or {@code null} when there are neither bytes nor an id. */
    @Nullable
    AudioPart part(String origin) {
        VendorState state = id == null
                ? null
                : new VendorState(
                        origin,
                        WireJson.mapper().createObjectNode().put("id", id).toString());
        String said = transcript.isEmpty() ? null : transcript.toString();
        if (bytes.size() > 0) {
            byte[] sound = bytes.toByteArray();
            return new AudioPart(Media.of(sound, AudioFormats.sniff(sound)), said, state);
        }
        return id == null ? null : new AudioPart(new Media.FileReference(id, null), said, state);
    }
}
