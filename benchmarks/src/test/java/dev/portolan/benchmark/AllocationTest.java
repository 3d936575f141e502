package dev.portolan.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Guards what the hot paths allocate, beside a client written by hand on the same transport. */
class AllocationTest {

    private CannedServer server;
    private Client floor;
    private Client portolan;

    @BeforeEach
    void connect() {
        server = CannedServer.start();
        floor = new HandWrittenClient(server.baseUrl());
        portolan = new PortolanClient(server.baseUrl());
    }

    @AfterEach
    void disconnect() {
        floor.close();
        portolan.close();
        server.close();
    }

    @Test
    void bothClientsReadTheSame() {
        assertThat(portolan.call()).isEqualTo(floor.call());
        assertThat(portolan.stream()).isEqualTo(floor.stream());
    }

    @Test
    void aCallAllocatesAtMostHalfAsMuchAgainAsByHand() {
        assertThat(ratio(Client::call, 1_500)).isLessThanOrEqualTo(1.5);
    }

    @Test
    void aStreamedChunkAllocatesAtMostHalfAsMuchAgainAsByHand() {
        assertThat(ratio(Client::stream, 100)).isLessThanOrEqualTo(1.5);
    }

    private double ratio(ToIntFunction<Client> job, int times) {
        double byHand = Allocation.bytes(floor, job, times);
        double ours = Allocation.bytes(portolan, job, times);
        System.out.printf("allocated by hand %.0f, by portolan %.0f, ratio %.2f%n", byHand, ours, ours / byHand);
        return ours / byHand;
    }
}
