package dev.portolan.transport;

import dev.portolan.spi.support.CallGuard;
import java.net.InetSocketAddress;
import java.net.Proxy;
import okhttp3.Connection;
import okhttp3.EventListener;

/** Tells the guard of a call which phase OkHttp is in. One for all calls: what it knows of a call is the request's tag. */
final class PhaseListener extends EventListener {

    static final PhaseListener INSTANCE = new PhaseListener();

    /** What is known of one sending of a request. Written and read on the caller's thread. */
    static final class Call {
        private final CallGuard guard;
        private boolean connected;
        private long sentNanos;

        Call(CallGuard guard) {
            this.guard = guard;
        }

        CallGuard guard() {
            return guard;
        }

        /** Whether the request went out on a connection that had been used before. */
        boolean reusedConnection() {
            return sentNanos != 0 && !connected;
        }

        /** How long ago the connection was taken. */
        long nanosSinceSent() {
            return System.nanoTime() - sentNanos;
        }
    }

    private PhaseListener() {}

    @Override
    public void connectStart(okhttp3.Call call, InetSocketAddress address, Proxy proxy) {
        Call ours = call.request().tag(Call.class);
        if (ours != null) {
            ours.connected = true;
            ours.guard.connecting();
        }
    }

    @Override
    public void secureConnectStart(okhttp3.Call call) {
        Call ours = call.request().tag(Call.class);
        if (ours != null) {
            ours.guard.securing();
        }
    }

    @Override
    public void connectionAcquired(okhttp3.Call call, Connection connection) {
        Call ours = call.request().tag(Call.class);
        if (ours != null) {
            ours.sentNanos = System.nanoTime();
            ours.guard.sending();
        }
    }
}
