package dev.portolan.simulator.vertex;

import dev.portolan.simulator.internal.SimulatorOptions;
import dev.portolan.simulator.internal.SimulatorState;
import dev.portolan.simulator.internal.http.ThrowawayCertificate;
import io.grpc.Attributes;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerTransportFilter;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The gRPC server: one thread sends for all calls, a few answer. Nothing of gRPC is in the type that it is used by. */
final class VertexServer implements VertexSimulator.Backend {

    private static final int ANSWERING_THREADS = 8;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final ScheduledThreadPoolExecutor sender;
    private final ThreadPoolExecutor answering;
    private final Server server;

    VertexServer(
            SimulatorOptions options,
            VertexTraits traits,
            SimulatorState state,
            @Nullable ThrowawayCertificate identity) {
        this.sender = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "portolan-vertex-simulator"));
        sender.setRemoveOnCancelPolicy(true);
        this.answering = new ThreadPoolExecutor(
                ANSWERING_THREADS,
                ANSWERING_THREADS,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> daemon(task, "portolan-vertex-simulator-answers"));
        answering.allowCoreThreadTimeOut(true);
        NettyServerBuilder builder = NettyServerBuilder.forAddress(loopback(options.port()))
                .executor(answering)
                .maxInboundMessageSize(options.maxRequestBytes())
                .addTransportFilter(new Connections());
        if (identity != null) {
            builder.sslContext(tls(identity));
        }
        services(options, traits, state).values().forEach(builder::addService);
        this.server = start(builder, options.port());
    }

    private static SslContext tls(ThrowawayCertificate identity) {
        try {
            return GrpcSslContexts.configure(SslContextBuilder.forServer(identity.key(), identity.certificate()))
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("This JDK cannot speak TLS", e);
        }
    }

    private Server start(NettyServerBuilder builder, int port) {
        try {
            return builder.build().start();
        } catch (IOException e) {
            sender.shutdownNow();
            answering.shutdownNow();
            throw new UncheckedIOException("Cannot listen on 127.0.0.1:" + port, e);
        }
    }

    private Map<String, ServerServiceDefinition> services(
            SimulatorOptions options, VertexTraits traits, SimulatorState state) {
        AccessCheck access = new AccessCheck(options, traits.project(), traits.location());
        Map<String, ServerServiceDefinition.Builder> builders = new LinkedHashMap<>();
        new VertexMethods(options, traits, state).all().forEach((name, method) -> {
            // As far as bytes go all methods are alike; as a stream an answer can also end without a message.
            MethodDescriptor<byte[], byte[]> descriptor = MethodDescriptor.<byte[], byte[]>newBuilder()
                    .setType(MethodType.SERVER_STREAMING)
                    .setFullMethodName(name)
                    .setRequestMarshaller(RawMarshaller.BYTES)
                    .setResponseMarshaller(RawMarshaller.BYTES)
                    .build();
            String service = String.valueOf(descriptor.getServiceName());
            builders.computeIfAbsent(service, ServerServiceDefinition::builder)
                    .addMethod(descriptor, new CallHandler(method, access, state, options.pace(), sender, inFlight));
        });
        Map<String, ServerServiceDefinition> services = new LinkedHashMap<>();
        builders.forEach((name, builder) -> services.put(name, builder.build()));
        return services;
    }

    @Override
    public int port() {
        return server.getPort();
    }

    @Override
    public int inFlight() {
        return inFlight.get();
    }

    @Override
    public int openConnections() {
        return connections.get();
    }

    @Override
    public void close() {
        server.shutdownNow();
        sender.shutdownNow();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        answering.shutdown();
    }

    private static InetSocketAddress loopback(int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private final class Connections extends ServerTransportFilter {
        @Override
        public Attributes transportReady(Attributes attributes) {
            connections.incrementAndGet();
            return attributes;
        }

        @Override
        public void transportTerminated(Attributes attributes) {
            connections.decrementAndGet();
        }
    }
}
