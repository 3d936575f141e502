package dev.portolan.routing.shadow;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was asked and answered, in words, as the redactor left it. Bytes of media, reasoning and vendors' state are never part of it.
 * {@link #toString} shows nothing of it.
 *
 * @param prompt each message as its role, a colon and its text
 * @param source what the source answered, its calls of tools included; {@code null} without an answer
 * @param target what the target answered, its calls of tools included; {@code null} without an answer
 */
public record ShadowContent(
        List<String> prompt,
        @Nullable String source,
        @Nullable String target) {

    /**
     * Checks the components.
     *
     * @param prompt as above; copied
     * @param source as above
     * @param target as above
     */
    public ShadowContent {
        prompt = List.copyOf(Objects.requireNonNull(prompt, "prompt"));
    }

    @Override
    public String toString() {
        return "ShadowContent[" + prompt.size() + " messages]";
    }
}
