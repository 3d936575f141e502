package dev.portolan.simulator.internal;

import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.ReceivedRequest;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every simulator has, whatever its wire: a mind, faults, and a memory of requests. Thread-safe. */
public final class SimulatorState {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatorState.class);

    private final String vendor;
    private final Predicate<Fault> supported;
    private final RequestLog log;
    private volatile Responder responder;
    private volatile Planted planted = new Planted(Faults.NONE);

    /**
     * The state of a simulator that is about to start.
     *
     * @param vendor whose wire it is, for messages
     * @param options its responder, its faults, and how many requests it keeps
     * @param supported which faults the wire can have; asked about single ones only
     * @throws IllegalArgumentException when the options have a fault that the wire cannot have
     */
    public SimulatorState(String vendor, SimulatorOptions options, Predicate<Fault> supported) {
        this.vendor = vendor;
        this.supported = supported;
        this.log = new RequestLog(options.requestsKept());
        this.responder = options.responder();
        inject(options.faults());
    }

    /**
     * Whose wire it is.
     *
     * @return the id of the provider that the simulator stands for
     */
    public String vendor() {
        return vendor;
    }

    /**
     * Asks the mind of the moment. It is the user's code, and what it throws may quote the prompt: the log tells what failed and where,
     * but no message.
     *
     * @param asked the prompt
     * @param failed what to throw when the mind fails, as a service does that fails
     * @return what it says
     */
    public Reply reply(Prompt asked, Supplier<? extends RuntimeException> failed) {
        try {
            return responder.reply(asked);
        } catch (RuntimeException e) {
            LOG.warn("The responder failed", WithoutMessage.of(e));
            throw failed.get();
        }
    }

    /**
     * Changes the mind.
     *
     * @param value the new one
     */
    public void respond(Responder value) {
        responder = Objects.requireNonNull(value, "responder");
    }

    /**
     * Plants faults and begins to count requests at 1.
     *
     * @param faults in place of those before
     * @throws IllegalArgumentException when there is one among them that the wire cannot have
     */
    public void inject(Faults faults) {
        for (Fault fault : faults.all()) {
            if (!supported.test(fault)) {
                throw new IllegalArgumentException(
                        "The wire of " + vendor + " cannot have the fault " + fault + "; see Simulator.supports");
            }
        }
        planted = new Planted(faults);
    }

    /**
     * Whether the wire can have a fault.
     *
     * @param fault one or several joined
     * @return whether it can have all of it
     */
    public boolean supports(Fault fault) {
        return fault.parts().stream().allMatch(supported);
    }

    /**
     * Remembers a request, counts it, and tells what it meets. Called once for each request, when it has been read, whether it
     * was understood or not, and before it is answered.
     *
     * @param request the request
     * @return the fault, or {@code null} for none
     */
    public @Nullable Fault receive(ReceivedRequest request) {
        log.add(request);
        Planted now = planted;
        return now.faults.of(now.requests.incrementAndGet(), request);
    }

    /**
     * The requests so far.
     *
     * @return the latest, oldest first; a copy
     */
    public List<ReceivedRequest> requests() {
        return log.all();
    }

    /** Forgets the requests so far. */
    public void forgetRequests() {
        log.clear();
    }

    /** A plan and its own count, so that a request is never counted for another plan. */
    private static final class Planted {
        private final Faults faults;
        private final AtomicInteger requests = new AtomicInteger();

        Planted(Faults faults) {
            this.faults = faults;
        }
    }
}
