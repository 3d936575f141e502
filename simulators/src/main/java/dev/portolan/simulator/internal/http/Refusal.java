package dev.portolan.simulator.internal.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/**
 * Says that what a client sent is no request that can be answered. The connection ends with it.
 *
 * @param status the HTTP status
 * @param text what is wrong, without anything of what was sent
 */
record Refusal(int status, String text) {

    static final int MAX_HEAD_BYTES = 64 * 1024;

    /** For bytes that are not HTTP within the limits. */
    static Refusal of(Throwable failure) {
        if (failure instanceof TooLongHttpLineException) {
            return new Refusal(414, "The request's address is longer than " + MAX_HEAD_BYTES + " bytes");
        }
        if (failure instanceof TooLongHttpHeaderException) {
            return new Refusal(431, "The request's head is longer than " + MAX_HEAD_BYTES + " bytes");
        }
        return new Refusal(400, "This is not HTTP");
    }

    static Refusal tooLarge(int maxBodyBytes) {
        return new Refusal(413, "The request's body is longer than " + maxBodyBytes + " bytes");
    }

    static Refusal wrongVersion() {
        return new Refusal(505, "This server speaks HTTP/1.1 and HTTP/2");
    }

    HttpResponse response() {
        return HttpResponse.text(status, text);
    }
}
