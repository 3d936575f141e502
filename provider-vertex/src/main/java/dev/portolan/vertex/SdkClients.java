package dev.portolan.vertex;

import com.google.api.gax.core.FixedExecutorProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.UnaryCallSettings;
import com.google.cloud.aiplatform.v1.LlmUtilityServiceClient;
import com.google.cloud.aiplatform.v1.LlmUtilityServiceSettings;
import com.google.cloud.aiplatform.v1.PredictionServiceClient;
import com.google.cloud.aiplatform.v1.PredictionServiceSettings;
import dev.portolan.spi.support.Loopback;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The SDK's clients of one connection, as they have to be here: no retries, no watchdog, callbacks on the event loop, credentials by
 * header.
 */
final class SdkClients implements AutoCloseable {

    private final String host;
    private final ChannelPool channel;
    private final ScheduledThreadPoolExecutor background;
    private final PredictionServiceClient prediction;
    private final LlmUtilityServiceClient utility;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param host where the location is served, when no other endpoint is set
     */
    SdkClients(ConnectionOptions options, String host) {
        FrameLogs.silence();
        URI endpoint = checked(options.endpoint);
        this.host = endpoint == null ? host : endpoint.getHost();
        int port = endpoint == null || endpoint.getPort() < 0 ? 443 : endpoint.getPort();
        boolean plain = endpoint != null && "http".equals(endpoint.getScheme());
        this.channel = new ChannelPool(
                () -> channel(options, this.host, plain && port == 443 ? 80 : port, plain),
                options.streamsPerConnection,
                options.maxConnections);
        this.background = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(null, task, "portolan-vertex-sdk", 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(SdkClients.class.getClassLoader());
            return thread;
        });
        background.setKeepAliveTime(1, TimeUnit.SECONDS);
        background.allowCoreThreadTimeOut(true);
        try {
            this.prediction = PredictionServiceClient.create(predictionSettings());
            this.utility = LlmUtilityServiceClient.create(utilitySettings());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (options.warmUp) {
            channel.connect();
        }
    }

    /** Plain text stays on this machine: only an emulator speaks it. */
    static @Nullable URI checked(@Nullable URI address) {
        if (address == null) {
            return null;
        }
        String name = address.getHost();
        boolean http = "http".equals(address.getScheme());
        if (name == null
                || address.getRawUserInfo() != null
                || address.getRawQuery() != null
                || !(http || "https".equals(address.getScheme()))
                || !(address.getRawPath().isEmpty() || address.getRawPath().equals("/"))) {
            throw new IllegalArgumentException("endpoint must be https://HOST with nothing but a port");
        }
        if (http && !Loopback.is(name)) {
            throw new IllegalArgumentException(
                    "endpoint: plain http to " + name + " would send prompts unprotected; use https");
        }
        return address;
    }

    private static ManagedChannel channel(ConnectionOptions options, String host, int port, boolean plain) {
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(host, port)
                .directExecutor()
                .disableServiceConfigLookUp()
                .userAgent(VertexConnection.USER_AGENT)
                .maxInboundMessageSize((int) Math.min(options.maxResponseSize, Integer.MAX_VALUE))
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        Math.min(options.connectTimeout.toMillis(), Integer.MAX_VALUE))
                .idleTimeout(Math.max(1_000, options.keepAlive.toMillis()), TimeUnit.MILLISECONDS);
        return (plain ? builder.usePlaintext() : builder.useTransportSecurity()).build();
    }

    private PredictionServiceSettings predictionSettings() throws IOException {
        PredictionServiceSettings.Builder settings = PredictionServiceSettings.newBuilder()
                .setTransportChannelProvider(transport())
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setBackgroundExecutorProvider(FixedExecutorProvider.create(background));
        settings.getStubSettingsBuilder().setStreamWatchdogProvider(null);
        settings.applyToAllUnaryMethods(SdkClients::once);
        return settings.build();
    }

    private LlmUtilityServiceSettings utilitySettings() throws IOException {
        LlmUtilityServiceSettings.Builder settings = LlmUtilityServiceSettings.newBuilder()
                .setTransportChannelProvider(transport())
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setBackgroundExecutorProvider(FixedExecutorProvider.create(background));
        settings.getStubSettingsBuilder().setStreamWatchdogProvider(null);
        settings.applyToAllUnaryMethods(SdkClients::once);
        return settings.build();
    }

    private FixedTransportChannelProvider transport() {
        return FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel));
    }

    private static Void once(UnaryCallSettings.Builder<?, ?> method) {
        method.setRetryableCodes(Set.of())
                .setRetrySettings(RetrySettings.newBuilder()
                        .setMaxAttempts(1)
                        .setTotalTimeoutDuration(Duration.ofHours(24))
                        .setInitialRpcTimeoutDuration(Duration.ofHours(24))
                        .setMaxRpcTimeoutDuration(Duration.ofHours(24))
                        .build());
        return null;
    }

    PredictionServiceClient predictions() {
        return prediction;
    }

    LlmUtilityServiceClient utilities() {
        return utility;
    }

    String host() {
        return host;
    }

    int connections() {
        return channel.connections();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            prediction.close();
            utility.close();
            channel.shutdownNow();
            background.shutdownNow();
        }
    }
}
