package dev.portolan.example.rollout;

import dev.portolan.routing.rollout.RolloutEvent;
import dev.portolan.routing.rollout.RolloutListener;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
        return await(() -> events.stream().filter(which).findFirst().orElse(null));
    }

    /** Waits for something that is not there yet. */
    <T> T await(Supplier<@Nullable T> what) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE;
        while (System.nanoTime() < until) {
            T found = what.get();
            if (found != null) {
                return found;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new IllegalStateException("The rollout did not get there in time; so far " + events.size() + " events");
    }
}
