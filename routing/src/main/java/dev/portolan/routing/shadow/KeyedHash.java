package dev.portolan.routing.shadow;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ToolCall;
import dev.portolan.codec.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Tells equal texts from different ones, and nothing else to who has no key: HMAC-SHA-256, the first 16 bytes. Thread-safe. */
final class KeyedHash {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int LENGTH = 16;

    private final SecretKeySpec key;

    KeyedHash(@Nullable String key) {
        byte[] bytes = new byte[32];
        if (key == null) {
            new SecureRandom().nextBytes(bytes);
        } else {
            bytes = ("portolan shadow " + key).getBytes(StandardCharsets.UTF_8);
        }
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    String of(ChatRequest request) {
        return of(JsonCodec.CHAT_REQUEST.toBytes(request));
    }

    /** Of what the answer says and calls; ids, which are new each time, do not count. */
    String of(ChatResponse response) {
        StringBuilder said = new StringBuilder(response.text());
        for (ToolCall call : response.toolCalls()) {
            said.append('\0').append(call.name()).append('\0').append(call.arguments());
        }
        return of(said.toString().getBytes(StandardCharsets.UTF_8));
    }

    private String of(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(bytes), 0, LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }
}
