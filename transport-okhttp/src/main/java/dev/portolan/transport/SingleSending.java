package dev.portolan.transport;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Keeps OkHttp from sending a request again by itself when a 503 says {@code Retry-After: 0}, which no switch of its turns off. It
 * looks for a whole number; on the way past it the zero is written as a fraction.
 */
final class SingleSending {

    private static final String HEADER = "Retry-After";
    private static final String HIDDEN = "0.0";

    private SingleSending() {}

    /** Below OkHttp's own retrying. */
    static Response hide(Interceptor.Chain chain) throws IOException {
        return replaced(chain.proceed(chain.request()), "0", HIDDEN);
    }

    /** Above it. */
    static Response show(Interceptor.Chain chain) throws IOException {
        return replaced(chain.proceed(chain.request()), HIDDEN, "0");
    }

    private static Response replaced(Response response, String from, String to) {
        return response.code() == 503 && from.equals(response.header(HEADER))
                ? response.newBuilder().header(HEADER, to).build()
                : response;
    }
}
