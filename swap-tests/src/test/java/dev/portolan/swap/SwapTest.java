package dev.portolan.swap;

import dev.portolan.simulator.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each conversation begins on one wire, changes to another at each of its turns, is finished there and returns: whatever wire it
 * arrives at takes the whole history.
 */
@Tag("integration")
@Timeout(120)
class SwapTest {

    private static final Map<Wire, Running> RUNNING = new HashMap<>();

    @BeforeAll
    static void start() {
        for (Wire wire : Wire.ALL) {
            RUNNING.put(wire, wire.start());
        }
    }

    @AfterAll
    static void stop() {
        RUNNING.values().forEach(Running::close);
    }

    static Stream<Arguments> swaps() {
        List<Arguments> swaps = new ArrayList<>();
        for (Wire from : Wire.ALL) {
            for (Wire to : Wire.ALL) {
                for (Talk talk : Talk.ALL) {
                    swaps.add(Arguments.of(from, to, talk));
                }
            }
        }
        return swaps.stream();
    }

    @ParameterizedTest
    @MethodSource("swaps")
    void aConversationGoesOnAtEveryTurn(Wire from, Wire to, Talk talk) {
        Running source = RUNNING.get(from);
        Running target = RUNNING.get(to);
        for (int turn = 1; turn < talk.steps.size(); turn++) {
            boolean streamed = turn % 2 == 0;
            Passage passage = new Passage(talk);
            passage.say(source, 0, turn, streamed);
            passage.writeAndRead();
            passage.say(target, turn, talk.steps.size(), !streamed);
            passage.writeAndRead();
            passage.say(source, Talk.ask("Farewell then.", Reply.text("Fair winds.")), streamed);
        }
    }
}
