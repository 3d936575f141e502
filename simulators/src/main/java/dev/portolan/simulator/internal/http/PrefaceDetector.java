package dev.portolan.simulator.internal.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.util.List;

/**
 * Tells on a plain connection whether the client speaks HTTP/2 with prior knowledge: then it begins with a fixed preface (RFC 9113,
 * section 3.4). All else is HTTP/1.1.
 */
final class PrefaceDetector extends ByteToMessageDecoder {

    private static final ByteBuf PREFACE = Http2CodecUtil.connectionPrefaceBuf();

    private final Protocols protocols;

    PrefaceDetector(Protocols protocols) {
        this.protocols = protocols;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int length = Math.min(in.readableBytes(), PREFACE.readableBytes());
        boolean same = ByteBufUtil.equals(in, in.readerIndex(), PREFACE, PREFACE.readerIndex(), length);
        if (same && length < PREFACE.readableBytes()) {
            return;
        }
        if (same) {
            protocols.http2(context.pipeline());
        } else {
            protocols.http1(context.pipeline());
        }
        // What was read so far goes to the handlers that have come after this one.
        context.pipeline().remove(this);
    }
}
