package dev.portolan.evidence.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads logs of requests in JSONL, one call on each line. Of these forms, which may mix:
 *
 * <ul>
 *   <li>the body of a request itself, with {@code messages} or {@code input};
 *   <li>an object with {@code request} and, if it is known, {@code response}, each a body as it went over the wire;
 *   <li>a line of a batch file, with the request under {@code body}.
 * </ul>
 *
 * <p>The bodies are read by functions, since this module knows no vendor's wire. For OpenAI's:
 *
 * <pre>{@code
 * RequestLog log = RequestLog.of(body -> wire.decodeRequest(body).request())
 *         .responses(body -> wire.decode(body).build());
 * DatasetImport.Result frozen = DatasetImport.from(log.read(file)).importAs("april");
 * }</pre>
 *
 * <p>A line may tell more: when the call was made in {@code timestamp}, {@code time}, {@code at} or {@code created_at} (ISO 8601, or a
 * number of seconds or milliseconds since 1970), how long it took in {@code duration_ms}, {@code latency_ms} or {@code elapsed_ms}, and a
 * failure in {@code error} or a {@code status_code} of 400 and more.
 *
 * <p>Calls get the tags {@code model:...}, for the model that the body names, and those under {@code tags} of the line. Immutable.
 */
public final class RequestLog {

    private final Function<byte[], ChatRequest> request;
    private final @Nullable Function<byte[], ChatResponse> response;
    private final boolean skipping;

    private RequestLog(
            Function<byte[], ChatRequest> request,
            @Nullable Function<byte[], ChatResponse> response,
            boolean skipping) {
        this.request = Objects.requireNonNull(request, "request");
        this.response = response;
        this.skipping = skipping;
    }

    /**
     * Reads requests only.
     *
     * @param request reads the body of a request, in UTF-8; throws for what is none
     * @return the reader
     */
    public static RequestLog of(Function<byte[], ChatRequest> request) {
        return new RequestLog(request, null, false);
    }

    /**
     * Reads responses too.
     *
     * @param body reads the body of a response, in UTF-8; throws for what is none
     * @return a reader of both
     */
    public RequestLog responses(Function<byte[], ChatResponse> body) {
        return new RequestLog(request, Objects.requireNonNull(body, "response"), skipping);
    }

    /**
     * Skips bad lines and keeps what was wrong with them.
     *
     * @return a reader that skips
     */
    public RequestLog skipping() {
        return new RequestLog(request, response, true);
    }

    /**
     * The calls of a log.
     *
     * @param calls in the order of the file
     * @param skipped the lines that were skipped
     */
    public record Calls(List<LoggedCall> calls, List<DatasetFormatException> skipped) {

        /**
         * Checks the components.
         *
         * @param calls as above; copied
         * @param skipped as above; copied
         */
        public Calls {
            calls = List.copyOf(calls);
            skipped = List.copyOf(skipped);
        }

        @Override
        public String toString() {
            return "Calls[" + calls.size() + ", skipped=" + skipped.size() + "]";
        }
    }

    /**
     * Reads a file in UTF-8.
     *
     * @param file the log
     * @return its calls
     * @throws UncheckedIOException when it cannot be read
     * @throws DatasetFormatException when a line is bad and none is to be skipped
     */
    public Calls read(Path file) {
        List<LoggedCall> calls = new ArrayList<>();
        List<DatasetFormatException> skipped = new ArrayList<>();
        try (Records.Lines lines = new Records.Lines(Files.newBufferedReader(file, StandardCharsets.UTF_8))) {
            boolean more = true;
            while (more) {
                try {
                    JsonNode line = lines.next();
                    more = line != null;
                    if (line != null) {
                        calls.add(call(line));
                    }
                } catch (IllegalArgumentException e) {
                    DatasetFormatException bad =
                            new DatasetFormatException(file.toString(), lines.line(), String.valueOf(e.getMessage()));
                    if (!skipping) {
                        throw bad;
                    }
                    skipped.add(bad);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the log " + file, e);
        }
        return new Calls(calls, skipped);
    }

    private LoggedCall call(JsonNode line) {
        JsonNode body = line;
        for (String name : List.of("request", "body")) {
            if (body.path(name).isObject()) {
                body = body.get(name);
            }
        }
        if (!body.has("messages") && !body.has("input")) {
            throw new IllegalArgumentException("holds no request with messages or input");
        }
        Set<String> tags = new LinkedHashSet<>();
        if (body.path("model").isTextual()) {
            tags.add("model:" + body.get("model").textValue());
        }
        for (JsonNode tag : line.path("tags")) {
            if (tag.isTextual() && !tag.textValue().isBlank()) {
                tags.add(tag.textValue());
            }
        }
        JsonNode answer = line.path("response");
        answer = answer.path("body").isObject() ? answer.get("body") : answer;
        CallTrace trace = TraceFields.of(line, body, answer);
        boolean answered = response != null && answer.isObject() && trace.error() == null;
        return new LoggedCall(
                decoded("request", body, request),
                answered ? decoded("response", answer, Objects.requireNonNull(response)) : null,
                tags,
                null,
                trace);
    }

    private static <T> T decoded(String what, JsonNode body, Function<byte[], T> read) {
        try {
            return read.apply(body.toString().getBytes(StandardCharsets.UTF_8));
        } catch (RuntimeException e) {
            // A decoder's message may quote the body.
            throw new IllegalArgumentException(
                    "the " + what + " cannot be read: " + e.getClass().getSimpleName());
        }
    }
}
