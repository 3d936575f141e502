package dev.portolan.config.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceholdersTest {

    private final Placeholders placeholders =
            new Placeholders(Map.of("A", "a", "EMPTY", "", "TRICK", "${A}"), Map.of("user.name", "u"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain | plain",
                "${A} | a",
                "x${A}y${user.name}z | xayuz",
                "${B:default} | default",
                "${A:default} | a",
                "${B:${A}} | a",
                "${B:${C:deep}} | deep",
                "${A:${NOT_SET}} | a",
                "${B:x${A}y}z | xayz",
                "${B:https://host:1/} | https://host:1/",
                "[${EMPTY:default}] | []",
                "[${B:}] | []",
                "${TRICK} | ${A}",
                "\\${A} | ${A}",
                "$A { } } $ | $A { } } $",
            })
    void placeholdersExpand(String written, String expected) throws BadValue {
        assertThat(placeholders.expand(Text.plain(written), false)).isEqualTo(expected);
    }

    @Test
    void whatIsSetNowhereIsToldByName() {
        assertThatThrownBy(() -> placeholders.expand(Text.plain("${NOT_SET}"), false))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("${NOT_SET}");
    }
}
