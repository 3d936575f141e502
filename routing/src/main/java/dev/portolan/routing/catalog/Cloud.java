package dev.portolan.routing.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where models are offered. The same model has another id, another price and another end on each. */
public enum Cloud {
    /** OpenAI's own service. */
    OPENAI("openai", "openai"),
    /** Azure OpenAI and Microsoft Foundry. */
    AZURE("azure", "azure"),
    /** Amazon Bedrock. */
    BEDROCK("bedrock", "bedrock"),
    /** Google Cloud's Vertex AI, partners' models included. */
    VERTEX("vertex", "vertex"),
    /** Google's Gemini API outside Google Cloud. */
    GOOGLE("google", null),
    /** Anthropic's own service. */
    ANTHROPIC("anthropic", null),
    /** Mistral's own service. */
    MISTRAL("mistral", null),
    /** DeepSeek's own service. */
    DEEPSEEK("deepseek", null),
    /** Alibaba Cloud's Model Studio. */
    QWEN("qwen", null),
    /** Ollama on machines of one's own. */
    OLLAMA("ollama", "ollama"),
    /** A server of one's own that speaks OpenAI's protocol, such as vLLM. */
    SELF_HOSTED("self-hosted", null);

    private static final List<Cloud> ALL = List.of(values());

    private final String id;
    private final @Nullable String provider;

    Cloud(String id, @Nullable String provider) {
        this.id = id;
        this.provider = provider;
    }

    /**
     * The name in files and on the command line.
     *
     * @return lower-case letters and hyphens, such as {@code bedrock}
     */
    public String id() {
        return id;
    }

    /**
     * The provider that speaks to this cloud alone.
     *
     * @return its id in configuration, or {@code null} where none does: such a service is reached by {@code openai} with a base URL
     */
    public @Nullable String provider() {
        return provider;
    }

    /**
     * Whether the models run on machines of one's own.
     *
     * @return true for {@link #OLLAMA} and {@link #SELF_HOSTED}
     */
    public boolean selfHosted() {
        return this == OLLAMA || this == SELF_HOSTED;
    }

    /**
     * The cloud of a name.
     *
     * @param id as {@link #id()} gives it, in any case
     * @return the cloud
     * @throws IllegalArgumentException when there is none; the message lists those that there are
     */
    public static Cloud of(String id) {
        String wanted = id.strip().toLowerCase(Locale.ROOT);
        return ALL.stream()
                .filter(cloud -> cloud.id.equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no cloud \"" + id + "\"; known are "
                        + Arrays.stream(values()).map(Cloud::id).collect(Collectors.joining(", "))));
    }

    /**
     * The cloud that a provider speaks to.
     *
     * @param provider a provider's id in configuration, such as {@code vertex}
     * @return the cloud, or {@code null} when the catalog has none for it
     */
    public static @Nullable Cloud ofProvider(String provider) {
        for (Cloud cloud : ALL) {
            if (provider.equals(cloud.provider)) {
                return cloud;
            }
        }
        return null;
    }

    /**
     * The cloud that a connection speaks to: a provider may be pointed at others that speak its protocol.
     *
     * @param provider a provider's id in configuration
     * @param address the base URL, or {@code null} when it has none
     * @return the cloud of the address where it is a known one, {@link #SELF_HOSTED} for OpenAI's protocol at any other address, else the
     *     provider's; {@code null} when the catalog has none for it
     */
    public static @Nullable Cloud ofConnection(String provider, @Nullable String address) {
        Cloud usual = ofProvider(provider);
        if (usual != OPENAI || address == null) {
            return usual;
        }
        return CloudHosts.cloudOf(address);
    }

    @Override
    public String toString() {
        return id;
    }
}
