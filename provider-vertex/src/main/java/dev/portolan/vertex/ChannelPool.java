package dev.portolan.vertex;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * As many connections as the calls at hand need. Google's servers take a hundred calls on a connection and let the next ones wait
 * without a word, so a call that would be one too many gets a connection of its own kind; the first one with room takes it.
 * Thread-safe.
 */
final class ChannelPool extends ManagedChannel {

    private final Supplier<ManagedChannel> connections;
    private final int callsEach;
    private final int most;
    private final ReentrantLock growing = new ReentrantLock();
    private final List<Member> members = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /**
     * @param connections makes a channel that connects when it is first used
     * @param callsEach how many calls a connection takes
     * @param most how many connections there may be; beyond, calls share what there is
     */
    ChannelPool(Supplier<ManagedChannel> connections, int callsEach, int most) {
        if (callsEach < 1 || most < 1) {
            throw new IllegalArgumentException("max-connections and streams-per-connection must be at least 1");
        }
        this.connections = connections;
        this.callsEach = callsEach;
        this.most = most;
        members.add(new Member(connections.get()));
    }

    @Override
    public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
        Member member = taken();
        ClientCall<Q, R> call;
        try {
            call = member.channel.newCall(method, options);
        } catch (RuntimeException e) {
            member.calls.decrementAndGet();
            throw e;
        }
        return new Counted<>(call, member.calls);
    }

    private Member taken() {
        Member free = free();
        if (free != null) {
            return free;
        }
        growing.lock();
        try {
            free = free();
            if (free != null) {
                return free;
            }
            if (members.size() < most && !closed) {
                Member more = new Member(connections.get());
                more.calls.incrementAndGet();
                members.add(more);
                return more;
            }
        } finally {
            growing.unlock();
        }
        Member least = members.get(0);
        for (Member member : members) {
            least = member.calls.get() < least.calls.get() ? member : least;
        }
        least.calls.incrementAndGet();
        return least;
    }

    private @Nullable Member free() {
        for (Member member : members) {
            if (member.calls.incrementAndGet() <= callsEach) {
                member.revive();
                return member;
            }
            member.calls.decrementAndGet();
        }
        return null;
    }

    /** Connects, so that the first call need not wait for it. */
    void connect() {
        members.get(0).channel.getState(true);
    }

    int connections() {
        return members.size();
    }

    @Override
    public String authority() {
        return members.get(0).channel.authority();
    }

    @Override
    public ManagedChannel shutdown() {
        growing.lock();
        try {
            closed = true;
            members.forEach(member -> member.channel.shutdown());
        } finally {
            growing.unlock();
        }
        return this;
    }

    @Override
    public ManagedChannel shutdownNow() {
        growing.lock();
        try {
            closed = true;
            members.forEach(member -> member.channel.shutdownNow());
        } finally {
            growing.unlock();
        }
        return this;
    }

    @Override
    public boolean isShutdown() {
        return closed;
    }

    @Override
    public boolean isTerminated() {
        return members.stream().allMatch(member -> member.channel.isTerminated());
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        long end = System.nanoTime() + unit.toNanos(timeout);
        for (Member member : members) {
            if (!member.channel.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return false;
            }
        }
        return true;
    }

    private static final class Member {
        final ManagedChannel channel;
        final AtomicInteger calls = new AtomicInteger();

        Member(ManagedChannel channel) {
            this.channel = channel;
        }

        /** After a failure gRPC lets calls fail for a while without trying; whether to try again is not its business here. */
        void revive() {
            if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
                channel.enterIdle();
            }
        }
    }

    /** Gives its place back once, when it has ended or when it never began. */
    private static final class Counted<Q, R> extends SimpleForwardingClientCall<Q, R> {
        private final AtomicInteger calls;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile boolean started;

        Counted(ClientCall<Q, R> call, AtomicInteger calls) {
            super(call);
            this.calls = calls;
        }

        private void over() {
            if (over.compareAndSet(false, true)) {
                calls.decrementAndGet();
            }
        }

        @Override
        public void start(Listener<R> listener, Metadata headers) {
            started = true;
            try {
                super.start(
                        new SimpleForwardingClientCallListener<R>(listener) {
                            @Override
                            public void onClose(Status status, Metadata trailers) {
                                over();
                                super.onClose(status, trailers);
                            }
                        },
                        headers);
            } catch (RuntimeException e) {
                over();
                throw e;
            }
        }

        @Override
        public void cancel(@Nullable String message, @Nullable Throwable cause) {
            super.cancel(message, cause);
            if (!started) {
                over();
            }
        }
    }
}
