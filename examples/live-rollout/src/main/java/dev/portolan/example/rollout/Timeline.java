package dev.portolan.example.rollout;

import dev.portolan.routing.rollout.RolloutEvent;
import dev.portolan.routing.rollout.RolloutListener;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Prints what the rollout decides, with the time since the program began, and lets others wait for it. */
final class Timeline implements RolloutListener {

    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(4);

    private final PrintStream out;
    private final long began = System.nanoTime();
    private final List<RolloutEvent> events = new CopyOnWriteArrayList<>();

    Timeline(PrintStream out) {
        this.out = out;
    }

    @Override
    public void happened(String rolloutId, RolloutEvent event, boolean own) {
        tell(event.kind().id() + (event.percent() > 0 ? " " + Math.round(event.percent()) + " %" : "") + ", by "
                + event.actor() + ": " + event.reason());
        events.add(event);
    }

    void tell(String text) {
        out.printf(Locale.ROOT, "%6.1f s  %s%n", (System.nanoTime() - began) / 1e9, text);
    }

    /** Waits for an event. */
    RolloutEvent await(Predicate<RolloutEvent> which) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE;
        while (System.nanoTime() < until) {
            for (RolloutEvent event : events) {
                if (which.test(event)) {
                    return event;
                }
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new IllegalStateException("The rollout did not get there in time; so far " + events.size() + " events");
    }
}
