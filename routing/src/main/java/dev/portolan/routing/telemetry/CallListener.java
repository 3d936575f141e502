package dev.portolan.routing.telemetry;

import dev.portolan.chat.Attempt;

/**
 * Hears of calls: a bridge to metrics, traces or alerts. Listed in {@code
 * META-INF/services/dev.portolan.routing.telemetry.CallListener}, or given to a {@link TelemetryDecorator} in code.
 *
 * <p>Called on the thread that made the call, after it ended: be quick, and hand on what takes time. What a listener throws is logged and
 * changes nothing for the call. Thread-safe.
 */
public interface CallListener {

    /**
     * A logical call ended, once for each call and each name it went through.
     *
     * @param event what is known of it
     */
    void called(CallEvent event);

    /**
     * A request was sent, or a target passed over, within a call. Told after the call ended, in order, before {@link #called}. Does nothing
     * by default.
     *
     * @param event the call that it was part of
     * @param attempt what was tried; its outcome is {@code ok} or the id of an error kind
     */
    default void attempted(CallEvent event, Attempt attempt) {}
}
