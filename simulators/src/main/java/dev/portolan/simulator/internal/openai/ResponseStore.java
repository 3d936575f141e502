package dev.portolan.simulator.internal.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Keeps the conversations behind the latest responses, for {@code previous_response_id}. Thread-safe. */
final class ResponseStore {

    private static final int KEPT = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, ArrayNode> conversations = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ArrayNode> eldest) {
            return size() > KEPT;
        }
    };

    void keep(String id, ArrayNode items) {
        lock.lock();
        try {
            conversations.put(id, items);
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    ArrayNode find(String id) {
        lock.lock();
        try {
            return conversations.get(id);
        } finally {
            lock.unlock();
        }
    }
}
