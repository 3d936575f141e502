package dev.portolan.routing.monitor;

import dev.portolan.routing.telemetry.CallEvent;
import dev.portolan.routing.telemetry.CallListener;

/** Hands every call to {@link Monitor#shared()}. For {@link java.util.ServiceLoader}. */
public final class MonitorListener implements CallListener {

    /** For {@link java.util.ServiceLoader}. */
    public MonitorListener() {}

    @Override
    public void called(CallEvent event) {
        Monitor.shared().called(event);
    }
}
