package dev.portolan.chat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which prompt a text was made of, and how the text reads for other models. Made by {@code dev.portolan.prompt}; a model that is
 * sent the text takes the alternative that is meant for it.
 *
 * @param name the prompt's name
 * @param version its version, or {@code null} when it has none
 * @param variant whom the text is meant for (a model, a family of models or a provider), or {@code null} for any model
 * @param hash the first 16 hexadecimal digits of the SHA-256 of the prompt before its variables were filled in
 * @param alternatives how the text reads for others; empty once a model has chosen, and when it was read back from JSON
 */
public record PromptOrigin(
        String name, @Nullable String version, @Nullable String variant, String hash, List<Alternative> alternatives) {

    /**
     * How a text reads for some models.
     *
     * @param variant whom it is meant for
     * @param hash as of the text that it replaces
     * @param text the whole text, variables filled in
     */
    public record Alternative(String variant, String hash, String text) {

        /**
         * Checks the components.
         *
         * @param variant as above
         * @param hash as above
         * @param text as above
         */
        public Alternative {
            Objects.requireNonNull(variant, "variant");
            Objects.requireNonNull(hash, "hash");
            Objects.requireNonNull(text, "text");
        }

        @Override
        public String toString() {
            return "Alternative[" + variant + ", " + hash + "]";
        }
    }

    /**
     * Checks the components.
     *
     * @param name as above
     * @param version as above
     * @param variant as above
     * @param hash as above
     * @param alternatives as above; copied
     */
    public PromptOrigin {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(hash, "hash");
        alternatives = List.copyOf(alternatives);
    }

    /**
     * The same without alternatives: the text is what it is, for whoever reads it.
     *
     * @return the very same when there are none
     */
    public PromptOrigin settled() {
        return alternatives.isEmpty() ? this : new PromptOrigin(name, version, variant, hash, List.of());
    }

    /**
     * The alternative that is meant for a model. The longest variant wins that the model's id has in it as whole words: {@code
     * claude} and {@code claude-sonnet} both fit {@code us.anthropic.claude-sonnet-4-20250514-v1:0}, and a number may follow at
     * once, as in {@code llama3.1}. Where {@link ModelInfo#baseModel()} is known, it counts in place of the model's own id. Without
     * any such, a variant that is the provider's id.
     *
     * @param info the model
     * @return the alternative, or {@code null} when the text is right as it is
     */
    public @Nullable Alternative alternativeFor(ModelInfo info) {
        return PromptChoice.among(alternatives, info);
    }

    @Override
    public String toString() {
        return "PromptOrigin[" + name + (version == null ? "" : "@" + version)
                + (variant == null ? "" : " for " + variant) + ", " + hash + "]";
    }
}
