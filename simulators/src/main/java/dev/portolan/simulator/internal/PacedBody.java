package dev.portolan.simulator.internal;

import dev.portolan.simulator.Pace;
import dev.portolan.simulator.internal.http.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Puts pauses between the pieces of an answer. */
public final class PacedBody {

    private PacedBody() {}

    /**
     * A body in one piece, sent when a stream of as many tokens would have ended.
     *
     * @param pace how fast
     * @param tokens how many tokens it is worth
     * @param body the content
     * @return what to do
     */
    public static List<Step> whole(Pace pace, int tokens, byte[] body) {
        Duration time = pace.first().plus(pace.token().multipliedBy(Math.max(0, tokens - 1)));
        Step send = new Step.Send(() -> body);
        return time.isZero() ? List.of(send) : List.of(new Step.Pause(time), send);
    }

    /**
     * A stream. The head goes out at once, then each event in its turn.
     *
     * @param pace how fast
     * @param events the events, each made when it is sent
     * @return what to do
     */
    public static List<Step> streamed(Pace pace, List<Supplier<byte[]>> events) {
        List<Step> steps = new ArrayList<>(events.size() * 2);
        steps.add(new Step.Head());
        Duration wait = pace.first();
        for (Supplier<byte[]> event : events) {
            if (!wait.isZero()) {
                steps.add(new Step.Pause(wait));
            }
            steps.add(new Step.Send(event));
            wait = pace.token();
        }
        return steps;
    }
}
