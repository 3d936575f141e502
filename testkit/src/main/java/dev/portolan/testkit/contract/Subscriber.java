package dev.portolan.testkit.contract;

import dev.portolan.chat.ChatEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Asks for events by number and keeps what it gets. For publishers on the calling thread. */
final class Subscriber implements Flow.Subscriber<ChatEvent> {

    final List<ChatEvent> events = new ArrayList<>();
    boolean complete;

    @Nullable
    Throwable failure;

    private Flow.@Nullable Subscription subscription;

    void request(long number) {
        Objects.requireNonNull(subscription, "nothing was subscribed to").request(number);
    }

    void cancel() {
        Objects.requireNonNull(subscription, "nothing was subscribed to").cancel();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
    }

    @Override
    public void onNext(ChatEvent event) {
        events.add(event);
    }

    @Override
    public void onError(Throwable thrown) {
        failure = thrown;
    }

    @Override
    public void onComplete() {
        complete = true;
    }
}
