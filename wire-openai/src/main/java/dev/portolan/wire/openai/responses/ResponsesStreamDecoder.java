package dev.portolan.wire.openai.responses;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Part;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.SseParser;
import dev.portolan.spi.support.StreamDecoder;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.WireProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the events of a streamed answer. What an event is, is told by {@code type} in its data; the {@code event:} line may be
 * absent. There need be no {@code [DONE]}: the stream ends with {@code response.completed} or {@code response.incomplete},
 * whose response object is what counts, or with {@code response.failed} or {@code error}. Events of unknown types are passed
 * over; an item of a hosted tool is handed out as {@link ChatEvent.Other} when it is whole.
 *
 * <p>Deltas, nearly all that comes, are read with a streaming parser from the bytes fed, field by field.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses-streaming">OpenAI: streaming events</a>
 */
final class ResponsesStreamDecoder implements StreamDecoder {

    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.UTF_8);

    private final String provider;
    private final ResponseMapper responses;
    private final SseParser sse = new SseParser();
    private final SseParser.EventSink sink = this::event;
    private final OutputBlocks blocks;
    private Consumer<ChatEvent> out = event -> {};
    private @Nullable String responseId;
    private @Nullable String model;
    private boolean ending;
    private boolean completed;

    ResponsesStreamDecoder(WireProfile profile, ItemReader items, ResponseMapper responses) {
        this.provider = profile.provider();
        this.blocks = new OutputBlocks(items);
        this.responses = responses;
    }

    @Override
    public void feed(byte[] bytes, int offset, int length, Consumer<ChatEvent> out) {
        if (!completed) {
            this.out = out;
            sse.feed(bytes, offset, length, sink);
        }
    }

    @Override
    public void end(Consumer<ChatEvent> out) {
        if (completed) {
            return;
        }
        this.out = out;
        ending = true;
        sse.end(sink);
        if (!completed) {
            throw details("The stream ended without response.completed").toException(ErrorKind.STREAM_INTERRUPTED);
        }
    }

    @Override
    public @Nullable ChatResponse partial() {
        List<Part> parts = blocks.parts(false);
        return parts.isEmpty()
                ? null
                : ChatResponse.builder()
                        .provider(provider)
                        .model(Objects.requireNonNullElse(model, ""))
                        .responseId(responseId)
                        .message(new AssistantMessage(parts))
                        .build();
    }

    private void event(@Nullable String name, byte[] data, int offset, int length) {
        if (completed || length == 0 || isDone(data, offset, length)) {
            return;
        }
        if ("error".equals(name)) {
            throw failure(data, offset, length);
        }
        try (JsonParser parser = WireJson.factory().createParser(data, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw broken("The stream has data that is no JSON object");
            }
            read(parser, data, offset, length);
        } catch (IOException e) {
            if (!ending) {
                throw broken("The stream has data that is no JSON");
            }
            // The connection ended inside the last event: end() tells that.
        }
    }

    /** Whether the data is the end marker of Chat Completions, which some servers send here too. */
    private static boolean isDone(byte[] data, int offset, int length) {
        return Arrays.equals(data, offset, offset + length, DONE, 0, DONE.length);
    }

    /** Reads a delta; what is none is read again from the start once its type is known. */
    private void read(JsonParser parser, byte[] data, int offset, int length) throws IOException {
        String type = null;
        String delta = null;
        int output = -1;
        int content = -1;
        boolean error = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            switch (parser.currentName()) {
                case "type" -> {
                    type = parser.nextTextValue();
                    if (type != null && !type.endsWith(".delta")) {
                        whole(type, data, offset, length);
                        return;
                    }
                }
                case "delta" -> delta = parser.nextTextValue();
                case "output_index" -> output = parser.nextIntValue(-1);
                case "content_index", "summary_index" -> content = parser.nextIntValue(-1);
                case "error" -> error = parser.nextToken() != JsonToken.VALUE_NULL;
                default -> parser.nextToken();
            }
            if (type != null && delta != null && output >= 0 && content >= 0) {
                break;
            }
            parser.skipChildren();
        }
        if (type == null && error) {
            throw failure(data, offset, length);
        }
        if (type != null && delta != null && !delta.isEmpty()) {
            blocks.delta(type, delta, output, Math.max(content, 0), out);
        }
    }

    private void whole(String type, byte[] data, int offset, int length) throws IOException {
        switch (type) {
            case "response.created" -> created(data, offset, length);
            case "response.output_item.added",
                    "response.output_item.done",
                    "response.output_text.done",
                    "response.refusal.done",
                    "response.reasoning_summary_text.done",
                    "response.reasoning_text.done",
                    "response.function_call_arguments.done" ->
                blocks.item(type, StreamItem.read(data, offset, length), data, out);
            case "response.completed",
                    "response.incomplete",
                    "response.failed",
                    "response.cancelled",
                    "response.done" -> terminal(type, data, offset, length);
            case "error" -> throw failure(data, offset, length);
            default -> {}
        }
    }

    /** Only what partial answers need; the response object repeats the whole request. */
    private void created(byte[] data, int offset, int length) throws IOException {
        try (JsonParser parser = WireJson.factory().createParser(data, offset, length)) {
            if (!enter(parser, "response")) {
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME && (responseId == null || model == null)) {
                switch (parser.currentName()) {
                    case "id" -> responseId = parser.nextTextValue();
                    case "model" -> model = parser.nextTextValue();
                    default -> parser.nextToken();
                }
                parser.skipChildren();
            }
        }
    }

    private static boolean enter(JsonParser parser, String member) throws IOException {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = parser.currentName().equals(member);
            if (parser.nextToken() == JsonToken.START_OBJECT && found) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private void terminal(String type, byte[] data, int offset, int length) throws IOException {
        ResponseMapper.Read read;
        byte[] object;
        try (JsonParser parser = WireJson.factory().createParser(data, offset, length)) {
            if (!enter(parser, "response")) {
                throw broken("The stream's last event has no response object");
            }
            int start = offset + (int) parser.currentTokenLocation().getByteOffset();
            read = responses.read(parser, data, offset);
            int end = offset + (int) parser.currentTokenLocation().getByteOffset() + 1;
            object = Arrays.copyOfRange(data, start, end);
        }
        read.id = read.id != null ? read.id : responseId;
        read.model = read.model != null && !read.model.isEmpty() ? read.model : model;
        model = read.model;
        if (type.equals("response.failed") || ResponseMapper.failed(read)) {
            throw failure(object, 0, object.length);
        }
        if (read.parts.isEmpty()) {
            // Some servers leave the output out here; what the items said stands.
            read.parts.addAll(blocks.parts(true));
        }
        if (read.status == null) {
            read.status = type.substring(type.indexOf('.') + 1);
        }
        complete(responses
                .response(read)
                .vendorMetadata(() -> ResponseMetadata.of(object, 0, object.length))
                .build());
    }

    private void complete(ChatResponse response) {
        completed = true;
        for (ToolCall call : response.toolCalls()) {
            if (call.argumentsValid()) {
                out.accept(new ChatEvent.ToolCallCompleted(call, blocks.of(call)));
            }
        }
        if (!response.usage().equals(Usage.UNKNOWN)) {
            out.accept(new ChatEvent.UsageReported(response.usage()));
        }
        out.accept(new ChatEvent.Completed(response));
    }

    private LlmException failure(byte[] json, int offset, int length) {
        LlmException error = responses.error(model, json, offset, length);
        return error.withDetails(error.details().toBuilder()
                .outputBegun(blocks.begun())
                .partialResponse(partial())
                .build());
    }

    private LlmException broken(String summary) {
        LlmException error = responses.invalid(summary, model);
        return error.withDetails(error.details().toBuilder()
                .outputBegun(blocks.begun())
                .partialResponse(partial())
                .build());
    }

    private ErrorDetails.Builder details(String summary) {
        return ErrorDetails.builder(summary)
                .remedy("Ask again, or use partialResponse() knowingly")
                .provider(provider)
                .model(model)
                .outputBegun(blocks.begun())
                .partialResponse(partial());
    }
}
