package dev.portolan.wire.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Part;
import dev.portolan.chat.Usage;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message, whole answers and the start of streams alike.
 *
 * @see <a href="https://platform.claude.com/docs/en/api/messages">Anthropic: Messages</a>
 */
final class ResponseMapper {

    /** What is in the nouns already, or says nothing. */
    private static final Set<String> ELSEWHERE =
            Set.of("id", "type", "role", "model", "content", "stop_reason", "request_id");

    private final String provider;
    private final ErrorMapper errors;

    ResponseMapper(WireProfile profile) {
        this.provider = profile.provider();
        this.errors = new ErrorMapper(profile.provider());
    }

    /** What a message says. */
    static final class Read {
        final List<ContentBlock> blocks = new ArrayList<>(2);
        final UsageMapper usage = new UsageMapper();
        boolean hasContent;

        @Nullable
        String id;

        @Nullable
        String model;

        @Nullable
        String stopReason;

        /** The usage as the vendor wrote it. */
        @Nullable
        String rawUsage;

        /** Whether it is an error in place of a message. */
        boolean error;
    }

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
        if (read.error) {
            throw error(read.model, body, 0, body.length);
        }
        if (!read.hasContent) {
            throw invalid("The answer is no message: it has no content", read.model);
        }
        return response(read).vendorMetadata(() -> metadata(body));
    }

    /** Reads a message and moves the parser to its end. */
    Read read(JsonParser parser, byte[] source, int base) throws IOException {
        Read read = new Read();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "id" -> read.id = parser.getValueAsString();
                case "model" -> read.model = parser.getValueAsString();
                case "stop_reason" -> read.stopReason = parser.getValueAsString();
                case "usage" -> usage(parser, source, base, read);
                case "type" -> read.error |= "error".equals(parser.getValueAsString());
                case "error" -> read.error |= value != JsonToken.VALUE_NULL;
                case "content" -> content(parser, source, base, read);
                default -> {}
            }
            parser.skipChildren();
        }
        return read;
    }

    private static void usage(JsonParser parser, byte[] source, int base, Read read) throws IOException {
        int start = base + (int) parser.currentTokenLocation().getByteOffset();
        read.usage.read(parser);
        int end = base + (int) parser.currentLocation().getByteOffset();
        read.rawUsage = new String(source, start, end - start, StandardCharsets.UTF_8);
    }

    private static void content(JsonParser parser, byte[] source, int base, Read read) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        read.hasContent = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                read.blocks.add(ContentBlock.read(parser, source, base));
            } else {
                parser.skipChildren();
            }
        }
    }

    private ChatResponse.Builder response(Read read) {
        List<Part> parts = new ArrayList<>(read.blocks.size());
        boolean calls = false;
        for (ContentBlock block : read.blocks) {
            block.addTo(parts);
            calls |= block.isCall() && !block.executed();
        }
        return response(read.id, read.model, parts, read.stopReason, calls, read.usage.usage());
    }

    /** An answer, whole or put together of a stream. */
    ChatResponse.Builder response(
            @Nullable String id,
            @Nullable String model,
            List<Part> parts,
            @Nullable String stopReason,
            boolean calls,
            Usage usage) {
        return ChatResponse.builder()
                .provider(provider)
                .model(Objects.requireNonNullElse(model, ""))
                .responseId(id)
                .message(new AssistantMessage(parts))
                .finishReason(FinishReasons.of(stopReason, calls))
                .usage(usage);
    }

    /** What a message says beside the answer: the raw usage, service tier, container, edits of the context and the like. */
    private static String metadata(byte[] body) {
        StringWriter text = new StringWriter();
        try (JsonParser parser = WireJson.factory().createParser(body);
                JsonGenerator out = WireJson.factory().createGenerator(text)) {
            parser.nextToken();
            out.writeStartObject();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_NULL || ELSEWHERE.contains(field)) {
                    parser.skipChildren();
                } else {
                    out.writeFieldName(field);
                    WireJson.copy(parser, out);
                }
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** The exception for an error object. */
    LlmException error(@Nullable String model, byte[] json, int offset, int length) {
        return errors.inAnswer(model, json, offset, length);
    }

    /** The exception for bytes that are not of this wire. */
    LlmException invalid(String summary, @Nullable String model) {
        return ErrorDetails.builder(summary)
                .remedy("Check that the endpoint speaks Anthropic's Messages")
                .provider(provider)
                .model(model)
                .toException(ErrorKind.INVALID_RESPONSE);
    }
}
