package dev.portolan.simulator.internal.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Has a channel's requests answered, one after the other: on HTTP/1.1 a client may send the next one ahead. */
final class AnswerHandler extends ChannelInboundHandlerAdapter {

    /** With so many waiting, no more are read. */
    private static final int MOST_WAITING = 16;

    private final Wire wire;
    private final Answering answering;
    private final Deque<Object> waiting = new ArrayDeque<>();
    private @Nullable Exchange exchange;
    private boolean busy;
    private boolean ending;

    AnswerHandler(Wire wire, Answering answering) {
        this.wire = wire;
        this.answering = answering;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (busy) {
            waiting.add(message);
            if (waiting.size() >= MOST_WAITING) {
                context.channel().config().setAutoRead(false);
            }
        } else if (!ending) {
            begin(context, message);
        }
    }

    private void begin(ChannelHandlerContext context, Object message) {
        busy = true;
        answering.begun();
        if (message instanceof HttpRequest request) {
            ending = wire == Wire.HTTP_1_1 && "close".equalsIgnoreCase(request.header("connection"));
            boolean headOnly = request.method().equals("HEAD");
            answering.answer(
                    request,
                    response -> context.executor().execute(() -> send(context, response, headOnly, Ending.ASKED)));
        } else if (message instanceof Refusal refusal) {
            ending = true;
            send(context, refusal.response(), false, Ending.REFUSED);
        }
    }

    private void send(ChannelHandlerContext context, HttpResponse response, boolean headOnly, Ending how) {
        if (!busy) {
            return;
        }
        Exchange begun = new Exchange(context.channel(), wire, response, headOnly, ending, new Exchange.Outcome() {
            @Override
            public void sent() {
                answered();
                next(context, how);
            }

            @Override
            public void failed(Throwable failure) {
                giveUp(context, failure);
            }
        });
        exchange = begun;
        begun.advance();
    }

    private void next(ChannelHandlerContext context, Ending how) {
        if (ending) {
            waiting.clear();
            if (how == Ending.REFUSED) {
                wire.endRefused(context.channel());
            } else {
                wire.close(context.channel());
            }
            return;
        }
        Object following = waiting.poll();
        if (following != null) {
            begin(context, following);
        }
        if (waiting.size() < MOST_WAITING) {
            context.channel().config().setAutoRead(true);
        }
    }

    private void giveUp(ChannelHandlerContext context, Throwable failure) {
        answered();
        if (context.channel().isActive() && !(failure instanceof IOException)) {
            answering.report(failure);
        } else {
            answering.brokenOff(failure);
        }
        wire.giveUp(context.channel());
    }

    private void answered() {
        if (busy) {
            busy = false;
            exchange = null;
            answering.ended();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.stop();
        }
        waiting.clear();
        answered();
        context.fireChannelInactive();
    }

    /** What fails in the pipeline: mostly a peer that is gone, to whom nothing can be said. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (exchange != null) {
            exchange.stop();
        }
        answered();
        answering.brokenOff(cause);
        wire.giveUp(context.channel());
    }

    private enum Ending {
        ASKED,
        REFUSED
    }
}
