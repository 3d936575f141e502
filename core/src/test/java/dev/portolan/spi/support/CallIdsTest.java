package dev.portolan.spi.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CallIdsTest {

    private static final Pattern NINE = Pattern.compile("[a-zA-Z0-9]{9}");

    private final CallIds ids = new CallIds(Pattern.compile("[a-zA-Z0-9_-]{1,40}"), "call_", 22);
    private final CallIds nine = new CallIds(NINE, "", 9);

    @Test
    void T3_anIdThatIsTakenStaysAsItIs() {
        assertThat(ids.call("call_abc")).isEqualTo("call_abc");
        assertThat(ids.result("call_abc")).isEqualTo("call_abc");
    }

    @Test
    void T3_aForeignIdBecomesADigestForCallAndResultAlike() {
        String wire = nine.call("toolu_bdrk_01A09q90qw90lq917835lq9");

        assertThat(wire).matches(NINE);
        assertThat(nine.result("toolu_bdrk_01A09q90qw90lq917835lq9")).isEqualTo(wire);
        assertThat(new CallIds(NINE, "", 9).call("toolu_bdrk_01A09q90qw90lq917835lq9"))
                .isEqualTo(wire);
    }

    @Test
    void T3_idsThatBeginAlikeStayApart() {
        Set<String> wires = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            wires.add(nine.call("call_with_a_long_common_beginning_" + i));
        }

        assertThat(wires).hasSize(5_000).allMatch(wire -> NINE.matcher(wire).matches());
    }

    @Test
    void T3_noDigestTakesTheIdOfAnotherCall() {
        String digest = new CallIds(NINE, "", 9).call("a foreign id");

        assertThat(nine.call(digest)).isEqualTo(digest);
        String other = nine.call("a foreign id");
        assertThat(other).matches(NINE).isNotEqualTo(digest);
        assertThat(nine.result("a foreign id")).isEqualTo(other);
        assertThat(nine.result(digest)).isEqualTo(digest);
    }

    @Test
    void T4_anIdThatEachAnswerUsesAnewIsAnotherEachTime() {
        String first = ids.call("call_1");
        String firstResult = ids.result("call_1");
        String second = ids.call("call_1");

        assertThat(first).isEqualTo("call_1").isEqualTo(firstResult);
        assertThat(second).isNotEqualTo(first).startsWith("call_").hasSize(27);
        assertThat(ids.result("call_1")).isEqualTo(second);
    }

    @Test
    void T4_parallelCallsOfOneIdGetTheirResultsInOrder() {
        String first = ids.call("");
        String second = ids.call("");

        assertThat(first).isNotEqualTo(second);
        assertThat(ids.result("")).isEqualTo(first);
        assertThat(ids.result("")).isEqualTo(second);
        assertThat(ids.result("")).isEqualTo(second);
    }

    @Test
    void aResultWithoutCallKeepsItsIdAsFarAsItIsTaken() {
        assertThat(ids.result("call_9")).isEqualTo("call_9");
        assertThat(nine.result("call_9")).matches(NINE);
    }

    @Test
    void T1_aMadeUpIdIsUniqueAndShortEnoughForEveryWire() {
        assertThat(CallIds.madeUp()).matches("call_[0-9a-f]{32}").isNotEqualTo(CallIds.madeUp());
    }

    @Test
    void moreDigitsThanADigestHasAreRefused() {
        assertThatThrownBy(() -> new CallIds(NINE, "", 33)).isInstanceOf(IllegalArgumentException.class);
    }
}
