package dev.portolan.simulator.internal.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/** Finds out what a new connection speaks, and puts the handlers for it in place. Thread-safe. */
@SuppressWarnings("FutureReturnValueIgnored") // Whether a write or a close succeeded is seen by the channel's handlers.
@ChannelHandler.Sharable
final class Protocols extends ChannelInitializer<SocketChannel> {

    private final @Nullable SslContext tls;
    private final int maxBodyBytes;
    private final Answering answering;
    private final ChannelGroup connections;

    Protocols(@Nullable SslContext tls, int maxBodyBytes, Answering answering, ChannelGroup connections) {
        this.tls = tls;
        this.maxBodyBytes = maxBodyBytes;
        this.answering = answering;
        this.connections = connections;
    }

    @Override
    protected void initChannel(SocketChannel connection) {
        connections.add(connection);
        ChannelPipeline pipeline = connection.pipeline();
        if (tls == null) {
            pipeline.addLast(new PrefaceDetector(this));
        } else {
            pipeline.addLast(tls.newHandler(connection.alloc()), new Negotiated());
        }
        pipeline.addLast(new BrokenConnection());
    }

    /** Adds what HTTP/1.1 needs (RFC 9112). */
    void http1(ChannelPipeline pipeline) {
        HttpDecoderConfig limits = new HttpDecoderConfig()
                .setMaxInitialLineLength(Refusal.MAX_HEAD_BYTES)
                .setMaxHeaderSize(Refusal.MAX_HEAD_BYTES);
        pipeline.addLast(new HttpServerCodec(limits));
        addExchange(pipeline, Wire.HTTP_1_1);
    }

    /**
     * Adds what HTTP/2 needs (RFC 9113). Netty's guards are off that allow a client 100 streams at a time, and to reset, or make be
     * reset, 200 in half a minute: to open thousands and to cancel hundreds in a row is what people come here for.
     */
    void http2(ChannelPipeline pipeline) {
        pipeline.addLast(
                Http2FrameCodecBuilder.forServer()
                        .initialSettings(Http2Settings.defaultSettings()
                                .maxHeaderListSize(Refusal.MAX_HEAD_BYTES)
                                .maxConcurrentStreams(Integer.MAX_VALUE))
                        .gracefulShutdownTimeoutMillis(0)
                        .decoderEnforceMaxRstFramesPerWindow(0, 0)
                        .encoderEnforceMaxRstFramesPerWindow(0, 0)
                        .build(),
                new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(true));
                        addExchange(stream.pipeline(), Wire.HTTP_2);
                    }
                }),
                new BrokenConnection());
    }

    private void addExchange(ChannelPipeline pipeline, Wire wire) {
        pipeline.addLast(new RequestAssembler(wire, maxBodyBytes), new AnswerHandler(wire, answering));
    }

    /** Goes on as both sides agreed in the handshake (ALPN, RFC 7301); a client that does not know of it speaks HTTP/1.1. */
    private final class Negotiated extends ApplicationProtocolNegotiationHandler {
        Negotiated() {
            super(ApplicationProtocolNames.HTTP_1_1);
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext context, String protocol) {
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                http2(context.pipeline());
            } else {
                http1(context.pipeline());
            }
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
            answering.brokenOff(cause);
            context.close();
        }
    }

    /** Ends a connection on which something went wrong that no exchange has seen. */
    private final class BrokenConnection extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            answering.brokenOff(cause);
            context.close();
        }
    }
}
