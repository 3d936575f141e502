package dev.portolan.simulator.internal.http;

/** Answers requests. Called by several threads at once. */
@FunctionalInterface
public interface HttpHandler {

    /**
     * Answers a request.
     *
     * @param request what was asked
     * @return what to send
     */
    HttpResponse handle(HttpRequest request);
}
