package dev.portolan.simulator.internal.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends one answer, step by step. A step is made when the one before has left for the socket, so however slow the reader, one step is
 * all that is in memory. Touched by its channel's event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A head that cannot be written fails the write after it too.
final class Exchange {

    /** After so many steps it is the turn of the loop's other channels. */
    private static final int STEPS_IN_A_ROW = 16;

    private final Channel channel;
    private final Wire wire;
    private final HttpResponse response;
    private final boolean headOnly;
    private final boolean closeAfter;
    private final Outcome outcome;
    private final Iterator<Step> steps;
    private boolean headSent;
    private boolean over;
    private @Nullable Future<?> pause;

    /**
     * An answer to be sent.
     *
     * @param headOnly whether the request asked for no content
     * @param closeAfter whether the client is told that the connection ends
     */
    Exchange(Channel channel, Wire wire, HttpResponse response, boolean headOnly, boolean closeAfter, Outcome outcome) {
        this.channel = channel;
        this.wire = wire;
        this.response = response;
        this.headOnly = headOnly;
        this.closeAfter = closeAfter;
        this.outcome = outcome;
        this.steps = response.body().iterator();
    }

    /** What becomes of an answer. */
    interface Outcome {

        /** All of it was sent. */
        void sent();

        /** It could not be made to its end. */
        void failed(Throwable failure);
    }

    /** Sends on until a pause, a full socket, or the end. */
    void advance() {
        try {
            for (int done = 0; done < STEPS_IN_A_ROW; done++) {
                ChannelFuture sent = over ? null : steps.hasNext() ? perform(steps.next()) : last();
                if (sent == null) {
                    return;
                }
                if (!sent.isDone()) {
                    sent.addListener(this::written);
                    return;
                }
                if (!sent.isSuccess()) {
                    written(sent);
                    return;
                }
            }
            channel.eventLoop().execute(this::advance);
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    /** Stops; nothing more is made. */
    void stop() {
        over = true;
        if (pause != null) {
            pause.cancel(false);
        }
    }

    private void written(Future<? super Void> sent) {
        if (over) {
            return;
        }
        if (sent.isSuccess()) {
            advance();
        } else {
            fail(sent.cause());
        }
    }

    private void fail(Throwable cause) {
        if (!over) {
            stop();
            outcome.failed(cause);
        }
    }

    /** Does one step. {@code null} when sending goes on later or never. */
    private @Nullable ChannelFuture perform(Step step) {
        if (step instanceof Step.Head) {
            return sendHead(true);
        }
        if (step instanceof Step.Send send) {
            if (headOnly) {
                return sendHead(true);
            }
            byte[] bytes = send.bytes().get();
            sendHead(false);
            return channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)));
        }
        if (step instanceof Step.Pause wait) {
            pause = channel.eventLoop().schedule(this::advance, wait.time().toNanos(), TimeUnit.NANOSECONDS);
            return null;
        }
        stop();
        if (step instanceof Step.Reset) {
            wire.reset(channel);
        } else {
            wire.close(channel);
        }
        return null;
    }

    private ChannelFuture sendHead(boolean flush) {
        if (headSent) {
            return channel.newSucceededFuture();
        }
        headSent = true;
        return flush ? channel.writeAndFlush(head()) : channel.write(head());
    }

    private DefaultHttpResponse head() {
        DefaultHttpResponse head =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()));
        response.headers().forEach(head.headers()::set);
        if (response.length() < 0) {
            head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        } else {
            head.headers().set(HttpHeaderNames.CONTENT_LENGTH, response.length());
        }
        if (closeAfter) {
            head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return head;
    }

    private @Nullable ChannelFuture last() {
        sendHead(false);
        ChannelFuture sent = channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        sent.addListener(written -> {
            if (!over && written.isSuccess()) {
                over = true;
                outcome.sent();
            } else {
                written(written);
            }
        });
        return null;
    }
}
