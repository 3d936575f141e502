package dev.portolan.testkit.parity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Relatives by name. */
class ModelFamilyTest {

    @ParameterizedTest
    @CsvSource({
        "gpt-4o-mini-2024-07-18,gpt",
        "o3-mini,gpt",
        "us.anthropic.claude-sonnet-4-5-20250929-v1:0,claude",
        "claude-3-5-haiku@20241022,claude",
        "gemini-2.5-flash,gemini",
        "gemma3:12b,gemini",
        "meta.llama3-1-70b-instruct-v1:0,llama",
        "mistral-large-2407,mistral",
        "amazon.nova-lite-v1:0,nova",
        "qwen2.5:7b,qwen",
        "phi4,phi",
        "our-own-model,our-own-model",
        "philosopher,philosopher"
    })
    void aNameTellsTheFamily(String model, String family) {
        assertThat(ModelFamily.of(model)).isEqualTo(family);
    }
}
