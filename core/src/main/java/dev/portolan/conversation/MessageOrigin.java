package dev.portolan.conversation;

import dev.portolan.chat.ChatResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which model wrote a message.
 *
 * @param provider the provider's id, as {@link ChatResponse#provider()} tells it
 * @param model the model that answered, as {@link ChatResponse#model()} tells it
 * @param responseId the vendor's id of the answer, or {@code null} when it gave none
 */
public record MessageOrigin(
        String provider, String model, @Nullable String responseId) {

    /**
     * Checks the components.
     *
     * @param provider as above
     * @param model as above
     * @param responseId as above
     */
    public MessageOrigin {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(model, "model");
    }

    /**
     * The origin of an answer.
     *
     * @param response the answer
     * @return who gave it
     */
    public static MessageOrigin of(ChatResponse response) {
        return new MessageOrigin(response.provider(), response.model(), response.responseId());
    }
}
