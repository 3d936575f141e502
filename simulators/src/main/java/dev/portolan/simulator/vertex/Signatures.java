package dev.portolan.simulator.vertex;

import com.google.protobuf.ByteString;
import java.util.List;

/**
 * Thought signatures: opaque bytes that must come back as they were. See
 * https://cloud.google.com/vertex-ai/generative-ai/docs/thought-signatures.
 */
final class Signatures {

    private static final ByteString MARK = ByteString.copyFrom(new byte[] {0x0a, 0x7f, 0x01, (byte) 0xe3});

    /** What the documentation allows for calls that another model made. */
    private static final List<String> SKIPS =
            List.of("skip_thought_signature_validator", "context_engineering_is_the_way_to_go");

    private Signatures() {}

    static ByteString of(String seed) {
        byte[] bytes = new byte[24];
        long state = seed.hashCode();
        for (int i = 0; i < bytes.length; i++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            bytes[i] = (byte) (state >>> 33);
        }
        byte[] check = {check(bytes)};
        return MARK.concat(ByteString.copyFrom(bytes)).concat(ByteString.copyFrom(check));
    }

    static boolean valid(ByteString signature) {
        if (SKIPS.contains(signature.toStringUtf8())) {
            return true;
        }
        int last = signature.size() - 1;
        return signature.startsWith(MARK)
                && signature.byteAt(last)
                        == check(signature.substring(MARK.size(), last).toByteArray());
    }

    private static byte check(byte[] bytes) {
        int sum = 7;
        for (byte one : bytes) {
            sum = sum * 31 + one;
        }
        return (byte) sum;
    }
}
