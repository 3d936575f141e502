package dev.portolan.simulator.bedrock;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Bedrock's model ids say about the models. See
 * https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-supported-models-features.html.
 *
 * @param id without region prefix and without the front of an ARN
 * @param family whose model it is
 */
record ModelTraits(String id, Family family) {

    /** Families that differ on the wire. */
    enum Family {
        CLAUDE,
        NOVA,
        LLAMA,
        MISTRAL,
        TITAN_TEXT,
        COHERE_TEXT,
        TITAN_EMBEDDING,
        COHERE_EMBEDDING,
        NOVA_EMBEDDING,
        OTHER
    }

    /** Regions across which a profile spreads its calls. */
    private static final Pattern REGION = Pattern.compile("^(us|us-gov|eu|apac|jp|au|ca|sa|global)\\.");

    /** Most tokens of an answer; the longest beginning that fits counts. */
    private static final Map<String, Integer> MOST_TOKENS = Map.ofEntries(
            Map.entry("anthropic.claude-3-haiku", 4_096),
            Map.entry("anthropic.claude-3-sonnet", 4_096),
            Map.entry("anthropic.claude-3-opus", 4_096),
            Map.entry("anthropic.claude-3-5", 8_192),
            Map.entry("anthropic.claude-3-7", 131_072),
            Map.entry("anthropic.claude-sonnet-4", 64_000),
            Map.entry("anthropic.claude-haiku-4", 64_000),
            Map.entry("anthropic.claude-opus-4-2", 32_000),
            Map.entry("anthropic.claude-opus-4-1", 32_000),
            Map.entry("anthropic.claude-opus-4-5", 64_000),
            Map.entry("amazon.nova-2", 65_535),
            Map.entry("amazon.nova", 10_000),
            Map.entry("amazon.titan-text-lite", 4_096),
            Map.entry("amazon.titan-text-express", 8_192),
            Map.entry("amazon.titan-text-premier", 3_072),
            Map.entry("meta.llama3", 8_192),
            Map.entry("mistral.mistral-large", 8_192),
            Map.entry("cohere.command-r", 4_096));

    private static final List<String> NO_TOOLS = List.of(
            "anthropic.claude-v2",
            "anthropic.claude-instant",
            "amazon.titan",
            "meta.llama2",
            "meta.llama3-8b",
            "meta.llama3-70b",
            "meta.llama3-2-1b",
            "meta.llama3-2-3b",
            "mistral.mistral-7b",
            "mistral.mixtral",
            "cohere.command-text",
            "cohere.command-light",
            "deepseek.r1",
            "ai21.j2");
    private static final List<String> NO_SYSTEM = List.of(
            "amazon.titan",
            "mistral.mistral-7b",
            "mistral.mixtral",
            "cohere.command-text",
            "cohere.command-light",
            "ai21.j2");
    private static final List<String> NO_FORCED_TOOLS =
            List.of("meta.", "cohere.", "ai21.", "deepseek.", "openai.", "qwen.qwen3-coder", "mistral.");
    private static final List<String> NO_STREAMED_TOOLS = List.of(
            "meta.",
            "mistral.mistral-large-2402",
            "mistral.mistral-large-2407",
            "mistral.mistral-small-2402",
            "mistral.pixtral",
            "writer.");
    private static final List<String> NO_SCHEMA = List.of(
            "anthropic.claude-3",
            "anthropic.claude-v2",
            "anthropic.claude-instant",
            "anthropic.claude-sonnet-4-2",
            "anthropic.claude-opus-4-2",
            "anthropic.claude-opus-4-1",
            "amazon.",
            "meta.",
            "cohere.",
            "ai21.");

    static ModelTraits of(String modelId) {
        String name = modelId.substring(modelId.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        String id = REGION.matcher(name).replaceFirst("");
        return new ModelTraits(id, familyOf(id));
    }

    private static Family familyOf(String id) {
        if (id.startsWith("anthropic.")) {
            return Family.CLAUDE;
        }
        if (id.startsWith("amazon.")) {
            boolean titan = id.startsWith("amazon.titan");
            if (id.contains("embed")) {
                return titan ? Family.TITAN_EMBEDDING : Family.NOVA_EMBEDDING;
            }
            return titan ? Family.TITAN_TEXT : Family.NOVA;
        }
        if (id.startsWith("cohere.")) {
            return id.contains("embed") ? Family.COHERE_EMBEDDING : Family.COHERE_TEXT;
        }
        if (id.startsWith("meta.")) {
            return Family.LLAMA;
        }
        return id.startsWith("mistral.") ? Family.MISTRAL : Family.OTHER;
    }

    /** Whether it talks at all. */
    boolean converses() {
        return switch (family) {
            case TITAN_EMBEDDING, COHERE_EMBEDDING, NOVA_EMBEDDING -> false;
            default -> true;
        };
    }

    boolean takesTools() {
        return !starts(NO_TOOLS);
    }

    boolean takesSystem() {
        return !starts(NO_SYSTEM);
    }

    /** Whether it takes tools in a stream too. */
    boolean streamsTools() {
        return !starts(NO_STREAMED_TOOLS);
    }

    /** Whether it can be told to call some tool, or one. */
    boolean takesForcedTools() {
        return !starts(NO_FORCED_TOOLS);
    }

    boolean takesSchema() {
        return !starts(NO_SCHEMA);
    }

    /** Whether a conversation may begin with the assistant: Claude's may, since it reads what goes before as its own words. */
    boolean takesAnyFirstRole() {
        return family == Family.CLAUDE;
    }

    /** Whether turns of one role may follow each other; the service was seen to take them for these, and to refuse them for others. */
    boolean takesRolesInARow() {
        return family == Family.NOVA || family == Family.TITAN_TEXT || id.startsWith("deepseek.");
    }

    boolean takesVideo() {
        return family == Family.NOVA || family == Family.OTHER;
    }

    /** Only Claude signs its thoughts. */
    boolean signsReasoning() {
        return family == Family.CLAUDE;
    }

    /** How long an answer can be, or {@code null} when that is not known. */
    @Nullable
    Integer mostTokens() {
        String found = "";
        for (String beginning : MOST_TOKENS.keySet()) {
            if (id.startsWith(beginning) && beginning.length() > found.length()) {
                found = beginning;
            }
        }
        return MOST_TOKENS.get(found);
    }

    /** How long a prompt can be, or {@code null} when that is not known. */
    @Nullable
    Integer contextWindow() {
        return switch (family) {
            case CLAUDE -> 200_000;
            case NOVA -> id.contains("micro") ? 128_000 : 300_000;
            case LLAMA -> id.startsWith("meta.llama3-1") || id.startsWith("meta.llama3-2") ? 128_000 : null;
            case TITAN_TEXT -> id.contains("lite") ? 4_000 : 8_000;
            default -> null;
        };
    }

    /** The name that Claude answers with: {@code claude-3-5-sonnet-20240620}. */
    String ownName() {
        String name = id.substring(id.indexOf('.') + 1);
        return name.replaceFirst("-v\\d+(:\\d+)?$", "");
    }

    private boolean starts(List<String> beginnings) {
        return beginnings.stream().anyMatch(id::startsWith);
    }
}
