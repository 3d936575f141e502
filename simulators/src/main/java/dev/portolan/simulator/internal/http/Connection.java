package dev.portolan.simulator.internal.http;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;

/** One socket and what is being said on it. Touched by the server's own thread only. */
final class Connection {

    private static final byte[] CONTINUE = ascii("HTTP/1.1 100 Continue\r\n\r\n");
    private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");
    private static final byte[] NEW_LINE = ascii("\r\n");
    private static final byte[] NOTHING = new byte[0];

    private final LoopbackServer server;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final RequestParser parser;
    private final ByteBuffer in = ByteBuffer.allocate(16 * 1024);
    private ByteBuffer out = ByteBuffer.allocate(0);
    private byte[] head = NOTHING;
    private Iterator<Step> steps = Collections.emptyIterator();
    private boolean busy;
    private boolean answering;
    private boolean chunked;
    private boolean closeAfter;

    Connection(LoopbackServer server, SocketChannel channel, SelectionKey key, int maxBodyBytes) {
        this.server = server;
        this.channel = channel;
        this.key = key;
        this.parser = new RequestParser(maxBodyBytes);
    }

    void ready() {
        guarded(() -> {
            if (key.isReadable()) {
                read();
            }
            if (key.isValid() && key.isWritable()) {
                pump();
            }
        });
    }

    private void resume() {
        guarded(this::pump);
    }

    private void guarded(Exchange exchange) {
        try {
            exchange.advance();
        } catch (IOException e) {
            // The peer is gone; there is nobody to tell.
            close();
        } catch (RuntimeException e) {
            // One bad answer must not end the thread that serves all others.
            server.report(e);
            close();
        }
    }

    private void read() throws IOException {
        if (channel.read(in) < 0) {
            close();
            return;
        }
        if (!busy) {
            parse();
        } else if (!in.hasRemaining()) {
            listenFor(0);
        }
    }

    private void parse() throws IOException {
        in.flip();
        try {
            HttpRequest request = parser.parse(in);
            if (request != null) {
                begin();
                closeAfter = "close".equalsIgnoreCase(request.header("connection"));
                server.answer(request, this);
            }
        } catch (BadRequest e) {
            begin();
            closeAfter = true;
            send(e.response());
        }
        if (!busy && parser.takeExpectation()) {
            out = ByteBuffer.wrap(CONTINUE);
            pump();
        }
        in.compact();
    }

    private void begin() {
        busy = true;
        server.begun();
    }

    /** Starts to send an answer. */
    void send(HttpResponse response) {
        if (!key.isValid()) {
            return;
        }
        answering = true;
        head = head(response);
        chunked = response.length() < 0;
        steps = response.body().iterator();
        resume();
    }

    private byte[] head(HttpResponse response) {
        StringBuilder text = new StringBuilder("HTTP/1.1 ")
                .append(response.status())
                .append(' ')
                .append(response.status() < 400 ? "OK" : "Error")
                .append("\r\n");
        for (Map.Entry<String, String> header : response.headers().entrySet()) {
            text.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        text.append(
                response.length() < 0
                        ? "transfer-encoding: chunked\r\n"
                        : "content-length: " + response.length() + "\r\n");
        if (closeAfter) {
            text.append("connection: close\r\n");
        }
        return ascii(text.append("\r\n").toString());
    }

    /** Sends until there is nothing to send, the socket takes no more, or a pause begins. */
    private void pump() throws IOException {
        while (key.isValid()) {
            if (out.hasRemaining()) {
                channel.write(out);
                if (out.hasRemaining()) {
                    listenFor(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                    return;
                }
            }
            listenFor(SelectionKey.OP_READ);
            if (!answering) {
                return;
            }
            if (!steps.hasNext()) {
                endOfSteps();
            } else if (!perform(steps.next())) {
                return;
            }
        }
    }

    /** Does one step; false when sending goes on later or never. */
    private boolean perform(Step step) throws IOException {
        if (step instanceof Step.Head) {
            out = afterHead();
            return true;
        }
        if (step instanceof Step.Send send) {
            byte[] bytes = send.bytes().get();
            out = chunked ? afterHead(chunkSize(bytes), bytes, NEW_LINE) : afterHead(bytes);
            return true;
        }
        if (step instanceof Step.Pause pause) {
            listenFor(SelectionKey.OP_READ);
            server.later(pause.time(), this::resume);
            return false;
        }
        if (step instanceof Step.Reset) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        close();
        return false;
    }

    /** The bytes, with the head before them if it is still to be sent. */
    private ByteBuffer afterHead(byte[]... pieces) {
        int length = head.length;
        for (byte[] piece : pieces) {
            length += piece.length;
        }
        ByteBuffer joined = ByteBuffer.allocate(length).put(head);
        head = NOTHING;
        for (byte[] piece : pieces) {
            joined.put(piece);
        }
        return joined.flip();
    }

    private static byte[] chunkSize(byte[] bytes) {
        return ascii(Integer.toHexString(bytes.length) + "\r\n");
    }

    private void endOfSteps() throws IOException {
        if (chunked) {
            chunked = false;
            out = afterHead(LAST_CHUNK);
            return;
        }
        answering = false;
        busy = false;
        server.answered();
        if (closeAfter) {
            close();
        } else {
            parse();
        }
    }

    private void listenFor(int operations) {
        if (key.isValid()) {
            key.interestOps(operations);
        }
    }

    void close() {
        if (key.isValid() || channel.isOpen()) {
            key.cancel();
            if (busy) {
                busy = false;
                server.answered();
            }
            server.closeQuietly(channel);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private interface Exchange {
        void advance() throws IOException;
    }
}
