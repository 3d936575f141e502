package dev.portolan.interop.langchain4j;

import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Pace;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.ScriptedServer;
import dev.portolan.simulator.openai.OpenAiSimulator;
import java.net.URI;
import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * What stands for OpenAI's service in the calls of one library for one row.
 *
 * @param baseUrl for clients
 * @param requests how many there have been
 * @param server what to close
 */
record Service(URI baseUrl, IntSupplier requests, AutoCloseable server) implements AutoCloseable {

    /** So that what was sent before a reset has been read: a reset overtakes it. */
    private static final Pace PACE = Pace.of(Duration.ofMillis(20), 40);

    static Service simulated(Faults faults, Reply reply) {
        OpenAiSimulator simulator = OpenAiSimulator.builder()
                .responder(prompt -> reply)
                .pace(PACE)
                .faults(faults)
                .start();
        return new Service(simulator.baseUrl(), () -> simulator.requests().size(), simulator);
    }

    /** Sends a stream as it stands here, and ends it well. */
    static Service scripted(String stream) {
        ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: " + stream.length()
                    + "\r\n\r\n");
            exchange.write(stream);
            return true;
        });
        return new Service(server.baseUrl(), () -> server.requests().size(), server);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException("A server did not close", e);
        }
    }
}
