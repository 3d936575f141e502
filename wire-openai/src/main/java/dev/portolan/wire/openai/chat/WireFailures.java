package dev.portolan.wire.openai.chat;

import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.ErrorMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Answers that are none. Causes are left out: Jackson's messages quote what they read. */
final class WireFailures {

    private WireFailures() {}

    static LlmException notThisWire(IOException e, String provider, @Nullable String model) {
        return notThisWire(
                e instanceof ChunkReader.WrongShape
                        ? "has another shape: " + e.getMessage()
                        : "is no JSON, or breaks off",
                provider,
                model);
    }

    /** A whole body that could not be read; Gemini sends its errors in an array. */
    static LlmException unreadable(IOException e, Answer answer, ErrorMapper errors, String provider, byte[] body) {
        return e instanceof ChunkReader.WrongShape && body.length > 0 && body[0] == '['
                ? noAnswer(answer, errors, provider, body)
                : notThisWire(e, provider, answer.modelName());
    }

    static LlmException notThisWire(String what, String provider, @Nullable String model) {
        return ErrorDetails.builder("The answer is no chat completion: it " + what)
                .remedy("Check that base-url leads to an OpenAI-style API")
                .provider(provider)
                .model(model)
                .toException(ErrorKind.INVALID_RESPONSE);
    }

    /** A body without a first choice: Azure's filter blocked the prompt, or it is something else. */
    static LlmException noChoice(Answer answer, String provider) {
        LlmException blocked = blockedPrompt(answer, provider);
        return blocked != null ? blocked : notThisWire("has no choices", provider, answer.modelName());
    }

    /** A JSON object without choices: one of the shapes of failures that have no member for it, or something else. */
    static LlmException noAnswer(Answer answer, ErrorMapper errors, String provider, byte[] body) {
        LlmException told = errors.inAnswer(answer.modelName(), body, 0, body.length);
        return told.vendorMessage() != null ? told : noChoice(answer, provider);
    }

    /** The exception for a prompt that the filter blocked, or {@code null} when it did not. */
    static @Nullable LlmException blockedPrompt(Answer answer, String provider) {
        if (answer.started()) {
            return null;
        }
        String metadata = answer.topFields().toJson();
        boolean filtered = metadata.contains("prompt_filter_results") && filtered(metadata);
        return !filtered
                ? null
                : ErrorDetails.builder("The vendor blocked the prompt")
                        .remedy("Change the prompt; asking again does not help")
                        .provider(provider)
                        .model(answer.modelName())
                        .vendorMetadata(metadata)
                        .toException(ErrorKind.CONTENT_FILTERED);
    }

    private static boolean filtered(String metadata) {
        try {
            return WireJson.tree(metadata).path("prompt_filter_results").findValues("filtered").stream()
                    .anyMatch(each -> each.asBoolean());
        } catch (IllegalArgumentException e) {
            // A number beyond all bounds: then it is no filter's word.
            return false;
        }
    }
}
