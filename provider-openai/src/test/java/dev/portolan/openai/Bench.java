package dev.portolan.openai;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Timeouts;
import dev.portolan.chat.Tool;
import dev.portolan.simulator.ScriptedServer;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.Secret;
import dev.portolan.transport.TransportOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/** A connection to a server of a test, whose sockets the test can count. */
final class Bench implements AutoCloseable {

    static final Duration SHORT = Duration.ofMillis(300);
    static final ChatRequest REQUEST = ChatRequest.builder()
            .user("Order 7 came broken.")
            .tools(List.of(Tool.of(
                    "refund",
                    "Pays an order back",
                    "{\"type\":\"object\",\"properties\":{\"order\":{\"type\":\"string\"}}}")))
            .build();

    final ConnectionPool pool = new ConnectionPool(100, 1, TimeUnit.MINUTES);
    private final OpenAiConnection connection;

    Bench(URI baseUrl, Wire wire) {
        this(baseUrl, wire, TransportOptions.builder());
    }

    Bench(URI baseUrl, Wire wire, TransportOptions.Builder options) {
        OkHttpClient client = new OkHttpClient.Builder().connectionPool(pool).build();
        connection = OpenAiConnection.builder()
                .baseUrl(baseUrl)
                .server("openai")
                .apiKey(Secret.of("sk-test"))
                .api(wire.api())
                .transport(options.client(client).build())
                .build();
    }

    static Bench of(ScriptedServer server, Wire wire) {
        return new Bench(server.baseUrl(), wire);
    }

    ChatModel model() {
        return connection.chatModel(ModelSettings.builder("assistant", "gpt-4o").build());
    }

    OpenAiConnection connection() {
        return connection;
    }

    /** A context in which each phase may take {@link #SHORT}. */
    static CallContext limited() {
        return CallContext.builder()
                .timeouts(new Timeouts(SHORT, SHORT, SHORT))
                .timeout(Duration.ofSeconds(10))
                .build();
    }

    /** Connections that somebody still holds. */
    int held() {
        return pool.connectionCount() - pool.idleConnectionCount();
    }

    @Override
    public void close() {
        connection.close();
        pool.evictAll();
    }
}
