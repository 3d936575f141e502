package dev.portolan.simulator.internal;

import dev.portolan.simulator.ReceivedRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The latest requests, oldest first. Thread-safe. */
final class RequestLog {

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<ReceivedRequest> requests = new ArrayDeque<>();
    private final int most;

    RequestLog(int most) {
        this.most = most;
    }

    void add(ReceivedRequest request) {
        lock.lock();
        try {
            if (most > 0 && requests.size() == most) {
                requests.removeFirst();
            }
            if (most > 0) {
                requests.addLast(request);
            }
        } finally {
            lock.unlock();
        }
    }

    List<ReceivedRequest> all() {
        lock.lock();
        try {
            return List.copyOf(requests);
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            requests.clear();
        } finally {
            lock.unlock();
        }
    }
}
