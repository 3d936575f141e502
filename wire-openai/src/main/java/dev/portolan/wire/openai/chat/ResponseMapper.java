package dev.portolan.wire.openai.chat;

import dev.portolan.chat.ChatResponse;
import dev.portolan.wire.openai.ErrorMapper;
import dev.portolan.wire.openai.WireProfile;
import java.io.IOException;

/**
 * Reads a whole answer: a stream of one chunk, so that both ways treat everything alike.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/object">OpenAI: the chat completion object</a>
 */
final class ResponseMapper {

    private ResponseMapper() {}

    static ChatResponse.Builder decode(WireProfile profile, ErrorMapper errors, byte[] body) {
        Answer answer = new Answer(profile, true);
        try {
            new ChunkReader(answer, errors, false).read(body, 0, body.length, event -> {});
        } catch (IOException e) {
            throw WireFailures.unreadable(e, answer, errors, profile.provider(), body);
        }
        if (!answer.started()) {
            throw WireFailures.noAnswer(answer, errors, profile.provider(), body);
        }
        return answer.complete(event -> {});
    }
}
