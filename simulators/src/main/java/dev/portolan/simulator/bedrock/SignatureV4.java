package dev.portolan.simulator.bedrock;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS's Signature Version 4, from the side of the service. The path is signed as it was sent, coded once more: a model id is
 * {@code a%3A0} on the wire and {@code a%253A0} when it is signed, or {@code a:0} and {@code a%3A0}. See
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html.
 */
final class SignatureV4 {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

    private SignatureV4() {}

    /**
     * The text whose hash is signed.
     *
     * @param method such as {@code POST}
     * @param path as it was sent
     * @param query as it was sent
     * @param headers names in lower case
     * @param signedHeaders in lower case, in the order of the signature
     * @param payloadHash in hexadecimal, or a word that stands for it
     */
    static String canonicalRequest(
            String method,
            String path,
            String query,
            Map<String, List<String>> headers,
            List<String> signedHeaders,
            String payloadHash) {
        StringBuilder text = new StringBuilder();
        text.append(method).append('\n');
        text.append(encode(path, true)).append('\n');
        text.append(canonicalQuery(query)).append('\n');
        for (String name : signedHeaders) {
            List<String> values = headers.getOrDefault(name, List.of());
            text.append(name).append(':');
            text.append(values.stream()
                    .map(value -> value.trim().replaceAll(" +", " "))
                    .collect(Collectors.joining(",")));
            text.append('\n');
        }
        text.append('\n').append(String.join(";", signedHeaders)).append('\n').append(payloadHash);
        return text.toString();
    }

    /** What is signed: algorithm, time, scope and the hash of the canonical request. */
    static String stringToSign(String time, String scope, String canonicalRequest) {
        return ALGORITHM + "\n" + time + "\n" + scope + "\n" + hash(canonicalRequest);
    }

    /**
     * Signs.
     *
     * @param secret the secret access key
     * @param scope date, region, service and {@code aws4_request}
     * @param stringToSign the text
     * @return the signature in hexadecimal
     */
    static String sign(String secret, String scope, String stringToSign) {
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, stringToSign));
    }

    static String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Compares without telling by its time how much of it was right. */
    static boolean same(String left, String right) {
        return MessageDigest.isEqual(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }

    private static String canonicalQuery(String query) {
        if (query.isEmpty()) {
            return "";
        }
        return Arrays.stream(query.split("&", -1))
                .map(parameter -> {
                    int equals = parameter.indexOf('=');
                    String name = equals < 0 ? parameter : parameter.substring(0, equals);
                    String value = equals < 0 ? "" : parameter.substring(equals + 1);
                    return encode(PercentCode.decode(name), false) + "=" + encode(PercentCode.decode(value), false);
                })
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text, boolean keepSlash) {
        StringBuilder encoded = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (one & 0xFF);
            if (UNRESERVED.indexOf(letter) >= 0 || (keepSlash && letter == '/')) {
                encoded.append(letter);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(one));
            }
        }
        return encoded.toString();
    }
}
