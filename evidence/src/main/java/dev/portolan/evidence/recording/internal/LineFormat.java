package dev.portolan.evidence.recording.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatResponse;
import dev.portolan.codec.JsonCodec;
import dev.portolan.error.LlmException;
import dev.portolan.evidence.recording.Recording;
import dev.portolan.evidence.recording.TimedEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A recording as one line of JSON. The nouns in it are whole documents of {@link JsonCodec}, written and read as they stand, so
 * that a reader of theirs can take them from here.
 */
public final class LineFormat {

    private static final String TYPE = "recording";

    /** A line ends in the middle of its JSON: the writer was killed, or had no room. */
    public static final class TornLine extends Exception {
        private static final long serialVersionUID = 1L;

        TornLine() {
            super("The line ends in the middle");
        }
    }

    private LineFormat() {}

    public static String write(Recording recording) {
        StringBuilder out = new StringBuilder(1024);
        out.append("{\"portolan\":").append(JsonCodec.VERSION).append(",\"type\":\"" + TYPE + '"');
        text(out, "at", recording.startedAt().toString());
        text(out, "took", recording.took().toString());
        String name = recording.name();
        if (name != null) {
            text(out, "name", name);
        }
        text(out, "mode", recording.streamed() ? "stream" : "chat");
        text(out, "hash", recording.requestHash());
        document(out, "context", JsonCodec.CALL_CONTEXT.toJson(recording.context()));
        document(out, "request", JsonCodec.CHAT_REQUEST.toJson(recording.request()));
        ChatResponse response = recording.response();
        if (recording.streamed()) {
            events(out, recording.events());
        } else if (response != null) {
            document(out, "response", JsonCodec.CHAT_RESPONSE.toJson(response));
        }
        LlmException error = recording.error();
        if (error != null) {
            document(out, "error", JsonCodec.ERROR.toJson(error));
        }
        return out.append('}').toString();
    }

    private static void events(StringBuilder out, List<TimedEvent> events) {
        out.append(",\"events\":[");
        String separator = "";
        for (TimedEvent timed : events) {
            out.append(separator)
                    .append("{\"after\":\"")
                    .append(timed.after())
                    .append("\",\"event\":")
                    .append(JsonCodec.CHAT_EVENT.toJson(timed.event()))
                    .append('}');
            separator = ",";
        }
        out.append(']');
    }

    private static void text(StringBuilder out, String name, String value) {
        document(out, name, JsonText.quoted(value));
    }

    private static void document(StringBuilder out, String name, String json) {
        out.append(",\"").append(name).append("\":").append(json);
    }

    /**
     * Reads a line.
     *
     * @throws TornLine when it ends too early
     * @throws IllegalArgumentException when it is anything else than a recording; the message quotes nothing of it
     */
    public static Recording read(String line) throws TornLine {
        Map<String, String> fields = new HashMap<>();
        List<TimedEvent> events = new ArrayList<>();
        try (JsonParser in = JsonText.FACTORY.createParser(line)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("is no recording: must be a JSON object");
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                JsonToken value = in.nextToken();
                if (name.equals("events") && value == JsonToken.START_ARRAY) {
                    while (in.nextToken() != JsonToken.END_ARRAY) {
                        events.add(event(in, line));
                    }
                } else {
                    fields.put(name, value(in, line));
                }
            }
            if (in.nextToken() != null) {
                throw new IllegalArgumentException("is no recording: something follows its JSON object");
            }
        } catch (JsonEOFException e) {
            throw new TornLine();
        } catch (IOException e) {
            // A word that is cut is told as a wrong one. The message quotes the line.
            if (!line.stripTrailing().endsWith("}")) {
                throw new TornLine();
            }
            throw new IllegalArgumentException("is no JSON");
        }
        return recording(fields, events);
    }

    private static Recording recording(Map<String, String> fields, List<TimedEvent> events) {
        requireReadable(fields);
        Recording.Builder recording = Recording.builder(JsonCodec.CHAT_REQUEST.fromJson(need(fields, "request")))
                .startedAt(moment(need(fields, "at")))
                .took(duration(need(fields, "took"), "took"))
                .name(fields.get("name"));
        String context = fields.get("context");
        recording.context(context == null ? CallContext.EMPTY : JsonCodec.CALL_CONTEXT.fromJson(context));
        LlmException error = fields.containsKey("error") ? JsonCodec.ERROR.fromJson(need(fields, "error")) : null;
        String mode = need(fields, "mode");
        if (mode.equals("stream")) {
            recording.streamed(events, error);
        } else if (!mode.equals("chat")) {
            throw new IllegalArgumentException("mode must be chat or stream");
        } else if (error != null) {
            recording.failed(error);
        } else {
            recording.answered(JsonCodec.CHAT_RESPONSE.fromJson(need(fields, "response")));
        }
        return recording.build();
    }

    private static void requireReadable(Map<String, String> fields) {
        if (!TYPE.equals(fields.get("type"))) {
            throw new IllegalArgumentException("is no recording: type must be " + TYPE);
        }
        String version = need(fields, "portolan");
        if (!version.equals(String.valueOf(JsonCodec.VERSION))) {
            boolean newer = version.matches("[0-9]{1,9}") && Integer.parseInt(version) > JsonCodec.VERSION;
            throw new IllegalArgumentException(
                    newer
                            ? "is version " + version + ", this library reads up to " + JsonCodec.VERSION
                                    + ": update Portolan"
                            : "portolan must be the number of a version");
        }
    }

    private static TimedEvent event(JsonParser in, String line) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("events must be objects");
        }
        Map<String, String> fields = new HashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            fields.put(name, value(in, line));
        }
        return new TimedEvent(
                duration(need(fields, "after"), "after"), JsonCodec.CHAT_EVENT.fromJson(need(fields, "event")));
    }

    /** A scalar's text, or an object or array as it stands in the line. */
    private static String value(JsonParser in, String line) throws IOException {
        JsonToken token = in.currentToken();
        if (token != JsonToken.START_OBJECT && token != JsonToken.START_ARRAY) {
            return String.valueOf(in.getText());
        }
        int from = (int) in.currentTokenLocation().getCharOffset();
        in.skipChildren();
        return line.substring(from, (int) in.currentLocation().getCharOffset());
    }

    private static String need(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    private static Instant moment(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("at must be a moment such as 2026-01-31T12:00:00Z");
        }
    }

    private static Duration duration(String text, String name) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(name + " must be a time such as PT1.5S");
        }
    }
}
