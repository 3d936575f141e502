package dev.portolan.wire.openai.responses;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Part;
import dev.portolan.chat.TokenLogprob;
import dev.portolan.chat.Usage;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.ErrorMapper;
import dev.portolan.wire.openai.WireProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response object, whole answers and the last event of streams alike.
 *
 * <p>{@code output_text}, which SDKs add, is not read: the answer is in {@code output}, often not in its first item.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses/object">OpenAI: the response object</a>
 */
final class ResponseMapper {

    private final String provider;
    private final ItemReader items;
    private final ErrorMapper errors;

    ResponseMapper(WireProfile profile, ItemReader items) {
        this.provider = profile.provider();
        this.items = items;
        this.errors = new ErrorMapper(profile.provider());
    }

    /** What a response object says. */
    static final class Read {
        final List<Part> parts = new ArrayList<>(4);

        /** For each item of the output, where its parts begin. */
        final List<Integer> itemStarts = new ArrayList<>(4);

        final List<TokenLogprob> logprobs = new ArrayList<>(0);
        boolean hasOutput;

        @Nullable
        String id;

        @Nullable
        String model;

        @Nullable
        String status;

        @Nullable
        String incompleteReason;

        Usage usage = Usage.UNKNOWN;

        /** Where the error object starts, or -1 when there is none. */
        int errorStart = -1;
    }

    /**
     * A whole answer.
     *
     * @param body the body; kept for the vendor metadata
     * @return the response, without what only the caller knows
     */
    ChatResponse.Builder decode(byte[] body) {
        Read read;
        try (JsonParser parser = WireJson.factory().createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw invalid("The answer is no JSON object", null);
            }
            read = read(parser, body, 0);
        } catch (IOException e) {
            throw invalid("The answer is no JSON: it breaks off or is malformed", null);
        }
        if (failed(read)) {
            throw error(read.model, body, 0, body.length);
        }
        if (!read.hasOutput && read.status == null) {
            throw invalid("The answer is no response object: it has neither output nor status", read.model);
        }
        return response(read).vendorMetadata(() -> ResponseMetadata.of(body, 0, body.length));
    }

    /**
     * Whether a response object tells of a failure.
     *
     * @param read what it says
     * @return true for status {@code failed}, and for an error without output
     */
    static boolean failed(Read read) {
        return "failed".equals(read.status) || (read.errorStart >= 0 && read.parts.isEmpty());
    }

    /**
     * Reads a response object and moves the parser to its end.
     *
     * @param parser stands at the object's start
     * @param source what it reads, UTF-8
     * @param base where its input starts in it
     * @return what the object says
     * @throws IOException when the JSON is broken
     */
    Read read(JsonParser parser, byte[] source, int base) throws IOException {
        Read read = new Read();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "id" -> read.id = parser.getValueAsString();
                case "model" -> read.model = parser.getValueAsString();
                case "status" -> read.status = parser.getValueAsString();
                case "usage" -> read.usage = UsageMapper.read(parser);
                case "output" -> output(parser, source, base, read);
                case "incomplete_details" -> read.incompleteReason = reason(parser);
                case "error" -> {
                    if (value != JsonToken.VALUE_NULL) {
                        read.errorStart =
                                base + (int) parser.currentTokenLocation().getByteOffset();
                    }
                }
                default -> {}
            }
            parser.skipChildren();
        }
        return read;
    }

    private void output(JsonParser parser, byte[] source, int base, Read read) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        read.hasOutput = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                read.itemStarts.add(read.parts.size());
                items.read(parser, source, base, read.parts, read.logprobs);
            } else {
                parser.skipChildren();
            }
        }
    }

    private static @Nullable String reason(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return null;
        }
        String reason = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            if (field.equals("reason")) {
                reason = parser.getValueAsString();
            }
            parser.skipChildren();
        }
        return reason;
    }

    /**
     * The response that an object tells of.
     *
     * @param read what it says
     * @return the response, without metadata
     */
    ChatResponse.Builder response(Read read) {
        return ChatResponse.builder()
                .provider(provider)
                .model(Objects.requireNonNullElse(read.model, ""))
                .responseId(read.id)
                .message(new AssistantMessage(read.parts))
                .finishReason(FinishReasons.of(read.status, read.incompleteReason, read.parts))
                .usage(read.usage)
                .logprobs(read.logprobs);
    }

    /**
     * The exception for an error object, or for a response that holds one.
     *
     * @param model the model that answered, or {@code null}
     * @param json holds it
     * @param offset where it starts
     * @param length how long it is
     * @return the exception
     */
    LlmException error(@Nullable String model, byte[] json, int offset, int length) {
        return errors.inAnswer(model, json, offset, length);
    }

    /**
     * The exception for bytes that are not of this wire.
     *
     * @param summary what is wrong
     * @param model the model that answered, or {@code null}
     * @return the exception
     */
    LlmException invalid(String summary, @Nullable String model) {
        return ErrorDetails.builder(summary)
                .remedy("Check that base-url points to a server that speaks the Responses API")
                .provider(provider)
                .model(model)
                .toException(ErrorKind.INVALID_RESPONSE);
    }
}
