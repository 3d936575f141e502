package dev.portolan.simulator.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

    private static final List<Role> CHAT =
            List.of(Role.START, Role.CONTENT, Role.CONTENT, Role.FINISH, Role.USAGE, Role.END);

    private static FaultPlan stream(Fault... faults) {
        return FaultPlan.ofStream(CHAT, List.of(faults));
    }

    private static FaultPlan whole(Fault... faults) {
        return FaultPlan.ofWhole(List.of(faults));
    }

    @Test
    void withoutFaultsEverythingIsSaidInOrder() {
        assertThat(stream()).isEqualTo(new FaultPlan(List.of(0, 1, 2, 3, 4, 5), Map.of(), new Ending.InOrder()));
        assertThat(whole()).isEqualTo(new FaultPlan(List.of(0), Map.of(), new Ending.InOrder()));
    }

    @Test
    void aStallEndsTheAnswerAtItsPlaceOrBeforeTheEndMark() {
        assertThat(stream(Fault.stallAfter(0))).isEqualTo(new FaultPlan(List.of(), Map.of(), new Ending.Stalled()));
        assertThat(stream(Fault.stallAfter(2)).pieces()).containsExactly(0, 1);
        assertThat(stream(Fault.stallAfter(99)).pieces()).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void aTruncationSendsHalfOfThePieceAtItsPlace() {
        assertThat(stream(Fault.truncateAfter(1)))
                .isEqualTo(new FaultPlan(List.of(0, 1), Map.of(1, Manner.HALF), new Ending.InOrder()));
        assertThat(stream(Fault.truncateAfter(99)).manners()).containsExactly(Map.entry(5, Manner.HALF));
        assertThat(FaultPlan.ofStream(List.of(Role.CONTENT, Role.FINISH), List.of(Fault.truncateAfter(99)))
                        .manners())
                .containsExactly(Map.entry(1, Manner.HALF));
    }

    @Test
    void whatSpoilsAPieceSparesTheEndMark() {
        assertThat(stream(Fault.garble(99)).manners()).containsExactly(Map.entry(4, Manner.GARBLED));
        assertThat(stream(Fault.spoilFrame(1), Fault.invalidUtf8(2)).manners())
                .containsOnly(Map.entry(1, Manner.SPOILED), Map.entry(2, Manner.BAD_TEXT));
    }

    @Test
    void ofTwoFaultsOfOnePieceTheFirstIsMet() {
        assertThat(stream(Fault.garble(1), Fault.invalidUtf8(1)).manners())
                .containsExactly(Map.entry(1, Manner.GARBLED));
    }

    @Test
    void rolesAreLeftOutAndRepeated() {
        assertThat(stream(Fault.noFinish()).pieces()).containsExactly(0, 1, 2, 4);
        assertThat(stream(Fault.noUsage()).pieces()).containsExactly(0, 1, 2, 3, 5);
        assertThat(stream(Fault.duplicateFinish()).pieces()).containsExactly(0, 1, 2, 3, 3, 4, 5);
    }

    @Test
    void ofTwoEndsTheEarlierIsMet() {
        FaultPlan plan = stream(Fault.resetAfter(3), Fault.errorInStream(1, ErrorKind.UNAVAILABLE));

        assertThat(plan).isEqualTo(new FaultPlan(List.of(0), Map.of(), new Ending.Failed(ErrorKind.UNAVAILABLE)));
        assertThat(stream(Fault.resetAfter(2), Fault.stallAfter(2)).ending()).isEqualTo(new Ending.Reset());
    }

    @Test
    void aWholeAnswerIsStruckBeforeOrInItsMiddle() {
        assertThat(whole(Fault.resetAfter(0)).pieces()).isEmpty();
        assertThat(whole(Fault.resetAfter(7)))
                .isEqualTo(new FaultPlan(List.of(0), Map.of(0, Manner.HALF), new Ending.Reset()));
        assertThat(whole(Fault.truncateAfter(0)))
                .isEqualTo(new FaultPlan(List.of(0), Map.of(0, Manner.HALF), new Ending.InOrder()));
        assertThat(whole(Fault.garble(5)).manners()).containsExactly(Map.entry(0, Manner.GARBLED));
        assertThat(whole(Fault.stallAfter(3), Fault.resetAfter(0)).ending()).isEqualTo(new Ending.Reset());
    }
}
