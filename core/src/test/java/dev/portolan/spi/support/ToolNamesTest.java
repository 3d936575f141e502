package dev.portolan.spi.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.Tool;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolNamesTest {

    private static final String SCHEMA = "{\"type\":\"object\"}";

    @Test
    void T9_aNameThatIsTakenStaysAsItIs() {
        assertThat(ToolNames.wire("look-up_2")).isEqualTo("look-up_2");
    }

    @Test
    void T9_anyOtherNameIsCleanedAndComesBack() {
        ToolNames names = new ToolNames(List.of(Tool.of("charts.look up", "", SCHEMA), Tool.of("plain", "", SCHEMA)));

        String wire = ToolNames.wire("charts.look up");

        assertThat(wire).matches("charts_look_up_[0-9a-f]{8}");
        assertThat(names.original(wire)).isEqualTo("charts.look up");
        assertThat(names.original("plain")).isEqualTo("plain");
        assertThat(names.original("invented")).isEqualTo("invented");
    }

    @Test
    void T9_namesThatDifferInForbiddenCharactersOrInTheirEndStayApart() {
        assertThat(ToolNames.wire("a.b")).isNotEqualTo(ToolNames.wire("a:b"));
        assertThat(ToolNames.wire("x".repeat(70) + "1")).hasSize(64).isNotEqualTo(ToolNames.wire("x".repeat(70) + "2"));
        assertThat(ToolNames.wire("")).matches("_[0-9a-f]{8}");
    }
}
