package dev.portolan.bedrock;

import dev.portolan.spi.Secret;
import dev.portolan.spi.support.HttpOptions;
import dev.portolan.spi.support.WireEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.ProtocolNegotiation;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.ProxyConfiguration;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;

/**
 * The SDK's clients of one connection, as they have to be here: no retries, no time limits but for connecting, no threads of
 * their own, callbacks on the event loop.
 */
final class SdkClients implements AutoCloseable {

    private final BedrockAuth auth;
    private final SdkAsyncHttpClient http;
    private final BedrockRuntimeAsyncClient bedrock;
    private final String region;
    private final String host;
    private final @Nullable URI endpoint;
    private final @Nullable URI openAiBaseUrl;
    private final boolean fips;
    private final long maxResponseSize;
    private final AtomicBoolean closed = new AtomicBoolean();

    SdkClients(ConnectionOptions settings) {
        this.region = region(settings);
        this.fips = settings.fips;
        this.endpoint = checked("endpoint", settings.endpoint, settings.http);
        this.openAiBaseUrl = checked("openai-base-url", settings.openAiBaseUrl, settings.http);
        checked("sts-endpoint", settings.stsEndpoint, settings.http);
        this.host = endpoint != null
                ? endpoint.getHost()
                : "bedrock-runtime" + (fips ? "-fips" : "") + "." + region + domain();
        this.maxResponseSize = settings.http.maxResponseBytes();
        this.auth = new BedrockAuth(settings, region);
        EventLoops loops = EventLoops.acquire();
        try {
            this.http = http(settings, loops, endpoint != null ? endpoint : openAiBaseUrl);
            this.bedrock = bedrock(settings, loops);
        } catch (RuntimeException e) {
            EventLoops.release();
            throw e;
        }
    }

    /** Without asking the instance's metadata: building a client sends nothing. */
    private static String region(ConnectionOptions settings) {
        String given = settings.region;
        if (given != null && !given.isBlank()) {
            return given.strip();
        }
        try {
            return ofProfileOrProcess(settings.profile).getRegion().id();
        } catch (SdkClientException e) {
            throw new IllegalArgumentException(
                    "portolan.providers." + settings.name
                            + ".region must be set: neither the environment nor the AWS profile names a region",
                    e);
        }
    }

    /** A profile that is named in the settings counts more than what the process runs with. */
    private static AwsRegionProvider ofProfileOrProcess(@Nullable String profile) {
        AwsRegionProvider process =
                new AwsRegionProviderChain(new SystemSettingsRegionProvider(), new AwsProfileRegionProvider());
        return profile == null
                ? process
                : new AwsRegionProviderChain(
                        new AwsProfileRegionProvider(ProfileFile::defaultProfileFile, profile), process);
    }

    private String domain() {
        return region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
    }

    private static @Nullable URI checked(String setting, @Nullable URI address, HttpOptions options) {
        if (address == null) {
            return null;
        }
        if (address.getRawUserInfo() != null || address.getRawQuery() != null) {
            throw new IllegalArgumentException(setting + " must be https://HOST with nothing but a port and a path");
        }
        return options.requireSafe(setting, address);
    }

    private static SdkAsyncHttpClient http(ConnectionOptions settings, EventLoops loops, @Nullable URI address) {
        boolean plain = address != null && "http".equals(address.getScheme());
        NettyNioAsyncHttpClient.Builder http = NettyNioAsyncHttpClient.builder()
                .eventLoopGroup(loops.group)
                .maxConcurrency(settings.maxConnections)
                .maxPendingConnectionAcquires(settings.maxConnections)
                .connectionTimeout(settings.connectTimeout)
                .tlsNegotiationTimeout(settings.connectTimeout)
                .connectionAcquisitionTimeout(settings.connectTimeout.plusSeconds(5))
                .connectionMaxIdleTime(settings.keepAlive)
                .tcpKeepAlive(true)
                // Silence is watched by the call itself, which knows how long it may last.
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .protocol(settings.http2 ? Protocol.HTTP2 : Protocol.HTTP1_1)
                .proxyConfiguration(proxy(settings));
        if (settings.http2) {
            http.protocolNegotiation(plain ? ProtocolNegotiation.ASSUME_PROTOCOL : ProtocolNegotiation.ALPN);
        }
        return http.build();
    }

    private static ProxyConfiguration proxy(ConnectionOptions settings) {
        ProxyConfiguration.Builder proxy = ProxyConfiguration.builder();
        HttpOptions.Proxy given = settings.http.proxy();
        if (given == null) {
            return proxy.useSystemPropertyValues(true).build();
        }
        proxy.host(given.host())
                .port(given.port())
                .scheme("http")
                .useSystemPropertyValues(false)
                .useEnvironmentVariableValues(false);
        Secret password = given.password();
        if (given.username() != null && password != null) {
            proxy.username(given.username()).password(password.reveal());
        }
        return proxy.build();
    }

    private BedrockRuntimeAsyncClient bedrock(ConnectionOptions settings, EventLoops loops) {
        BedrockRuntimeAsyncClientBuilder client = BedrockRuntimeAsyncClient.builder()
                .region(Region.of(region))
                .httpClient(http)
                .asyncConfiguration(async ->
                        async.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
                .overrideConfiguration(all -> {
                    all.retryStrategy(AwsRetryStrategy.doNotRetry())
                            .scheduledExecutorService(loops.timers)
                            .addExecutionInterceptor(new ResponseLimit(maxResponseSize))
                            .addExecutionInterceptor(ShownCall.INTERCEPTOR)
                            .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, BedrockConnection.USER_AGENT);
                    settings.http.headers().forEach(all::putHeader);
                });
        auth.applyTo(client);
        if (endpoint != null) {
            client.endpointOverride(endpoint);
        } else {
            client.fipsEnabled(fips);
        }
        return client.build();
    }

    BedrockRuntimeAsyncClient bedrock() {
        return bedrock;
    }

    String host() {
        return host;
    }

    /** Where a model is called in OpenAI's way. Responses is served elsewhere than Chat Completions. */
    WireEndpoint openAi(String path, String model, boolean responses) {
        URI base = openAiBaseUrl;
        if (base == null) {
            String address = endpoint != null
                    ? endpoint.toString().replaceAll("/+$", "")
                    : "https://" + (responses ? "bedrock-mantle." + region + ".api.aws" : host);
            base = URI.create(address + "/openai/v1");
        }
        return new SignedEndpoint(
                http,
                auth,
                region,
                URI.create(base.toString().replaceAll("/+$", "") + "/" + path),
                model,
                maxResponseSize);
    }

    @Override
    public void close() {
        // A second time would take the threads from another connection.
        if (closed.compareAndSet(false, true)) {
            bedrock.close();
            http.close();
            auth.close();
            EventLoops.release();
        }
    }
}
