package dev.portolan.spi.support;

/** Takes out of a text what must not be kept. Thread-safe; must end in time in proportion to the text. */
@FunctionalInterface
public interface Redactor {

    /**
     * Takes out what must not be kept.
     *
     * @param text any text
     * @return the same text with marks such as {@code [e-mail]} in place of what was found
     */
    String redact(String text);

    /**
     * Applies another redactor after this one.
     *
     * @param next sees what this one leaves
     * @return both together
     */
    default Redactor andThen(Redactor next) {
        return text -> next.redact(redact(text));
    }

    /**
     * What is known of secrets and of persons: keys of the usual forms (OpenAI and Anthropic, AWS, Google, GitHub, Slack,
     * Hugging Face), bearer tokens, JSON web tokens, private key blocks, values written beside words such as {@code password}
     * or {@code api_key}, e-mail addresses, payment card numbers with a right check digit, telephone numbers. It finds forms,
     * not meaning: names and addresses pass.
     *
     * @return the redactor
     */
    static Redactor standard() {
        return PatternRedactor.STANDARD;
    }
}
