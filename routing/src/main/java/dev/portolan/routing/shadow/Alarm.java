package dev.portolan.routing.shadow;

import dev.portolan.chat.Deadline;
import dev.portolan.spi.support.Watchdog;
import java.time.Duration;

/** Runs short actions later. */
@FunctionalInterface
interface Alarm {

    /** By the watchdog of the process: one daemon thread, while there is anything to watch. */
    Alarm SYSTEM =
            (delay, action) -> Watchdog.shared().watch(Deadline.in(delay), Long.MAX_VALUE, phase -> action.run())::end;

    /** Runs an action after a while unless it is called off, by running what is returned. */
    Runnable in(Duration delay, Runnable action);
}
