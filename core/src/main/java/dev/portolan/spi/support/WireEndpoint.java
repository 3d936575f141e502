package dev.portolan.spi.support;

import dev.portolan.chat.CallContext;

/** Where requests of one API to one model go: address, credentials and transport are the provider's business. Thread-safe. */
public interface WireEndpoint {

    /**
     * What requests name as their model.
     *
     * @return the vendor's name of it
     */
    String model();

    /**
     * Sends a request and waits until a successful answer begins.
     *
     * @param body the JSON body, not changed
     * @param stream whether the answer shall come piece by piece
     * @param context what belongs to the call: credentials, trace headers, idempotency key
     * @param guard stops the attempt; the transport's handle is given to it
     * @return the answer, to be closed
     * @throws dev.portolan.error.LlmException when no answer came or its status is no success
     */
    WireAnswer post(byte[] body, boolean stream, CallContext context, CallGuard guard);
}
