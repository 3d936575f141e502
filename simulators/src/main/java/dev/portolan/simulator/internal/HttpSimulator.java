package dev.portolan.simulator.internal;

import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.ReceivedRequest;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.Simulator;
import dev.portolan.simulator.internal.http.HttpHandler;
import dev.portolan.simulator.internal.http.LoopbackServer;
import dev.portolan.simulator.internal.http.ThrowawayCertificate;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A simulator whose wire is HTTP: a state, and a server in front of it. What is left is the vendor's name and address. */
public abstract class HttpSimulator implements Simulator {

    private final SimulatorState state;
    private final LoopbackServer server;

    /**
     * Starts it.
     *
     * @param options where to listen, and limits
     * @param state what the handler shares with this
     * @param handler answers the requests
     * @throws java.io.UncheckedIOException when the port is taken
     */
    protected HttpSimulator(SimulatorOptions options, SimulatorState state, HttpHandler handler) {
        this.state = state;
        this.server = LoopbackServer.start(
                "portolan-" + state.vendor() + "-simulator",
                options.port(),
                options.maxRequestBytes(),
                options.tls() ? ThrowawayCertificate.create() : null,
                handler);
    }

    /**
     * The address of the server.
     *
     * @return such as {@code http://127.0.0.1:41234}, {@code https} with TLS
     */
    protected final String origin() {
        return (certificate() == null ? "http" : "https") + "://127.0.0.1:" + port();
    }

    @Override
    public final int port() {
        return server.port();
    }

    @Override
    public final @Nullable X509Certificate certificate() {
        return server.certificate();
    }

    @Override
    public final void respond(Responder responder) {
        state.respond(responder);
    }

    @Override
    public final void inject(Faults faults) {
        state.inject(faults);
    }

    @Override
    public final boolean supports(Fault fault) {
        return state.supports(fault);
    }

    @Override
    public final List<ReceivedRequest> requests() {
        return state.requests();
    }

    @Override
    public final void forgetRequests() {
        state.forgetRequests();
    }

    @Override
    public final int inFlight() {
        return server.inFlight();
    }

    @Override
    public final int openConnections() {
        return server.openConnections();
    }

    @Override
    public final void close() {
        server.close();
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[" + baseUrl() + "]";
    }
}
