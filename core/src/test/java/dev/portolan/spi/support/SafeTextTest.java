package dev.portolan.spi.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"req_011CSHoEeqs5C35K2UUqR7Fy", "rate_limit_exceeded", "8f3a-11:x.y"})
    void idsAndCodesAreShown(String text) {
        assertThat(SafeText.is(text)).isTrue();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"two words", "line\nbreak", "{\"a\":1}", "größe", "a/b", "@"})
    void whatMayQuoteSomethingIsNot(String text) {
        assertThat(SafeText.is(text)).isFalse();
    }

    @Test
    void aHundredCharactersAreEnough() {
        assertThat(SafeText.is("x".repeat(100))).isTrue();
        assertThat(SafeText.is("x".repeat(101))).isFalse();
    }

    @Test
    void theFirstSafeOneCounts() {
        assertThat(SafeText.first(null, "not safe", "code_1", "code_2")).isEqualTo("code_1");
        assertThat(SafeText.first(null, "")).isNull();
        Map<String, String> headers = Map.of("x-request-id", "two words", "request-id", "req_1");
        assertThat(SafeText.header(headers::get, "absent", "x-request-id", "request-id"))
                .isEqualTo("req_1");
        assertThat(SafeText.header(headers::get, "absent")).isNull();
    }
}
