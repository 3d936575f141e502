package dev.portolan.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.error.LlmException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Serves recorded answers on loopback, each once: a request names its recording in the header {@link #HEADER}, which a call
 * context carries as a trace header. Thread-safe.
 */
public final class RecordingServer implements RecordedAnswers, AutoCloseable {

    /** The header in which a request names its recording. */
    public static final String HEADER = "x-recording";

    private static final Set<String> FRAMING =
            Set.of("content-length", "transfer-encoding", "content-encoding", "connection");

    static {
        // The JDK's server sends head and body apart; without this each answer waits 40 ms for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final Map<String, Queue<Recording>> recordings = new ConcurrentHashMap<>();
    private final Map<String, List<byte[]>> bodies = new ConcurrentHashMap<>();
    private final Map<String, byte[]> always = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final HttpServer server;

    /** Starts on a free port of loopback. */
    public RecordingServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** The address without a path and without a slash at its end. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void serve(Recording recording) {
        recordings.put(recording.id(), new ConcurrentLinkedQueue<>(List.of(recording)));
    }

    @Override
    public void serve(String name, List<Recording> inOrder) {
        recordings.put(name, new ConcurrentLinkedQueue<>(inOrder));
        bodies.put(name, new CopyOnWriteArrayList<>());
    }

    /** Makes JSON the answer to all requests of a path, which count for no recording. */
    public void always(String path, String json) {
        always.put(path, json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<byte[]> bodies(String name) {
        List<byte[]> sent = bodies.remove(name);
        return sent == null ? List.of() : List.copyOf(sent);
    }

    /** What a model reads in a recording that is served to it here, on the path on which it was recorded. */
    public Reading ask(ChatModel model, Recording recording) {
        try {
            return Reading.of(recording.id(), answer(model, recording));
        } catch (LlmException e) {
            return Reading.of(recording.id(), e);
        }
    }

    /** The answer that a model makes of a recording; throws what it throws. */
    public ChatResponse answer(ChatModel model, Recording recording) {
        serve(recording);
        ChatRequest request = ChatRequest.of("As recorded");
        if (recording.streamed()) {
            try (ChatStream stream = model.stream(request, context(recording))) {
                return stream.response();
            }
        }
        return model.chat(request, context(recording));
    }

    /** How the vectors differ from those that were recorded; {@code null} when they do not, or when none can be asked for. */
    public @Nullable String difference(EmbeddingModel model, Recording recording, List<float[]> expected) {
        if (expected.isEmpty()) {
            return null; // an answer to nothing: no request for it can be made
        }
        String[] texts = new String[expected.size()];
        Arrays.fill(texts, "As recorded");
        serve(recording);
        try {
            return RecordedVectors.difference(
                    expected,
                    model.embed(EmbeddingRequest.of(texts), context(recording)).vectors());
        } catch (LlmException e) {
            return "failed with " + e.kind();
        }
    }

    /** The context of a call that shall get a recording for its answer. */
    public static CallContext context(Recording recording) {
        return CallContext.builder()
                .timeout(Duration.ofSeconds(30))
                .traceHeader(HEADER, recording.id())
                .build();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            byte[] fixed = always.get(exchange.getRequestURI().getPath());
            if (fixed != null) {
                exchange.sendResponseHeaders(200, fixed.length);
                exchange.getResponseBody().write(fixed);
                return;
            }
            String name = String.valueOf(exchange.getRequestHeaders().getFirst(HEADER));
            Queue<Recording> left = recordings.get(name);
            Recording recording = left == null ? null : left.poll();
            bodies.computeIfPresent(name, (any, all) -> {
                all.add(sent);
                return all;
            });
            if (recording == null) {
                exchange.sendResponseHeaders(599, -1);
                return;
            }
            for (Map.Entry<String, JsonNode> header : recording.headers().properties()) {
                if (!FRAMING.contains(header.getKey().toLowerCase(Locale.ROOT))
                        && header.getValue().isTextual()) {
                    exchange.getResponseHeaders()
                            .set(header.getKey(), header.getValue().asText());
                }
            }
            byte[] body = recording.body();
            exchange.sendResponseHeaders(recording.status(), body == null || body.length == 0 ? -1 : body.length);
            if (body != null && body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
