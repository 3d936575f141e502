package dev.portolan.cli;

import dev.portolan.Portolan;
import dev.portolan.chat.ChatModel;
import dev.portolan.routing.catalog.Cloud;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model of a cloud that is only asked what it cannot honour. It has no key and no address of anybody: nothing is configured, and nothing
 * can be called by it.
 */
final class UncalledModel implements AutoCloseable {

    private static final String NAME = "uncalled";
    private static final String NOWHERE = "http://127.0.0.1:9";

    private final Portolan portolan;

    private UncalledModel(Portolan portolan) {
        this.portolan = portolan;
    }

    /** The model, or {@code null} when no provider of this program speaks to the cloud. */
    static @Nullable UncalledModel of(Cloud cloud, String id, @Nullable String baseModel) {
        String provider = cloud.provider();
        if (provider == null) {
            return null;
        }
        Map<String, String> properties = new HashMap<>();
        properties.put("portolan.models." + NAME + ".provider", provider);
        properties.put("portolan.models." + NAME + ".model", id);
        if (baseModel != null) {
            properties.put("portolan.models." + NAME + ".base-model", baseModel);
        }
        connection(cloud).forEach((key, value) -> properties.put("portolan.providers." + provider + "." + key, value));
        return new UncalledModel(
                Portolan.builder().isolated().properties(properties).build());
    }

    private static Map<String, String> connection(Cloud cloud) {
        return switch (cloud) {
            case OPENAI -> Map.of("api-key", "none", "base-url", NOWHERE);
            case AZURE -> Map.of("api-key", "none", "endpoint", NOWHERE);
            case BEDROCK -> Map.of("auth", "bearer", "api-key", "none", "region", "us-east-1", "endpoint", NOWHERE);
            case VERTEX ->
                Map.of(
                        "auth",
                        "token",
                        "access-token",
                        "none",
                        "project",
                        "none",
                        "location",
                        "us-central1",
                        "endpoint",
                        NOWHERE);
            case OLLAMA -> Map.of("base-url", NOWHERE);
            default -> Map.of();
        };
    }

    ChatModel model() {
        return Objects.requireNonNull(portolan.chatModel(NAME));
    }

    @Override
    public void close() {
        portolan.close();
    }
}
