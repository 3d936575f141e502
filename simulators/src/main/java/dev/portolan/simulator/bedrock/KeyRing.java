package dev.portolan.simulator.bedrock;

import dev.portolan.simulator.internal.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may call: pairs of access keys with signed requests, and Bedrock's own API keys. Without any of them whoever shows something is
 * let in. See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html and
 * https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html.
 */
final class KeyRing {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final String SERVICE = "bedrock";

    private final Map<String, Secret> secrets;
    private final Set<String> apiKeys;
    private final InstantSource clock;

    KeyRing(Map<String, Secret> secrets, Set<String> apiKeys, InstantSource clock) {
        this.secrets = new HashMap<>(secrets);
        this.apiKeys = new HashSet<>(apiKeys);
        this.clock = clock;
    }

    /**
     * The secret half of a pair.
     *
     * @param key the secret access key
     * @param sessionToken what must come with it, or {@code null} for lasting credentials
     * @param expires when the session ends, or {@code null} for never
     */
    record Secret(
            String key,
            @Nullable String sessionToken,
            @Nullable Instant expires) {

        @Override
        public String toString() {
            return "Secret[...]";
        }
    }

    /** Lets a request in, or refuses it. */
    void require(HttpRequest request) {
        String authorization = request.header("authorization");
        if (authorization == null || authorization.isBlank()) {
            throw BedrockError.denied("MissingAuthenticationTokenException", "Missing Authentication Token");
        }
        if (authorization.startsWith("Bearer ")) {
            String key = authorization.substring("Bearer ".length()).trim();
            boolean known = apiKeys.stream().anyMatch(one -> SignatureV4.same(one, key));
            if (key.isEmpty() || (isClosed() && !known)) {
                throw BedrockError.deniedKey();
            }
        } else if (authorization.startsWith(SignatureV4.ALGORITHM)) {
            requireSignature(request, parts(authorization));
        } else {
            throw BedrockError.denied(
                    "IncompleteSignatureException", "Authorization header must begin with a known algorithm.");
        }
    }

    /** Whether there is anybody to be let in by name. */
    private boolean isClosed() {
        return !secrets.isEmpty() || !apiKeys.isEmpty();
    }

    private static Map<String, String> parts(String authorization) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part :
                authorization.substring(SignatureV4.ALGORITHM.length()).trim().split("\\s*,\\s*", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(
                        part.substring(0, equals).trim(),
                        part.substring(equals + 1).trim());
            }
        }
        for (String needed : List.of("Credential", "Signature", "SignedHeaders")) {
            if (!parts.containsKey(needed)) {
                throw BedrockError.denied(
                        "IncompleteSignatureException", "Authorization header requires '" + needed + "' parameter.");
            }
        }
        return parts;
    }

    private void requireSignature(HttpRequest request, Map<String, String> parts) {
        String[] credential = part(parts, "Credential").split("/", 2);
        String scope = credential.length < 2 ? "" : credential[1];
        String[] scopes = scope.split("/", -1);
        if (scopes.length != 4) {
            throw BedrockError.denied(
                    "IncompleteSignatureException",
                    "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.");
        }
        if (!isClosed()) {
            return;
        }
        Secret secret = secrets.get(credential[0]);
        if (secret == null || !sameToken(secret.sessionToken(), request.header("x-amz-security-token"))) {
            throw BedrockError.denied(
                    "UnrecognizedClientException", "The security token included in the request is invalid.");
        }
        if (secret.expires() != null && !clock.instant().isBefore(secret.expires())) {
            throw BedrockError.denied("ExpiredTokenException", "The security token included in the request is expired");
        }
        if (!scopes[2].equals(SERVICE)) {
            throw invalid("Credential should be scoped to correct service: '" + SERVICE + "'. ");
        }
        String time = requireTime(request, scopes[0]);
        List<String> signed = List.of(part(parts, "SignedHeaders").split(";", -1));
        String canonical = SignatureV4.canonicalRequest(
                request.method(), request.path(), request.query(), request.headers(), signed, payloadHash(request));
        String expected = SignatureV4.sign(secret.key(), scope, SignatureV4.stringToSign(time, scope, canonical));
        if (!signed.contains("host") || !SignatureV4.same(expected, part(parts, "Signature"))) {
            throw mismatch();
        }
    }

    private static String part(Map<String, String> parts, String name) {
        return parts.getOrDefault(name, "");
    }

    private static boolean sameToken(@Nullable String expected, @Nullable String sent) {
        return expected == null ? sent == null : sent != null && SignatureV4.same(expected, sent);
    }

    /** The time of the signature, which must be near. */
    private String requireTime(HttpRequest request, String scopeDate) {
        String time = request.header("x-amz-date");
        if (time == null) {
            throw BedrockError.denied(
                    "IncompleteSignatureException",
                    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
        }
        Instant signedAt;
        try {
            signedAt = LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw BedrockError.denied(
                    "IncompleteSignatureException",
                    "Date must be in ISO-8601 'basic format'. See http://en.wikipedia.org/wiki/ISO_8601");
        }
        Instant now = clock.instant();
        if (signedAt.isBefore(now.minus(WINDOW))) {
            throw invalid("Signature expired: " + time + " is now earlier than " + TIME.format(now.minus(WINDOW)) + " ("
                    + TIME.format(now) + " - 5 min.)");
        }
        if (signedAt.isAfter(now.plus(WINDOW))) {
            throw invalid("Signature not yet current: " + time + " is still later than " + TIME.format(now.plus(WINDOW))
                    + " (" + TIME.format(now) + " + 5 min.)");
        }
        if (!time.startsWith(scopeDate)) {
            throw invalid("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '"
                    + scopeDate + "' != '" + time.substring(0, 8) + "', from '" + time + "'.");
        }
        return time;
    }

    /** What the client says about the payload counts, if it says anything, but a hash must be the right one. */
    private static String payloadHash(HttpRequest request) {
        String hash = SignatureV4.hash(request.body());
        String said = request.header("x-amz-content-sha256");
        if (said == null || said.equals(hash)) {
            return hash;
        }
        if (said.equals("UNSIGNED-PAYLOAD") || said.startsWith("STREAMING-")) {
            return said;
        }
        throw mismatch();
    }

    private static BedrockError invalid(String message) {
        return BedrockError.denied("InvalidSignatureException", message);
    }

    private static BedrockError mismatch() {
        return invalid("The request signature we calculated does not match the signature you provided. Check your AWS"
                + " Secret Access Key and signing method. Consult the service documentation for details.");
    }
}
