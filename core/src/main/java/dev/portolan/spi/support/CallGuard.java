package dev.portolan.spi.support;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.Timeouts;
import dev.portolan.chat.WireListener;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimeoutPhase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stops one attempt on the wire when its time is up, when it is cancelled, or when its reader is done with it, by the
 * transport's own handle; and tells afterwards which of these it was. Timers live in the shared {@link Watchdog}.
 *
 * <p>The thread that makes the call says which phase it is in; {@link #abort} and {@link #close} may come from any thread.
 *
 * <p>Interrupting a thread stops neither a blocked socket read nor this guard: whoever wants to stop a call from elsewhere
 * uses {@link CallContext#cancellation()}.
 */
public final class CallGuard implements AutoCloseable {

    /** Why an attempt was stopped; a phase when its time was up. */
    private static final Object CANCELLED = "cancelled";

    private static final Object ABORTED = "aborted";
    private static final Object ENDED = "ended";

    private static final long TRANSPORT_FIRST_NANOS = 500_000_000L;

    private final Timeouts limits;
    private final @Nullable WireListener wireListener;
    private final long startNanos = System.nanoTime();
    private final AtomicReference<@Nullable Object> stop = new AtomicReference<>();
    private final Watchdog.Watch watch;
    private final Cancellation.@Nullable Registration registration;
    private volatile @Nullable Runnable abort;
    private long connectNanos;
    private boolean received;

    CallGuard(CallContext context, Watchdog watchdog) {
        this.limits = context.timeouts();
        this.wireListener = context.wireListener();
        long shortest = Math.min(nanos(limits.connect()), Math.min(nanos(limits.firstToken()), nanos(limits.idle())));
        this.watch = watchdog.watch(context.deadline(), shortest, this::stop);
        Cancellation cancellation = context.cancellation();
        this.registration = cancellation == null ? null : cancellation.onCancel(() -> stop(CANCELLED));
    }

    /**
     * Starts guarding an attempt.
     *
     * @param context its deadline, cancellation and phase limits count; a phase without a limit has none
     * @return the guard, to be closed when the attempt is over
     */
    public static CallGuard start(CallContext context) {
        return new CallGuard(context, Watchdog.shared());
    }

    /**
     * Sets how to break the attempt off. Runs at once when the attempt was stopped already.
     *
     * @param action the transport's own way to abort; short, from any thread
     */
    public void onAbort(Runnable action) {
        abort = action;
        if (stop.get() != null) {
            action.run();
        }
    }

    /**
     * Connecting begins: limited by {@link Timeouts#connect()}. May come once for each address that is tried. A transport that
     * can limit connecting by itself, and go on to the next address then, comes first by half a second.
     */
    public void connecting() {
        connectNanos = System.nanoTime();
        long limit = nanos(limits.connect());
        watch.begin(TimeoutPhase.CONNECT, limit == Long.MAX_VALUE ? limit : limit + TRANSPORT_FIRST_NANOS);
    }

    /** Connected so far; what else belongs to connecting, such as TLS, has what is left of its time. */
    public void securing() {
        long limit = nanos(limits.connect());
        long left = limit == Long.MAX_VALUE ? limit : Math.max(1, limit - (System.nanoTime() - connectNanos));
        watch.begin(TimeoutPhase.CONNECT, left);
    }

    /** The request is being sent: limited by {@link Timeouts#firstToken()} until the first byte of the answer's body. */
    public void sending() {
        watch.begin(TimeoutPhase.FIRST_TOKEN, nanos(limits.firstToken()));
    }

    /** Waiting for bytes of the answer's body: limited by {@link Timeouts#idle()}, but for the first ones. */
    public void waiting() {
        if (received) {
            watch.begin(TimeoutPhase.IDLE, nanos(limits.idle()));
        }
    }

    /** Bytes of the answer's body have come; until {@link #waiting()}, only the deadline counts. */
    public void received() {
        received = true;
        watch.pause();
    }

    /** The caller has no more interest: breaks the attempt off, without a failure to tell. */
    public void abort() {
        stop(ABORTED);
    }

    /** The attempt is over; nothing stops it any more. What had stopped it before is still told. */
    @Override
    public void close() {
        stop.compareAndSet(null, ENDED);
        abort = null;
        watch.end();
        if (registration != null) {
            registration.close();
        }
    }

    /**
     * How long the attempt has taken so far.
     *
     * @return the time since the guard was started
     */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /**
     * How long connecting to one address may take.
     *
     * @return the limit, or {@code null} for none
     */
    public @Nullable Duration connectLimit() {
        return limits.connect();
    }

    /**
     * Whether the call has a listener on its wire, so that {@link #exchange} is worth its arguments.
     *
     * @return false when nobody listens
     */
    public boolean isObserved() {
        return wireListener != null;
    }

    /**
     * Shows a request that is about to be sent to the call's listener, if it has one.
     *
     * @param method the HTTP method; {@code gRPC} for a call of gRPC
     * @param address where it goes
     * @param headers what the call itself sets, credentials included: they are taken out before anybody sees them
     * @param body the bytes that are sent, or JSON in UTF-8 where an SDK shows nothing else
     * @return to be told what comes back, and that it is over
     */
    public WireExchange exchange(String method, String address, List<WireListener.Header> headers, byte[] body) {
        return WireExchange.begin(wireListener, method, address, headers, body);
    }

    /**
     * Whether the attempt was broken off by this guard, for whatever reason.
     *
     * @return true from then on
     */
    public boolean isStopped() {
        Object reason = stop.get();
        return reason != null && reason != ENDED;
    }

    /**
     * Ends the attempt here when it was stopped.
     *
     * @throws LlmException of kind cancelled or timeout
     */
    public void requireRunning() {
        LlmException failure = failure(null);
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * What to throw when the attempt was stopped by this guard.
     *
     * @param cause what the transport threw, or {@code null}
     * @return the failure, or {@code null} when the attempt was not stopped
     */
    public @Nullable LlmException failure(@Nullable Throwable cause) {
        Object reason = stop.get();
        if (reason == null || reason == ENDED) {
            return null;
        }
        if (reason instanceof TimeoutPhase phase) {
            ErrorDetails details = ErrorDetails.builder(describe(phase))
                    .timeoutPhase(phase)
                    .remedy("It is unknown whether the vendor did the work. " + remedy(phase))
                    .build();
            return LlmException.of(ErrorKind.TIMEOUT, details, cause);
        }
        String summary = reason == CANCELLED ? "cancelled by the application" : "the stream was closed by its reader";
        return LlmException.of(
                ErrorKind.CANCELLED, ErrorDetails.builder(summary).build(), cause);
    }

    private String describe(TimeoutPhase phase) {
        return switch (phase) {
            case CONNECT -> "no connection within " + millis(limits.connect());
            case FIRST_TOKEN -> "no answer within " + millis(limits.firstToken());
            case IDLE -> "the answer was silent for " + millis(limits.idle());
            case TOTAL -> "the deadline passed before the answer was complete";
        };
    }

    private static String remedy(TimeoutPhase phase) {
        return switch (phase) {
            case CONNECT -> "Check address, proxy and firewall, or allow more time to connect";
            case FIRST_TOKEN -> "Allow more time to the first token, or stream the answer";
            case IDLE -> "Allow a longer idle time, or find out why the vendor is slow";
            case TOTAL -> "Allow more time, or ask for a shorter answer";
        };
    }

    private static String millis(@Nullable Duration limit) {
        return limit == null ? "its limit" : limit.toMillis() + " ms";
    }

    private void stop(Object reason) {
        if (stop.compareAndSet(null, reason)) {
            Runnable action = abort;
            if (action != null) {
                action.run();
            }
        }
    }

    private static long nanos(@Nullable Duration limit) {
        if (limit == null || limit.toDays() > 365) {
            return Long.MAX_VALUE;
        }
        return limit.toNanos();
    }
}
