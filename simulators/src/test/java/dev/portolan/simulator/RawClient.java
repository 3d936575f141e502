package dev.portolan.simulator;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** HTTP/1.1 by hand over a socket: what came, byte by byte, and how it ended. */
public final class RawClient {

    /** How an answer ended. */
    public enum End {
        /** All that was promised came. */
        COMPLETE,
        /** The connection was closed before. */
        CUT,
        /** The connection was reset. */
        RESET,
        /** Nothing more came for a while. */
        STALLED
    }

    /**
     * What came.
     *
     * @param status the status, 0 when not even a head came
     * @param headers names in lower case
     * @param body without chunk framing
     * @param end how it ended
     */
    public record Received(int status, Map<String, String> headers, byte[] body, End end) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** The events of a stream with the blank line after each. */
        public List<String> events() {
            return List.of(text().split("(?<=\n\n)"));
        }

        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private RawClient() {}

    /** Posts JSON and reads until the end. */
    public static Received post(int port, String path, Map<String, String> headers, String body) throws IOException {
        return post(port, path, headers, body, PATIENCE);
    }

    /** Posts JSON and reads until the end, or until nothing comes for a while. */
    public static Received post(int port, String path, Map<String, String> headers, String body, Duration patience)
            throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) patience.toMillis());
            byte[] content = body.getBytes(StandardCharsets.UTF_8);
            String head = "POST " + path + " HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
                    + headers.entrySet().stream()
                            .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                            .collect(Collectors.joining())
                    + "content-length: " + content.length + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(content);
            return new Reading(new BufferedInputStream(socket.getInputStream())).read();
        }
    }

    private static final class Reading {
        private final InputStream in;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final Map<String, String> headers = new LinkedHashMap<>();
        private int status;

        Reading(InputStream in) {
            this.in = in;
        }

        Received read() throws IOException {
            End end;
            try {
                end = readAll() ? End.COMPLETE : End.CUT;
            } catch (SocketTimeoutException e) {
                end = End.STALLED;
            } catch (SocketException e) {
                end = End.RESET;
            }
            return new Received(status, headers, body.toByteArray(), end);
        }

        private boolean readAll() throws IOException {
            String line = line();
            if (line.isEmpty()) {
                return false;
            }
            status = Integer.parseInt(line.split(" ", -1)[1]);
            for (line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            if (!headers.containsKey("transfer-encoding")) {
                return take(Integer.parseInt(headers.get("content-length")));
            }
            while (true) {
                String size = line();
                if (size.isEmpty()) {
                    return false;
                }
                int length = Integer.parseInt(size, 16);
                if (length == 0) {
                    line();
                    return true;
                }
                if (!take(length)) {
                    return false;
                }
                line();
            }
        }

        private boolean take(int length) throws IOException {
            for (int i = 0; i < length; i++) {
                int next = in.read();
                if (next < 0) {
                    return false;
                }
                body.write(next);
            }
            return true;
        }

        private String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                if (next != '\r') {
                    line.write(next);
                }
            }
            return line.toString(StandardCharsets.ISO_8859_1);
        }
    }
}
