package dev.portolan.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventLoopsTest {

    @Test
    void aConnectionThatIsClosedTwiceLeavesTheThreadsOfAnotherAlone() {
        BedrockConnection closedTwice = Connections.to("http://127.0.0.1:9", true);
        try (BedrockConnection other = Connections.to("http://127.0.0.1:9", true)) {
            EventLoops loops = EventLoops.acquire();
            EventLoops.release();
            closedTwice.close();
            closedTwice.close();

            assertThat(other).isNotNull();
            assertThat(loops.group.eventLoopGroup().isShuttingDown()).isFalse();
            assertThat(loops.timers.isShutdown()).isFalse();
        }
    }
}
