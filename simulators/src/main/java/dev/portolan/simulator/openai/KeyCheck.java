package dev.portolan.simulator.openai;

import dev.portolan.simulator.internal.openai.OpenAiError;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the key of a request. Without a list every key is good, but there must be one. */
final class KeyCheck {

    private static final String SCHEME = "bearer ";
    private static final int SHOWN_FIRST = 8;
    private static final int SHOWN_LAST = 4;

    private final Set<String> keys;

    KeyCheck(Set<String> keys) {
        this.keys = Set.copyOf(keys);
    }

    void require(@Nullable String authorization) {
        if (authorization == null
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                || authorization.substring(SCHEME.length()).isBlank()) {
            throw refusal(
                    null,
                    "You didn't provide an API key. You need to provide your API key in an Authorization header using"
                            + " Bearer auth (i.e. Authorization: Bearer YOUR_KEY). You can obtain an API key from"
                            + " https://platform.openai.com/account/api-keys.");
        }
        String key = authorization.substring(SCHEME.length()).trim();
        if (!keys.isEmpty() && !keys.contains(key)) {
            throw refusal(
                    "invalid_api_key",
                    "Incorrect API key provided: " + masked(key)
                            + ". You can find your API key at https://platform.openai.com/account/api-keys.");
        }
    }

    private static OpenAiError refusal(@Nullable String code, String message) {
        return new OpenAiError(401, "invalid_request_error", code, null, message);
    }

    /** The service shows both ends of a long key and all of a short one. */
    private static String masked(String key) {
        int hidden = key.length() - SHOWN_FIRST - SHOWN_LAST;
        return hidden <= 0
                ? key
                : key.substring(0, SHOWN_FIRST) + "*".repeat(hidden) + key.substring(key.length() - SHOWN_LAST);
    }
}
