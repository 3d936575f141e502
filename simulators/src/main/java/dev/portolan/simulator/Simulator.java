package dev.portolan.simulator;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's service on loopback: its wire, its errors, its limits, and a {@link Responder} in the place of the model. Any client
 * that can be pointed at another address can talk to it; nothing leaves the machine. Thread-safe.
 */
public interface Simulator extends AutoCloseable {

    /**
     * Whose wire it speaks.
     *
     * @return the id of the provider that it stands for, such as {@code openai}
     */
    String vendor();

    /**
     * The address for clients, in the form in which they are given the vendor's own.
     *
     * @return such as {@code http://127.0.0.1:41234/v1}
     */
    URI baseUrl();

    /**
     * Where it listens.
     *
     * @return the port
     */
    int port();

    /**
     * The certificate to be trusted by clients when it speaks TLS. It was made for this simulator and is worth nothing elsewhere.
     *
     * @return the certificate, or {@code null} when it speaks plain
     */
    @Nullable
    X509Certificate certificate();

    /**
     * Changes the mind behind it, from the next request on.
     *
     * @param responder what the model says
     */
    void respond(Responder responder);

    /**
     * Plants faults in place of those before, from the next request on, and begins to count requests at 1 again.
     *
     * @param faults which request meets what; {@link Faults#NONE} heals
     * @throws IllegalArgumentException when there is one among them that this wire cannot have; the message names it
     */
    void inject(Faults faults);

    /**
     * Whether this wire can have a fault.
     *
     * @param fault the fault
     * @return false when {@link #inject(Faults)} would refuse it
     */
    boolean supports(Fault fault);

    /**
     * The requests seen, refused ones included. Those that are no HTTP, or too large, are not among them.
     *
     * @return the latest, oldest first; a copy
     */
    List<ReceivedRequest> requests();

    /** Forgets the requests seen so far. */
    void forgetRequests();

    /**
     * How many requests are being answered. Falls when a client gives a call up, so a test can see that cancelling reached the
     * wire.
     *
     * @return the number, zero when all is quiet
     */
    int inFlight();

    /**
     * How many connections are open.
     *
     * @return the number, idle ones included
     */
    int openConnections();

    /** Ends all connections, also those with an answer on the way. */
    @Override
    void close();
}
