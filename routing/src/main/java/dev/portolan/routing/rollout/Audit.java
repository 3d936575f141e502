package dev.portolan.routing.rollout;

import java.time.Instant;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells log and listeners what happens, each event once. Thread-safe. */
final class Audit {

    static final Logger LOG = LoggerFactory.getLogger("dev.portolan.routing.rollout");

    private final String rolloutId;
    private final String instance;
    private final Background background;
    private final CopyOnWriteArrayList<RolloutListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong heard = new AtomicLong(-1);
    private final AtomicLong toldRun = new AtomicLong(-1);

    Audit(String rolloutId, String instance, Background background) {
        this.rolloutId = rolloutId;
        this.instance = instance;
        this.background = background;
    }

    void listen(RolloutListener listener) {
        listeners.addIfAbsent(listener);
    }

    void leave(RolloutListener listener) {
        listeners.remove(listener);
    }

    /** Begins after an entry of the log. */
    void from(long number) {
        heard.compareAndSet(-1, number);
    }

    long heard() {
        return heard.get();
    }

    /** A rollback that the store does not know yet. */
    void unstored(Order order, RolloutState from, Instant now) {
        toldRun.set(order.run());
        tell(
                new RolloutEvent(
                        0,
                        RolloutEvent.Kind.ROLLED_BACK,
                        now,
                        instance,
                        order.actor(),
                        order.rule(),
                        order.reason(),
                        RolloutStage.ROLLED_BACK,
                        from.step(),
                        0,
                        from.epoch() + 1,
                        from.run(),
                        0,
                        order.judgement(),
                        order.evidence(),
                        null),
                true);
    }

    /** An entry of the log. */
    void stored(RolloutEvent event) {
        heard.set(event.number());
        boolean own = event.instance().equals(instance);
        boolean told = own && event.kind() == RolloutEvent.Kind.ROLLED_BACK && toldRun.get() == event.run();
        if (!told) {
            tell(event, own);
        }
    }

    private void tell(RolloutEvent event, boolean own) {
        background.tell(() -> {
            log(event, own);
            for (RolloutListener listener : listeners) {
                try {
                    listener.happened(rolloutId, event, own);
                } catch (RuntimeException e) {
                    LOG.warn("The listener {} failed on an event of the rollout {}", listener.getClass(), rolloutId, e);
                }
            }
        });
    }

    private void log(RolloutEvent event, boolean own) {
        boolean loud = own
                && switch (event.kind()) {
                    case HELD, ROLLED_BACK, NOT_RECOVERED, ALERT, SIGNAL -> true;
                    default -> false;
                };
        String text = "Rollout {}: {} by {} ({}), now {} at {} %: {}";
        Object[] told = {
            rolloutId,
            event.kind().id(),
            event.actor(),
            event.rule(),
            event.stage().id(),
            event.percent(),
            event.reason()
        };
        if (loud) {
            LOG.warn(text, told);
        } else {
            LOG.info(text, told);
        }
    }

    void storeDown(RuntimeException e) {
        LOG.warn(
                "Rollout {}: the store cannot be asked; the share stays as it is, does not grow, and may still be rolled back here",
                rolloutId,
                e);
    }
}
