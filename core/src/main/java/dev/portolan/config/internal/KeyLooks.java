package dev.portolan.config.internal;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells by its look that a value is a credential. Made for few false alarms: only forms that vendors document or print.
 */
final class KeyLooks {

    private static final Pattern KEY = Pattern.compile(
            "\\bsk-[A-Za-z0-9_-]{8,}" // OpenAI, Anthropic, DeepSeek, OpenRouter
                    + "|\\b(AKIA|ASIA)[A-Z0-9]{12,}" // AWS access key ids
                    + "|\\bAIza[A-Za-z0-9_-]{20,}" // Google API keys
                    + "|\\bya29\\.[A-Za-z0-9_-]{8,}" // Google access tokens
                    + "|\\b(gsk_|xai-|hf_)[A-Za-z0-9]{16,}" // Groq, xAI, Hugging Face
                    + "|\\beyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}" // JSON web tokens
                    + "|\\bBearer\\s+[A-Za-z0-9._~+/-]{8,}"
                    + "|-----BEGIN [A-Z ]*PRIVATE KEY");

    private static final List<String> SECRET_WORDS = List.of(
            "api-key",
            "apikey",
            "key",
            "access-key",
            "secret-key",
            "access-key-id",
            "secret-access-key",
            "secret",
            "client-secret",
            "token",
            "session-token",
            "access-token",
            "password",
            "credentials");

    private KeyLooks() {}

    static boolean like(String value) {
        return KEY.matcher(value).find();
    }

    /** Whether a setting of this name would hold a credential. */
    static boolean named(String setting) {
        return SECRET_WORDS.contains(setting.toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    }

    /** A value for a message: itself in quotes when it is short and harmless, else only how long it is. */
    static String show(String value) {
        boolean harmless = value.length() <= 24 && !like(value) && value.indexOf('@') < 0;
        return harmless ? "\"" + value + "\"" : "the value (" + value.length() + " characters)";
    }
}
