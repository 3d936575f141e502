package dev.portolan.simulator.internal.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts a request's pieces together and hands on a {@link HttpRequest}, or the {@link Refusal} of what is none. A body over the limit
 * is read to its end and thrown away, since a client that is still sending would not read the refusal.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Whether a write or a close succeeded is seen by the channel's handlers.
final class RequestAssembler extends SimpleChannelInboundHandler<HttpObject> {

    /** What the HTTP/2 codec adds to put HTTP/2 into the words of HTTP/1.1; no client sent it. */
    private static final Set<String> ADDED_BY_CODEC =
            Set.of("transfer-encoding", "x-http2-scheme", "x-http2-stream-id", "x-http2-path");

    private final Wire wire;
    private final int maxBodyBytes;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private io.netty.handler.codec.http.@Nullable HttpRequest head;
    private boolean oversized;
    private boolean refused;

    RequestAssembler(Wire wire, int maxBodyBytes) {
        super(HttpObject.class);
        this.wire = wire;
        this.maxBodyBytes = maxBodyBytes;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject piece) {
        if (refused) {
            return;
        }
        if (piece.decoderResult().isFailure()) {
            refuse(context, Refusal.of(piece.decoderResult().cause()));
            return;
        }
        if (piece instanceof io.netty.handler.codec.http.HttpRequest request) {
            start(context, request);
        }
        if (piece instanceof HttpContent content && !refused) {
            take(content.content());
            if (content instanceof LastHttpContent) {
                complete(context);
            }
        }
    }

    private void start(ChannelHandlerContext context, io.netty.handler.codec.http.HttpRequest request) {
        head = request;
        if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            refuse(context, Refusal.wrongVersion());
        } else if (HttpUtil.is100ContinueExpected(request)) {
            if (HttpUtil.getContentLength(request, 0L) > maxBodyBytes) {
                refuse(context, Refusal.tooLarge(maxBodyBytes));
            } else {
                context.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
            }
        }
    }

    private void take(ByteBuf bytes) {
        oversized |= body.size() + (long) bytes.readableBytes() > maxBodyBytes;
        if (!oversized) {
            byte[] taken = new byte[bytes.readableBytes()];
            bytes.readBytes(taken);
            body.writeBytes(taken);
        }
    }

    private void complete(ChannelHandlerContext context) {
        io.netty.handler.codec.http.HttpRequest request = head;
        if (request == null) {
            return;
        }
        if (oversized) {
            refuse(context, Refusal.tooLarge(maxBodyBytes));
            return;
        }
        HttpRequest whole = new HttpRequest(
                wire.protocol(), request.method().name(), request.uri(), headers(request), body.toByteArray());
        head = null;
        body.reset();
        context.fireChannelRead(whole);
    }

    private Map<String, List<String>> headers(HttpMessage request) {
        Map<String, List<String>> read = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : request.headers()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (wire == Wire.HTTP_1_1 || !ADDED_BY_CODEC.contains(name)) {
                read.computeIfAbsent(name, any -> new ArrayList<>()).add(header.getValue());
            }
        }
        read.replaceAll((name, values) -> List.copyOf(values));
        return Collections.unmodifiableMap(read);
    }

    private void refuse(ChannelHandlerContext context, Refusal refusal) {
        refused = true;
        body.reset();
        context.fireChannelRead(refusal);
    }
}
