package dev.portolan.testkit.load;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.evidence.dataset.Example;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One load run from its beginning to its end. */
final class LoadSession {

    /** How long calls in flight may take to end. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final LoadRun.Settings settings;
    private final Cancellation cancellation;
    private final Cancellation aborted = new Cancellation();
    private final List<ChatRequest> requests = new ArrayList<>();
    private final @Nullable Schedule schedule;
    private final Tally tally = new Tally();
    private final AtomicLong next = new AtomicLong();
    private final AtomicReference<@Nullable RuntimeException> mistake = new AtomicReference<>();
    private final long begun;

    LoadSession(LoadRun.Settings settings, Cancellation cancellation) {
        this.settings = settings;
        this.cancellation = cancellation;
        Double rate = settings.ratePerSecond();
        this.schedule = rate == null ? null : new Schedule(rate, settings.rampUp());
        for (Example example : settings.dataset().examples()) {
            requests.add(example.request());
        }
        this.begun = settings.clock().nanos();
    }

    LoadReport perform() {
        Cancellation.Registration cancelling = cancellation.onCancel(aborted::cancel);
        CountDownLatch working = new CountDownLatch(settings.concurrency());
        boolean interrupted = false;
        try {
            for (int i = 0; i < settings.concurrency(); i++) {
                int caller = i;
                Thread thread = new Thread(() -> work(caller, working), "portolan-load-" + i);
                thread.setDaemon(true);
                thread.start();
            }
            try {
                long left = settings.duration().plus(GRACE).toNanos();
                if (!working.await(left, TimeUnit.NANOSECONDS)) {
                    aborted.cancel();
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        } finally {
            cancelling.close();
            aborted.cancel();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        RuntimeException wrong = mistake.get();
        if (wrong != null) {
            throw wrong;
        }
        return tally.report(
                settings.model().info(),
                settings.dataset().name(),
                settings.ratePerSecond(),
                settings.concurrency(),
                Duration.ofNanos(settings.clock().nanos() - begun));
    }

    private void work(int caller, CountDownLatch working) {
        try {
            if (schedule == null) {
                askAgainAndAgain(caller);
            } else {
                askWhenDue(schedule);
            }
        } catch (InterruptedException e) {
            aborted.cancel();
        } catch (RuntimeException e) {
            mistake.compareAndSet(null, e);
            aborted.cancel();
        } finally {
            working.countDown();
        }
    }

    /** Whoever is free takes the next call that is due, and waits for it; when nobody is free it waits for them. */
    private void askWhenDue(Schedule due) throws InterruptedException {
        while (!aborted.isCancelled()) {
            long call = next.getAndIncrement();
            long at = due.dueNanos(call);
            if (at >= settings.duration().toNanos()) {
                return;
            }
            waitUntil(at);
            if (!aborted.isCancelled()) {
                ask(call, at);
            }
        }
    }

    private void askAgainAndAgain(int caller) throws InterruptedException {
        long from = settings.rampUp().toNanos() / settings.concurrency() * caller;
        waitUntil(from);
        while (!aborted.isCancelled() && elapsed() < settings.duration().toNanos()) {
            ask(next.getAndIncrement(), elapsed());
        }
    }

    private void waitUntil(long at) throws InterruptedException {
        for (long left = at - elapsed(); left > 0 && !aborted.isCancelled(); left = at - elapsed()) {
            settings.clock().pause(Duration.ofNanos(left), aborted);
        }
    }

    private long elapsed() {
        return settings.clock().nanos() - begun;
    }

    private void ask(long call, long due) {
        ChatRequest request = requests.get((int) (call % requests.size()));
        CallContext context =
                settings.context().toBuilder().cancellation(aborted).build();
        long sent = elapsed();
        try {
            ChatResponse response = answer(settings.model(), request, context);
            Duration first = response.timings().firstToken();
            tally.answered(
                    elapsed() - due,
                    elapsed() - sent,
                    first == null ? null : first.toNanos() + sent - due,
                    response.usage());
        } catch (LlmException e) {
            if (!e.kind().equals(ErrorKind.CANCELLED) || !aborted.isCancelled()) {
                tally.failed(e.kind());
            }
        }
    }

    private ChatResponse answer(ChatModel model, ChatRequest request, CallContext context) {
        if (!settings.streaming()) {
            return model.chat(request, context);
        }
        try (ChatStream stream = model.stream(request, context)) {
            return stream.response();
        }
    }
}
