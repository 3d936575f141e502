package dev.portolan.vertex;

import com.google.cloud.aiplatform.v1.GenerateContentResponse;
import dev.portolan.chat.ChatResponse;

/**
 * Reads a whole answer.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference#response">Google:
 *     GenerateContentResponse</a>
 */
final class ResponseMapper {

    private ResponseMapper() {}

    static ChatResponse.Builder read(GenerateContentResponse response, ToolNames names) {
        Answer answer = new Answer(names);
        answer.take(response, event -> {});
        answer.requireCandidate();
        return answer.response(true);
    }
}
