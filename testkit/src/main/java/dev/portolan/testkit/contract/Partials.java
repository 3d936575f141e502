package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.error.LlmException;

/** What a broken stream leaves. */
final class Partials {

    private Partials() {}

    /** Output had begun, and what of the text had come is in the exception, and nothing else. */
    static void beginOf(String text, LlmException failure) {
        assertThat(failure.outputBegun()).as("output had begun").isTrue();
        assertThat(failure.partialResponse())
                .as("the partial answer")
                .isNotNull()
                .satisfies(partial -> {
                    assertThat(partial.text()).isNotEmpty();
                    assertThat(text).startsWith(partial.text());
                    assertThat(partial.text()).isNotEqualTo(text);
                });
    }
}
