package dev.portolan.testkit.model;

import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.ReceivedRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Which calls came, how many are open, and which of them is to meet what. Thread-safe. */
final class CallRecord {

    private final int kept;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<TestCall> calls = new ArrayDeque<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private Faults faults = Faults.NONE;
    private int number;

    CallRecord(int kept) {
        this.kept = kept;
    }

    static boolean supports(Fault fault) {
        return fault.parts().stream()
                .noneMatch(part -> part instanceof Fault.Garble
                        || part instanceof Fault.SpoilFrame
                        || part instanceof Fault.InvalidUtf8
                        || part instanceof Fault.DuplicateFinish
                        || part instanceof Fault.HtmlErrorPage
                        || part instanceof Fault.WrongContentType
                        || part instanceof Fault.HugeBody);
    }

    void inject(Faults planted) {
        for (Fault fault : planted.all()) {
            if (!supports(fault)) {
                throw new IllegalArgumentException(fault + " needs a wire; a simulator can have it");
            }
        }
        lock.lock();
        try {
            faults = planted;
            number = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Counts a call in, to be counted out by {@link #end}, and tells what it meets. */
    @Nullable
    Fault begin(TestCall call, Prompt prompt) {
        inFlight.incrementAndGet();
        Faults planted;
        int mine;
        lock.lock();
        try {
            calls.addLast(call);
            if (calls.size() > kept) {
                calls.removeFirst();
            }
            planted = faults;
            mine = ++number;
        } finally {
            lock.unlock();
        }
        return planted.of(mine, new ReceivedRequest("CALL", "/chat", Map.of(), "", prompt));
    }

    void end() {
        inFlight.decrementAndGet();
    }

    int inFlight() {
        return inFlight.get();
    }

    List<TestCall> calls() {
        lock.lock();
        try {
            return List.copyOf(calls);
        } finally {
            lock.unlock();
        }
    }

    void forget() {
        lock.lock();
        try {
            calls.clear();
        } finally {
            lock.unlock();
        }
    }
}
