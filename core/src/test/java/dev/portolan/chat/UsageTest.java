package dev.portolan.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsageTest {

    @Test
    void whatIsUnknownStaysUnknown() {
        assertThat(Usage.UNKNOWN.inputTokens()).isNull();
        assertThat(Usage.UNKNOWN.totalTokens()).isNull();
        assertThat(Usage.builder().inputTokens(3L).build().totalTokens()).isNull();
        assertThat(Usage.builder().outputTokens(3L).build().totalTokens()).isNull();
        assertThat(Usage.UNKNOWN.plus(Usage.UNKNOWN)).isEqualTo(Usage.UNKNOWN);
    }

    @Test
    void inputAndOutputMakeTheTotal() {
        assertThat(Usage.of(21, 4).totalTokens()).isEqualTo(25);
    }

    @Test
    void aSumTakesWhatEitherSideKnows() {
        Usage first = Usage.builder()
                .inputTokens(10L)
                .cachedInputTokens(4L)
                .reasoningTokens(1L)
                .build();
        Usage second = Usage.builder()
                .inputTokens(5L)
                .outputTokens(2L)
                .cacheWriteInputTokens(3L)
                .build();

        Usage sum = first.plus(second);

        assertThat(sum.inputTokens()).isEqualTo(15);
        assertThat(sum.outputTokens()).isEqualTo(2);
        assertThat(sum.cachedInputTokens()).isEqualTo(4);
        assertThat(sum.cacheWriteInputTokens()).isEqualTo(3);
        assertThat(sum.reasoningTokens()).isEqualTo(1);
        assertThat(sum).hasToString("Usage[input=15, output=2, cached=4, cacheWrite=3, reasoning=1]");
    }

    @Test
    void zeroIsNotUnknown() {
        Usage zero = Usage.builder().inputTokens(0L).build();
        assertThat(zero).isNotEqualTo(Usage.UNKNOWN).isNotEqualTo("Usage");
        assertThat(zero).isEqualTo(Usage.builder().inputTokens(0L).build());
        assertThat(zero).hasSameHashCodeAs(Usage.builder().inputTokens(0L).build());
    }
}
