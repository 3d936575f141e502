package dev.portolan.example.rollout;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.error.LlmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Customers who write to the support desk, some at a time, until it is closed. */
final class Traffic implements AutoCloseable {

    private static final int AT_ONCE = 8;

    private final ChatModel assistant;
    private final List<Thread> customers = new ArrayList<>();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong ofTarget = new AtomicLong();
    private volatile boolean closed;

    private Traffic(ChatModel assistant) {
        this.assistant = assistant;
    }

    static Traffic begin(ChatModel assistant) {
        Traffic traffic = new Traffic(assistant);
        for (int i = 0; i < AT_ONCE; i++) {
            Thread customer = new Thread(traffic::write, "customer-" + i);
            customer.setDaemon(true);
            traffic.customers.add(customer);
            customer.start();
        }
        return traffic;
    }

    private void write() {
        while (!closed) {
            long number = calls.incrementAndGet();
            ChatRequest request = ChatRequest.builder()
                    .system("You answer the mail of a shop for boats in one friendly sentence.")
                    .user("Order " + number + " has not come yet. Where is it?")
                    .maxOutputTokens(200)
                    .build();
            CallContext context =
                    CallContext.builder().stickinessKey("customer-" + number).build();
            try {
                ChatResponse answer = assistant.chat(request, context);
                if (answer.provider().equals("bedrock")) {
                    ofTarget.incrementAndGet();
                }
            } catch (LlmException e) {
                failures.incrementAndGet();
            }
        }
    }

    /** How many calls were made. */
    long calls() {
        return calls.get();
    }

    /** How many the user saw fail. */
    long failures() {
        return failures.get();
    }

    /** How many the target answered. */
    long ofTarget() {
        return ofTarget.get();
    }

    /** Waits until so many more calls were made. */
    void more(long count) throws InterruptedException {
        long until = calls.get() + count;
        while (calls.get() < until) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread customer : customers) {
            try {
                customer.join(TimeUnit.SECONDS.toMillis(30));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
