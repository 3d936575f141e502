package dev.portolan.simulator.internal.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves HTTP/1.1 on 127.0.0.1. One thread reads and writes all sockets, so thousands of slow streams cost no threads. */
public final class LoopbackServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LoopbackServer.class);
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int BACKLOG = 4096;
    private static final int ANSWERING_THREADS = 8;

    private final String name;
    private final HttpHandler handler;
    private final int maxBodyBytes;
    private final Selector selector;
    private final ServerSocketChannel listener;
    private final int port;
    private final Thread loop;
    private final ThreadPoolExecutor answering;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final ReentrantLock selecting = new ReentrantLock();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean closed;
    private long timersMade;

    private LoopbackServer(String name, int port, int maxBodyBytes, HttpHandler handler) throws IOException {
        this.name = name;
        this.handler = handler;
        this.maxBodyBytes = maxBodyBytes;
        this.selector = Selector.open();
        this.listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        this.port = listener.socket().getLocalPort();
        this.answering = new ThreadPoolExecutor(
                ANSWERING_THREADS,
                ANSWERING_THREADS,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> daemon(task, name + "-answers"));
        answering.allowCoreThreadTimeOut(true);
        this.loop = daemon(this::run, name + "-" + this.port);
    }

    /**
     * Starts a server.
     *
     * @param name for its threads
     * @param port where to listen, 0 for any free port
     * @param maxBodyBytes longer requests are refused with 413
     * @param handler answers the requests
     * @return the running server
     * @throws UncheckedIOException when the port is taken
     */
    public static LoopbackServer start(String name, int port, int maxBodyBytes, HttpHandler handler) {
        try {
            LoopbackServer server = new LoopbackServer(name, port, maxBodyBytes, handler);
            server.loop.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on 127.0.0.1:" + port, e);
        }
    }

    /**
     * Where it listens.
     *
     * @return the port
     */
    public int port() {
        return port;
    }

    /**
     * How many requests are being answered.
     *
     * @return those read but not wholly answered; a connection that the client gave up counts no more
     */
    public int inFlight() {
        return inFlight.get();
    }

    /**
     * How many connections are open.
     *
     * @return the number, idle ones included
     */
    public int openConnections() {
        return connections.get();
    }

    /** Ends all connections. What is being sent is cut off. */
    @Override
    public void close() {
        closed = true;
        wake();
        answering.shutdownNow();
        try {
            loop.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has a request answered on another thread, and the answer sent by this one. */
    void answer(HttpRequest request, Connection connection) {
        try {
            answering.execute(() -> {
                HttpResponse response = handle(request);
                tasks.add(() -> connection.send(response));
                wake();
            });
        } catch (RejectedExecutionException e) {
            // Only a closing server refuses work; it is about to close this connection too.
            connection.close();
        }
    }

    private HttpResponse handle(HttpRequest request) {
        try {
            return handler.handle(request);
        } catch (RuntimeException e) {
            LOG.error("{} could not answer {}", name, request, e);
            return HttpResponse.text(500, "The simulator failed; see its log");
        }
    }

    void report(RuntimeException failure) {
        LOG.error("{} failed while it sent an answer", name, failure);
    }

    void begun() {
        inFlight.incrementAndGet();
    }

    void answered() {
        inFlight.decrementAndGet();
    }

    void later(Duration time, Runnable task) {
        timers.add(new Timer(System.nanoTime() + time.toNanos(), timersMade++, task));
    }

    void closeQuietly(SocketChannel channel) {
        connections.decrementAndGet();
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("{}: a socket did not close in order", name, e);
        }
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(millisToNextTimer());
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                runTimers();
                for (SelectionKey key : selector.selectedKeys()) {
                    serve(key);
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException | ClosedSelectorException e) {
            LOG.error("{} stopped", name, e);
        } finally {
            closeAll();
        }
    }

    /** A selector must not be woken when it is closed. */
    private void wake() {
        selecting.lock();
        try {
            if (selector.isOpen()) {
                selector.wakeup();
            }
        } finally {
            selecting.unlock();
        }
    }

    private void serve(SelectionKey key) throws IOException {
        if (!key.isValid()) {
            return;
        }
        if (key.isAcceptable()) {
            accept();
        } else if (key.attachment() instanceof Connection connection) {
            connection.ready();
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = listener.accept();
        while (channel != null) {
            connections.incrementAndGet();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            key.attach(new Connection(this, channel, key, maxBodyBytes));
            channel = listener.accept();
        }
    }

    /** Zero means for ever to a selector, so a timer that is due counts as one millisecond. */
    private long millisToNextTimer() {
        if (!tasks.isEmpty()) {
            return 1;
        }
        Timer next = timers.peek();
        return next == null ? 0 : Math.max(1, (next.due() - System.nanoTime() + 999_999) / 1_000_000);
    }

    private void runTimers() {
        long now = System.nanoTime();
        for (Timer next = timers.peek(); next != null && next.due() - now <= 0; next = timers.peek()) {
            timers.remove();
            next.task().run();
        }
    }

    private void closeAll() {
        for (SelectionKey key : List.copyOf(selector.keys())) {
            if (key.attachment() instanceof Connection connection) {
                connection.close();
            }
        }
        selecting.lock();
        try {
            listener.close();
            selector.close();
        } catch (IOException e) {
            LOG.warn("{} did not close in order", name, e);
        } finally {
            selecting.unlock();
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private record Timer(long due, long order, Runnable task) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            int byTime = Long.compare(due - other.due, 0);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
