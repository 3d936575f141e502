package dev.portolan.simulator.internal.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Serves HTTP/1.1 and HTTP/2 on one port of 127.0.0.1, plain or in TLS. One thread reads and writes all sockets, so thousands of slow
 * streams cost no threads; a bounded number of others calls the handler. All are daemons and end with {@link #close()}. Thread-safe.
 */
public final class LoopbackServer implements AutoCloseable {

    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int BACKLOG = 4096;
    private static final Duration TO_CLOSE = Duration.ofMillis(400);

    private final Answering answering;
    private final EventLoopGroup loops;
    private final ChannelGroup connections;
    private final Channel listener;
    private final int port;
    private final @Nullable X509Certificate certificate;

    private LoopbackServer(
            Answering answering,
            EventLoopGroup loops,
            ChannelGroup connections,
            Channel listener,
            @Nullable X509Certificate certificate) {
        this.answering = answering;
        this.loops = loops;
        this.connections = connections;
        this.listener = listener;
        this.port = ((InetSocketAddress) listener.localAddress()).getPort();
        this.certificate = certificate;
    }

    /**
     * Starts a server that speaks plain HTTP.
     *
     * @param name for its threads
     * @param port where to listen, 0 for any free port
     * @param maxBodyBytes longer requests are refused with 413
     * @param handler answers the requests
     * @return the running server
     * @throws UncheckedIOException when the port is taken
     */
    public static LoopbackServer start(String name, int port, int maxBodyBytes, HttpHandler handler) {
        return start(name, port, maxBodyBytes, null, handler);
    }

    /**
     * Starts a server.
     *
     * @param name for its threads
     * @param port where to listen, 0 for any free port
     * @param maxBodyBytes longer requests are refused with 413
     * @param identity for TLS, on which clients choose HTTP/2 or HTTP/1.1 in the handshake; {@code null} for plain HTTP, where
     *     HTTP/2 is spoken to those who begin with it
     * @param handler answers the requests
     * @return the running server
     * @throws UncheckedIOException when the port is taken
     */
    public static LoopbackServer start(
            String name, int port, int maxBodyBytes, @Nullable ThrowawayCertificate identity, HttpHandler handler) {
        SslContext tls = identity == null ? null : tls(identity);
        Answering answering = new Answering(name, handler, new DefaultThreadFactory(name + "-answers", true));
        EventLoopGroup loops = new NioEventLoopGroup(1, new DefaultThreadFactory(name, true));
        ChannelGroup connections = new DefaultChannelGroup(loops.next(), true);
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new Protocols(tls, maxBodyBytes, answering, connections))
                .bind(loopback(port))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly(TO_CLOSE.toMillis());
            throw new UncheckedIOException("Cannot listen on 127.0.0.1:" + port, new IOException(bound.cause()));
        }
        return new LoopbackServer(
                answering, loops, connections, bound.channel(), identity == null ? null : identity.certificate());
    }

    private static InetSocketAddress loopback(int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port);
        } catch (UnknownHostException e) {
            throw new AssertionError("Four bytes are an address", e);
        }
    }

    private static SslContext tls(ThrowawayCertificate identity) {
        try {
            return SslContextBuilder.forServer(identity.key(), identity.certificate())
                    .sslProvider(SslProvider.JDK)
                    .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2,
                            ApplicationProtocolNames.HTTP_1_1))
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("This JDK cannot speak TLS", e);
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
     * The certificate to be trusted by clients.
     *
     * @return the certificate, or {@code null} when it speaks plain
     */
    public @Nullable X509Certificate certificate() {
        return certificate;
    }

    /**
     * How many requests are being answered.
     *
     * @return those read but not wholly answered; one that the client gave up counts no more
     */
    public int inFlight() {
        return answering.inFlight();
    }

    /**
     * How many connections are open.
     *
     * @return the number, idle ones included
     */
    public int openConnections() {
        return connections.size();
    }

    /**
     * Ends all connections, whatever is being sent, and all threads, within a second unless a handler goes on in spite of an
     * interrupt. Netty's own thread for such farewells, one in a JVM, ends a second later. The second call does nothing.
     */
    @Override
    public void close() {
        try {
            listener.close().await(TO_CLOSE.toMillis());
            connections.close().await(TO_CLOSE.toMillis());
            answering.close(TO_CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly(TO_CLOSE.toMillis());
        }
    }
}
