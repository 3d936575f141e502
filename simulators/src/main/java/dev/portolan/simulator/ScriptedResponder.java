package dev.portolan.simulator;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Gives replies one after the other. */
final class ScriptedResponder implements Responder {

    private final List<Reply> replies;
    private final AtomicInteger given = new AtomicInteger();

    ScriptedResponder(List<Reply> replies) {
        if (replies.isEmpty()) {
            throw new IllegalArgumentException("replies: a script needs at least one");
        }
        this.replies = replies;
    }

    @Override
    public Reply reply(Prompt prompt) {
        int next = given.getAndIncrement();
        if (next >= replies.size()) {
            throw new IllegalStateException(
                    "The script has " + replies.size() + " replies; this is request " + (next + 1));
        }
        return replies.get(next);
    }
}
