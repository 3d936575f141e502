package dev.portolan.simulator;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on loopback that answers with raw bytes, so that it can do everything a server must not: stop in mid-line, reset,
 * stall, speak nonsense. A thread for each connection; made for tests of single calls.
 */
public final class ScriptedServer implements AutoCloseable {

    /** What the server does with one request. */
    @FunctionalInterface
    public interface Step {
        /**
         * Answers.
         *
         * @param exchange the request and the socket it came on
         * @return whether to wait for a further request on the connection; else it is closed
         * @throws IOException when the client has gone away
         * @throws InterruptedException never by the server itself
         */
        boolean answer(Exchange exchange) throws IOException, InterruptedException;
    }

    /**
     * One request.
     *
     * @param number how many requests there have been, this one included
     * @param onConnection how many requests came on this connection, this one included
     * @param head request line and headers
     * @param body the body
     * @param socket where it came from
     */
    public record Exchange(int number, int onConnection, String head, String body, Socket socket) {

        /**
         * Sends text, one byte for each character, and flushes.
         *
         * @param text what to send
         * @throws IOException when the client has gone away
         */
        public void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /**
         * Sends bytes and flushes.
         *
         * @param bytes what to send
         * @throws IOException when the client has gone away
         */
        public void write(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        /**
         * Resets the connection: the client sees an error, not an end.
         *
         * @return false
         * @throws IOException when the socket cannot be closed
         */
        public boolean reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
            return false;
        }

        /**
         * Says nothing more until the client goes away.
         *
         * @return false
         * @throws IOException when the client resets the connection
         */
        public boolean stall() throws IOException {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            return false;
        }

        @Override
        public String toString() {
            return "Exchange[" + number + "]";
        }
    }

    private final Queue<Exchange> requests = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final ServerSocket server;
    private final Step step;

    /**
     * Starts on any free port.
     *
     * @param step what to do with each request
     */
    public ScriptedServer(Step step) {
        this.step = step;
        try {
            server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /**
     * Answers 200 with a whole JSON body and keeps the connection.
     *
     * @param body the body
     * @return the step
     */
    public static Step ok(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return exchange -> {
            exchange.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length
                    + "\r\n\r\n");
            exchange.write(bytes);
            return true;
        };
    }

    /**
     * Where it listens.
     *
     * @return such as {@code http://localhost:41234/v1}
     */
    public URI baseUrl() {
        return URI.create("http://localhost:" + port() + "/v1");
    }

    /**
     * Where it listens.
     *
     * @return the port
     */
    public int port() {
        return server.getLocalPort();
    }

    /**
     * The requests so far.
     *
     * @return oldest first
     */
    public List<Exchange> requests() {
        return List.copyOf(requests);
    }

    /**
     * How many connections have been made.
     *
     * @return the number, closed ones included
     */
    public int connections() {
        return connections.get();
    }

    /**
     * How many connections are open.
     *
     * @return the number; falls soon after a client goes away, when the server is reading or writing
     */
    public int openConnections() {
        return open.size();
    }

    /** Ends all connections. */
    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                connections.incrementAndGet();
                open.add(socket);
                start(() -> serve(socket));
            } catch (IOException e) {
                // Closed.
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            boolean keep = true;
            for (int onConnection = 1; keep; onConnection++) {
                String head = head(in);
                if (head.isEmpty()) {
                    return;
                }
                String body = new String(in.readNBytes(length(head)), StandardCharsets.UTF_8);
                Exchange exchange = new Exchange(count.incrementAndGet(), onConnection, head, body, socket);
                requests.add(exchange);
                keep = step.answer(exchange);
            }
        } catch (IOException e) {
            // The client went away, which is what many scripts are about.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.write(b);
            if (b == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return "";
    }

    private static int length(String head) {
        for (String line : head.split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                return Integer.parseInt(
                        line.substring("content-length:".length()).strip());
            }
        }
        return 0;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }
}
