package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ChatResponse;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;

/**
 * Reads a whole answer in Converse's form.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html">AWS: Converse</a>
 */
final class ResponseMapper {

    private ResponseMapper() {}

    static ChatResponse.Builder read(Answer answer, JsonNode response) {
        JsonNode message = response.path("output").path("message");
        if (!message.isObject()) {
            throw ErrorDetails.builder("the answer holds no message")
                    .remedy("Check the endpoint setting: what answers there is not Bedrock")
                    .toException(ErrorKind.INVALID_RESPONSE);
        }
        answer.content(message.path("content"));
        answer.stopReason(response.path("stopReason").asText(null));
        answer.metadata(response);
        return answer.whole();
    }
}
