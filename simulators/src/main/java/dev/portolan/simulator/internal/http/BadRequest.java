package dev.portolan.simulator.internal.http;

/** What a client sent is not HTTP/1.1 within the limits. */
final class BadRequest extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    BadRequest(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    HttpResponse response() {
        return HttpResponse.text(status, String.valueOf(getMessage()));
    }
}
