package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatStream;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Simulator;
import dev.portolan.spi.ProviderConnection;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Streams that end before their time by their reader's will: quietly, noticed by the server, and without leaving anything behind. */
interface StreamLifeCases {

    String LONG = "word ".repeat(2_000);

    /** A model that speaks for minutes. */
    private static ChatStream slow(Bench bench) {
        bench.needs(Capability.STREAMING);
        bench.says(LONG);
        bench.meets(Fault.slow(40));
        return bench.model().stream(ChatRequest.of("Speak."));
    }

    @Test
    @Tag("integration")
    default void closingAfterTheFirstTokenReachesTheServer(Bench bench) {
        ChatStream stream = slow(bench);
        assertThat(stream.text().iterator().next()).isNotEmpty();
        assertThat(bench.wire().inFlight()).isEqualTo(1);

        stream.close();

        assertThat(stream.next()).isNull();
        bench.quiet();
        assertThatThrownBy(stream::response).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Tag("integration")
    default void closingBeforeTheFirstTokenReachesTheServer(Bench bench) {
        bench.needs(Capability.STREAMING);
        bench.meets(Fault.silent());
        ChatStream stream = bench.model().stream(ChatRequest.of("Speak."));
        CompletableFuture<Void> closer = CompletableFuture.runAsync(() -> {
            Bench.eventually("the request has arrived", () -> bench.wire().inFlight() == 1);
            stream.close();
        });

        assertThat(stream.next()).as("the reader sees a quiet end").isNull();
        closer.join();
        bench.quiet();
    }

    @Test
    @Tag("integration")
    default void closingFromAnotherThreadFreesTheReader(Bench bench) {
        ChatStream stream = slow(bench);
        assertThat(stream.text().iterator().next()).isNotEmpty();
        CompletableFuture<Void> closer = CompletableFuture.runAsync(stream::close);
        int read = 0;
        while (stream.next() != null) {
            read++;
        }

        assertThat(read).as("events read before the quiet end").isLessThan(2_000);
        closer.join();
        bench.quiet();
    }

    @Test
    @Tag("integration")
    default void twoReadersAtOnceAreRefused(Bench bench) {
        bench.needs(Capability.STREAMING);
        bench.meets(Fault.silent());
        ChatStream stream = bench.model().stream(ChatRequest.of("Speak."));
        CompletableFuture<Void> reader = CompletableFuture.runAsync(stream::next);
        Bench.eventually("the request has arrived", () -> bench.wire().inFlight() == 1);

        assertThatThrownBy(stream::next).isInstanceOf(IllegalStateException.class);

        stream.close();
        reader.join();
        bench.quiet();
    }

    @Test
    @Tag("integration")
    default void streamsThatEndInEveryWayLeaveNothingBehind(Bench bench) {
        bench.needs(Capability.STREAMING);
        Simulator wire = bench.wire();
        int before = wire.openConnections();
        try (ProviderConnection connection = bench.connect()) {
            ChatModel model = connection.chatModel(bench.settings().build());
            bench.says("one two three four");
            for (int i = 0; i < 40; i++) {
                try (ChatStream stream = model.stream(ChatRequest.of("Speak."))) {
                    if (i % 4 == 1) {
                        assertThat(stream.next()).isNotNull();
                    } else if (i % 4 > 1) {
                        assertThat(stream.response().text()).isNotEmpty();
                    }
                }
            }
            bench.quiet();
        }
        Bench.eventually("the connections of a closed provider are closed", () -> wire.openConnections() <= before);
        Threads.noneLeft();
    }
}
