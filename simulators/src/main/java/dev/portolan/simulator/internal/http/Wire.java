package dev.portolan.simulator.internal.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/** How an exchange ends where the two versions of HTTP differ. A channel is a connection in one, a stream of a connection in the other. */
@SuppressWarnings("FutureReturnValueIgnored") // Whether a write or a close succeeded is seen by the channel's handlers.
enum Wire {

    /** One exchange at a time on a connection. */
    HTTP_1_1("HTTP/1.1") {
        @Override
        void close(Channel connection) {
            connection.close();
        }

        /** Below TLS, which would say goodbye first. */
        @Override
        void reset(Channel connection) {
            connection.config().setOption(ChannelOption.SO_LINGER, 0);
            connection.pipeline().firstContext().close();
        }

        @Override
        void giveUp(Channel connection) {
            connection.close();
        }

        /**
         * A socket closed with bytes unread resets the connection, and the refusal could be lost with it (RFC 9112, section 9.6):
         * so what is still coming is read and thrown away, until the client closes or a second has gone by.
         */
        @Override
        void endRefused(Channel connection) {
            SslHandler tls = connection.pipeline().get(SslHandler.class);
            ChannelFuture said = tls == null ? connection.newSucceededFuture() : tls.closeOutbound();
            said.addListener(done -> {
                if (connection instanceof DuplexChannel socket) {
                    socket.shutdownOutput();
                }
            });
            connection.eventLoop().schedule(() -> connection.close(), 1, TimeUnit.SECONDS);
        }
    },

    /** Many streams on a connection. */
    HTTP_2("HTTP/2") {
        @Override
        void close(Channel stream) {
            stream.parent().close();
        }

        @Override
        void reset(Channel stream) {
            stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR))
                    .addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        void giveUp(Channel stream) {
            reset(stream);
        }

        /** The answer has ended the server's half; a client that is still sending is told to stop (RFC 9113, section 8.1). */
        @Override
        void endRefused(Channel stream) {
            if (stream instanceof Http2StreamChannel half
                    && half.stream().state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
                stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
            }
        }
    };

    private final String protocol;

    Wire(String protocol) {
        this.protocol = protocol;
    }

    /** Its name in words. */
    String protocol() {
        return protocol;
    }

    /** Ends the connection at once and in order, with all that is on it. */
    abstract void close(Channel channel);

    /** Ends the exchange with the protocol's reset. */
    abstract void reset(Channel channel);

    /** Ends an exchange that failed inside, so that the client sees it as unfinished; others go on if they can. */
    abstract void giveUp(Channel channel);

    /** Ends what can no longer be understood, after the client was told. */
    abstract void endRefused(Channel channel);
}
