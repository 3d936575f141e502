package dev.portolan.testkit.parity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The threads of a run, and the one that waits for them: it alone tells progress and decides to stop early. */
final class WorkerCrew {

    /** How long a cancelled run waits for models that take no notice. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /**
     * What a worker tells.
     *
     * @param result of an example, or {@code null} when the worker has ended
     */
    private record Event(@Nullable ExampleResult result) {}

    private final RunSettings settings;
    private final ExampleWork work;
    private final List<SideCalls> sides;
    private final BudgetMeter budget;
    private final RunStop stop;
    private final EarlyStop early;
    private final int[] order;
    private final AtomicInteger next = new AtomicInteger();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    private final long begun;

    WorkerCrew(RunSettings settings, ExampleWork work, List<SideCalls> sides, BudgetMeter budget, RunStop stop) {
        this.settings = settings;
        this.work = work;
        this.sides = sides;
        this.budget = budget;
        this.stop = stop;
        this.early = new EarlyStop(settings);
        this.order = shuffled(settings.dataset().examples().size(), settings.seed());
        this.begun = settings.clock().nanos();
    }

    /** So that a run that ends early has a random sample. */
    private static int[] shuffled(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    /** The examples that are complete, in the order of the dataset. */
    List<ExampleResult> perform() {
        List<ExampleResult> results = new ArrayList<>();
        boolean interrupted = false;
        int working = Math.min(settings.concurrency(), order.length);
        try {
            tell(results, false);
            for (int i = 0; i < working; i++) {
                Thread worker = new Thread(this::work, "portolan-parity-" + i);
                worker.setDaemon(true);
                worker.start();
            }
            while (working > 0) {
                try {
                    Event event = take();
                    if (event == null) {
                        break;
                    }
                    ExampleResult result = event.result();
                    if (result == null) {
                        working--;
                    } else {
                        results.add(result);
                        tell(results, false);
                        if (!stop.stopped() && early.settled(results)) {
                            stop.settle("Nothing that is left to ask could change the verdict");
                        }
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                    stop.abort("The run was interrupted");
                }
            }
            tell(results, true);
        } finally {
            if (working > 0) {
                stop.abort("The run was broken off");
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        results.sort(Comparator.comparingInt(ExampleResult::index));
        return results;
    }

    /** The next event; null when models that were cancelled do not end. */
    private @Nullable Event take() throws InterruptedException {
        while (!stop.aborted().isCancelled()) {
            Event event = events.poll(1, TimeUnit.SECONDS);
            if (event != null) {
                return event;
            }
        }
        return events.poll(GRACE.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void work() {
        try {
            for (int i = next.getAndIncrement(); i < order.length && !stop.stopped(); i = next.getAndIncrement()) {
                ExampleResult result = work.perform(order[i]);
                if (result != null) {
                    events.add(new Event(result));
                }
            }
        } catch (InterruptedException e) {
            stop.abort("A thread of the run was interrupted");
        } catch (RuntimeException e) {
            stop.fail(e);
        } catch (Error e) {
            stop.fail(new IllegalStateException("The run broke with " + e, e));
            throw e;
        } finally {
            events.add(new Event(null));
        }
    }

    private void tell(List<ExampleResult> results, boolean ended) {
        if (settings.progress() == Progress.NONE) {
            return;
        }
        Duration elapsed = Duration.ofNanos(settings.clock().nanos() - begun);
        int done = results.size();
        settings.progress()
                .advanced(new Progress.State(
                        order.length,
                        done,
                        sides.stream().mapToInt(SideCalls::failed).sum(),
                        budget.money(),
                        settings.currency().getCurrencyCode(),
                        elapsed,
                        done == 0
                                ? null
                                : elapsed.multipliedBy(order.length - done).dividedBy(done),
                        ended));
    }
}
