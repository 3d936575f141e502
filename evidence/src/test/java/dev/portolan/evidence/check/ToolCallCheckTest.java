package dev.portolan.evidence.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.portolan.chat.ToolCall;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ToolCallCheckTest {

    private static final String TWO =
            "{\"toolCalls\":[{\"name\":\"find\",\"arguments\":{\"id\":7}},{\"name\":\"mail\",\"arguments\":{\"to\":\"jo\"}}]}";

    private final ToolCallCheck check = ToolCallCheck.expected();

    private static ToolCall find(String arguments) {
        return Seen.call("find", arguments);
    }

    @Test
    void theSameCallsInAnyOrderAreRight() {
        Answer turned = Seen.calls(Seen.call("mail", "{\"to\":\"jo\"}"), find("{\"id\": 7.0}"));
        assertThat(Seen.value(check, Seen.expecting(turned, TWO))).isEqualTo(1);
        assertThat(Seen.value(check.inOrder(), Seen.expecting(turned, TWO))).isEqualTo(0.5);
        assertThat(check.name()).isEqualTo("tool-calls");
    }

    @Test
    void inOrderTheLongestCommonSequenceCounts() {
        String expected = "{\"toolCalls\":[{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\"},{\"name\":\"d\"}]}";
        Answer made =
                Seen.calls(Seen.call("b", "{}"), Seen.call("a", "{}"), Seen.call("c", "{}"), Seen.call("d", "{}"));
        assertThat(Seen.value(check.inOrder(), Seen.expecting(made, expected))).isEqualTo(0.75);
        assertThat(Seen.value(check, Seen.expecting(made, expected))).isEqualTo(1);
    }

    @Test
    void missingAndNeedlessCallsCostBoth() {
        assertThat(Seen.value(check, Seen.expecting(Seen.calls(find("{\"id\":7}")), TWO)))
                .isCloseTo(2.0 / 3, within(1e-12));
        assertThat(Seen.value(
                        check,
                        Seen.expecting(
                                Seen.calls(
                                        find("{\"id\":7}"), find("{\"id\":7}"), Seen.call("mail", "{\"to\":\"jo\"}")),
                                TWO)))
                .isEqualTo(0.8);
        assertThat(Seen.value(check, Seen.expecting("just words", TWO))).isZero();
    }

    @Test
    void noCallMayBeWhatIsExpected() {
        assertThat(Seen.value(check, Seen.expecting("just words", "{\"toolCalls\":[]}")))
                .isEqualTo(1);
        assertThat(Seen.value(check, Seen.expecting(Seen.calls(find("{}")), "{\"toolCalls\":[]}")))
                .isZero();
        assertThat(check.score(Seen.text("a")).kind()).isEqualTo(Score.Kind.NOT_APPLICABLE);
    }

    @Test
    void argumentsAreExactOrASubsetOrPassedOver() {
        String expected = "{\"toolCalls\":[{\"name\":\"find\",\"arguments\":{\"id\":7}}]}";
        Observation more = Seen.expecting(Seen.calls(find("{\"id\":7,\"deep\":true}")), expected);
        Observation other = Seen.expecting(Seen.calls(find("{\"id\":8}")), expected);
        Observation broken = Seen.expecting(Seen.calls(find("{\"id\":")), expected);
        assertThat(Seen.value(check, more)).isZero();
        assertThat(Seen.value(check.arguments(ValueMatch.SUBSET), more)).isEqualTo(1);
        assertThat(Seen.value(check.arguments(ValueMatch.SUBSET), other)).isZero();
        assertThat(Seen.value(check.arguments(ValueMatch.SUBSET), broken)).isZero();
        assertThat(Seen.value(check.arguments(ValueMatch.ANY), other)).isEqualTo(1);
        assertThat(Seen.value(check.arguments(ValueMatch.ANY), broken)).isEqualTo(1);
        assertThat(Seen.value(
                        check.arguments(ValueMatch.ANY),
                        Seen.expecting(Seen.calls(Seen.call("look", "{\"id\":7}")), expected)))
                .isZero();
    }

    @Test
    void oneArgumentMayHaveItsOwnMatch() {
        String expected =
                "{\"toolCalls\":[{\"name\":\"find\",\"arguments\":{\"id\":7,\"trace\":\"x\",\"when\":{\"day\":\"now\"}}}]}";
        ToolCallCheck own = check.argument("find", "/trace", ValueMatch.ANY)
                .argument("find", "/when/day", ValueMatch.pattern(Pattern.compile("^\\d{4}-")));
        Answer right = Seen.calls(find("{\"id\":7,\"when\":{\"day\":\"2026-01-01\"}}"));
        assertThat(Seen.value(own, Seen.expecting(right, expected))).isEqualTo(1);
        assertThat(Seen.value(own, Seen.expecting(Seen.calls(find("{\"id\":7,\"when\":{\"day\":\"now\"}}")), expected)))
                .isZero();
        assertThat(Seen.value(own, Seen.expecting(Seen.calls(find("{\"id\":7,\"when\":{}}")), expected)))
                .isZero();
        assertThat(Seen.value(
                        own,
                        Seen.expecting(Seen.calls(find("{\"id\":8,\"when\":{\"day\":\"2026-01-01\"}}")), expected)))
                .isZero();
        // An argument with its own match must be readable.
        assertThat(Seen.value(own.arguments(ValueMatch.ANY), Seen.expecting(Seen.calls(find("{\"id\":")), expected)))
                .isZero();
        // What neither expects nor gives the argument is not bothered by its match.
        assertThat(Seen.value(
                        own,
                        Seen.expecting(
                                Seen.calls(find("{\"id\":7}")),
                                "{\"toolCalls\":[{\"name\":\"find\",\"arguments\":{\"id\":7}}]}")))
                .isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> check.argument("find", "", ValueMatch.ANY));
        assertThatIllegalArgumentException().isThrownBy(() -> check.argument("find", "/*", ValueMatch.ANY));
        assertThatIllegalArgumentException().isThrownBy(() -> check.argument("find", "id", ValueMatch.ANY));
    }

    @Test
    void callsArePairedOffAsWellAsCanBe() {
        // The first expected call fits both, the second only the first made one.
        String expected =
                "{\"toolCalls\":[{\"name\":\"find\",\"arguments\":{}},{\"name\":\"find\",\"arguments\":{\"id\":7}}]}";
        assertThat(Seen.value(
                        check.arguments(ValueMatch.SUBSET),
                        Seen.expecting(Seen.calls(find("{\"id\":7}"), find("{\"id\":8}")), expected)))
                .isEqualTo(1);
    }

    @Test
    void aForbiddenCallIsAHardBreakWhateverIsExpected() {
        ToolCallCheck careful = check.mustNotCall("delete");
        Score score = careful.score(Observation.of(
                Seen.REQUEST, Seen.calls(Seen.call("delete", "{}")).response()));
        assertThat(score.isHardBreak()).isTrue();
        assertThat(score.value()).isZero();
        assertThat(score.reason()).contains("delete");
        assertThat(careful.score(Seen.expecting(
                                Seen.calls(find("{\"id\":7}")),
                                "{\"toolCalls\":[{\"name\":\"find\",\"arguments\":{\"id\":7}}]}"))
                        .isHardBreak())
                .isFalse();
        assertThat(careful.score(Seen.text("a")).kind()).isEqualTo(Score.Kind.NOT_APPLICABLE);
    }

    @Test
    void theReferenceMayShowWhatIsRight() {
        ToolCallCheck as = ToolCallCheck.sameAsReference();
        Answer reference = Seen.calls(find("{\"id\":7}"));
        assertThat(Seen.value(as, Seen.referring(Seen.calls(find("{\"id\":7}")), reference)))
                .isEqualTo(1);
        assertThat(Seen.value(as, Seen.referring(Seen.calls(find("{\"id\":8}")), reference)))
                .isZero();
        assertThat(Seen.value(as, Seen.referring(Seen.answer("a"), Seen.answer("b"))))
                .isEqualTo(1);
        assertThat(as.score(Seen.text("a")).kind()).isEqualTo(Score.Kind.NOT_APPLICABLE);
        assertThat(as.name()).isEqualTo("tool-calls-as-reference");
    }

    @Test
    void blankArgumentsAreNoneAndWhatTheProviderRanDoesNotCount() {
        ToolCall searched = new ToolCall("s", "web_search", "{}", false, true, null);
        assertThat(Seen.value(
                        check,
                        Seen.expecting(
                                Seen.calls(searched, Seen.call("list", "")), "{\"toolCalls\":[{\"name\":\"list\"}]}")))
                .isEqualTo(1);
    }
}
