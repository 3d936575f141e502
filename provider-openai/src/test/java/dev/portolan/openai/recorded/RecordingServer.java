package dev.portolan.openai.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves recorded answers on loopback: each request names its recording in a header. */
final class RecordingServer implements AutoCloseable {

    static final String HEADER = "x-recording";

    private static final Set<String> FRAMING =
            Set.of("content-length", "transfer-encoding", "content-encoding", "connection");

    static {
        // The JDK's server sends head and body apart; without this each answer waits 40 ms for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final Map<String, Recording> recordings = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final HttpServer server;

    RecordingServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    void serve(Recording recording) {
        recordings.put(recording.id(), recording);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            Recording recording = recordings.remove(
                    String.valueOf(exchange.getRequestHeaders().getFirst(HEADER)));
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
