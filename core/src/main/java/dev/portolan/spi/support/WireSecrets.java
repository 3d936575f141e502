package dev.portolan.spi.support;

import dev.portolan.chat.WireListener.Header;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of headers and addresses may be shown. A request's headers are shown when they are known to be harmless, since an
 * application may send a gateway its key under any name; an answer's are shown unless their name speaks of a secret.
 */
final class WireSecrets {

    static final String REMOVED = "[removed]";

    private static final Set<String> HARMLESS = Set.of(
            "accept",
            "accept-encoding",
            "anthropic-version",
            "content-encoding",
            "content-length",
            "content-type",
            "traceparent",
            "user-agent",
            "x-amz-date",
            "x-ms-client-request-id");

    private static final Set<String> HARMLESS_PARAMETERS = Set.of("alt", "api-version");

    private static final Pattern SECRET = Pattern.compile(
            "auth|cookie|credential|key|password|secret|session|signature|token(?!s)", Pattern.CASE_INSENSITIVE);

    private WireSecrets() {}

    static List<Header> request(List<Header> headers) {
        return headers.stream()
                .map(header -> HARMLESS.contains(header.name().toLowerCase(Locale.ROOT))
                        ? header
                        : new Header(header.name(), REMOVED))
                .toList();
    }

    static List<Header> answer(List<Header> headers) {
        return headers.stream()
                .map(header -> SECRET.matcher(header.name()).find() ? new Header(header.name(), REMOVED) : header)
                .toList();
    }

    static String address(String address) {
        int fragment = address.indexOf('#');
        String shown = fragment < 0 ? address : address.substring(0, fragment);
        int query = shown.indexOf('?');
        String place = query < 0 ? shown : shown.substring(0, query);
        int scheme = place.indexOf("://");
        if (scheme >= 0) {
            int slash = place.indexOf('/', scheme + 3);
            int user = place.lastIndexOf('@', slash < 0 ? place.length() : slash);
            if (user > scheme) {
                place = place.substring(0, scheme + 3) + place.substring(user + 1);
            }
        }
        return query < 0 ? place : place + "?" + parameters(shown.substring(query + 1));
    }

    private static String parameters(String query) {
        StringBuilder out = new StringBuilder();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            out.append(out.isEmpty() ? "" : "&");
            if (equals < 0) {
                // A lone word may be anything.
                out.append(REMOVED);
            } else if (HARMLESS_PARAMETERS.contains(name.toLowerCase(Locale.ROOT))) {
                out.append(parameter);
            } else {
                out.append(name).append('=').append(REMOVED);
            }
        }
        return out.toString();
    }
}
