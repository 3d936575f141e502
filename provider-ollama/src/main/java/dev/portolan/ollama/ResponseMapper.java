package dev.portolan.ollama;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.portolan.chat.ChatResponse;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;

/**
 * Reads a whole answer: one object, or the lines of a stream from a server that streams whatever it was asked.
 *
 * @see <a href="https://docs.ollama.com/api/chat">Ollama: chat</a>
 */
final class ResponseMapper {

    private ResponseMapper() {}

    static ChatResponse.Builder read(byte[] body, ErrorMapper errors) {
        Answer answer = new Answer();
        try (JsonParser parser = WireJson.factory().createParser(body)) {
            for (JsonToken token; !answer.isDone() && (token = parser.nextToken()) != null; ) {
                if (token != JsonToken.START_OBJECT) {
                    throw unreadable();
                }
                Chunk chunk = Chunk.read(parser, body, 0);
                if (chunk.error != null) {
                    throw errors.inAnswer(chunk.error);
                }
                answer.accept(chunk, event -> {});
            }
        } catch (IOException e) {
            throw unreadable();
        }
        if (!answer.isDone()) {
            throw unreadable();
        }
        return answer.response(event -> {});
    }

    static LlmException unreadable() {
        return ErrorDetails.builder("the answer is none of Ollama's")
                .remedy("Check the base-url setting: what answers there may be a gateway, or another kind of server")
                .toException(ErrorKind.INVALID_RESPONSE);
    }
}
