package dev.portolan.benchmark;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Answers every request at once from bytes made beforehand: a call with {@link #TEXT} and a tool call, or, when the body asks
 * for a stream, {@link #CHUNKS} chunks. It reads lengths and nothing else, so that it costs next to nothing.
 */
public final class CannedServer implements AutoCloseable {

    /** How many pieces of text a stream has. */
    public static final int CHUNKS = 500;

    /** The text of a call's answer. */
    public static final String TEXT =
            "A portolan is a sea chart that shows harbours and the courses between them, drawn from the experience of pilots; "
                    + "it was made to get from one port to the next, and said little about the land behind the coast.";

    private final ServerSocket socket;
    private final byte[] call;
    private final byte[] stream;

    private CannedServer(ServerSocket socket) {
        this.socket = socket;
        this.call = call();
        this.stream = stream();
    }

    /**
     * Starts a server on loopback.
     *
     * @return the server
     */
    public static CannedServer start() {
        try {
            CannedServer server = new CannedServer(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()));
            Thread thread = new Thread(server::accept, "canned-server");
            thread.setDaemon(true);
            thread.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where it listens.
     *
     * @return the base address
     */
    public String baseUrl() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
    }

    private static byte[] call() {
        String body =
                "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1760000000,\"model\":\"gpt-4o-mini-2024-07-18\","
                        + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + TEXT
                        + "\",\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"find_port\","
                        + "\"arguments\":\"{\\\"name\\\":\\\"Genoa\\\",\\\"limit\\\":3}\"}}],\"refusal\":null,\"annotations\":[]},"
                        + "\"logprobs\":null,\"finish_reason\":\"tool_calls\"}],\"usage\":{\"prompt_tokens\":61,\"completion_tokens\":49,"
                        + "\"total_tokens\":110,\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0}},\"service_tier\":\"default\","
                        + "\"system_fingerprint\":\"fp_1\"}";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nx-request-id: req_1\r\nContent-Length: "
                        + bytes.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(bytes);
        return out.toByteArray();
    }

    private static byte[] stream() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String head = "HTTP/1.1 200 OK%1$sContent-Type: text/event-stream%1$sx-request-id: req_1%1$s"
                + "Transfer-Encoding: chunked%1$s%1$s";
        out.writeBytes(head.formatted("\r\n").getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < CHUNKS; i++) {
            chunk(
                    out,
                    "{\"index\":0,\"delta\":{\"content\":\" word" + i + "\"},\"logprobs\":null,\"finish_reason\":null}",
                    "null");
        }
        chunk(out, "{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}", "null");
        chunk(out, "", "{\"prompt_tokens\":61,\"completion_tokens\":500,\"total_tokens\":561}");
        http(out, "data: [DONE]\n\n");
        out.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String choice, String usage) {
        http(
                out,
                "data: {\"id\":\"chatcmpl-AbCdEfGhIjKlMnOpQrStUvWxYz\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,"
                        + "\"model\":\"gpt-4o-mini-2024-07-18\",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_0123456789\","
                        + "\"choices\":[" + choice + "],\"usage\":" + usage + ",\"obfuscation\":\"aBcDeFgH\"}\n\n");
    }

    private static void http(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(bytes);
        out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connection.setTcpNoDelay(true);
                Thread thread = new Thread(() -> serve(connection), "canned-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                // The socket was closed: this server is done.
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream(), 16 * 1024);
            OutputStream out = connection.getOutputStream();
            byte[] body = new byte[64 * 1024];
            for (int length = head(in); length >= 0; length = head(in)) {
                int read = in.readNBytes(body, 0, length);
                boolean streamed = new String(body, 0, read, StandardCharsets.UTF_8).contains("\"stream\":true");
                out.write(streamed ? stream : call);
                out.flush();
            }
        } catch (IOException e) {
            // The client has gone; there is nobody to tell.
            return;
        }
    }

    /** Reads a request's head and gives its content length, or -1 at the end of the connection. */
    private static int head(InputStream in) throws IOException {
        int length = 0;
        boolean any = false;
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                String text = line.toString().trim().toLowerCase(Locale.ROOT);
                if (text.isEmpty() && any) {
                    return length;
                }
                any = true;
                if (text.startsWith("content-length:")) {
                    length = Integer.parseInt(
                            text.substring("content-length:".length()).trim());
                }
                line.setLength(0);
            } else {
                line.append((char) c);
            }
        }
        return -1;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
