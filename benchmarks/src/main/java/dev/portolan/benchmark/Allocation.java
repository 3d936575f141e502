package dev.portolan.benchmark;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** Bytes that the calling thread allocates for a job. Both clients do all their work on it. */
public final class Allocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /**
     * Measures a job that is warm.
     *
     * @param client who does it
     * @param job the job
     * @param times how often it is done to warm up, and again to measure
     * @return bytes each time
     */
    public static double bytes(Client client, ToIntFunction<Client> job, int times) {
        repeat(client, job, times);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        repeat(client, job, times);
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / (double) times;
    }

    private static void repeat(Client client, ToIntFunction<Client> job, int times) {
        int expected = job.applyAsInt(client);
        for (int i = 1; i < times; i++) {
            if (job.applyAsInt(client) != expected) {
                throw new IllegalStateException("The same answer was read differently");
            }
        }
    }

    /**
     * Prints both clients' figures.
     *
     * @param args none
     */
    public static void main(String[] args) {
        try (CannedServer server = CannedServer.start();
                Client floor = new HandWrittenClient(server.baseUrl());
                Client portolan = new PortolanClient(server.baseUrl())) {
            print("call", bytes(floor, Client::call, 2_000), bytes(portolan, Client::call, 2_000), 1);
            print(
                    "chunk",
                    bytes(floor, Client::stream, 200),
                    bytes(portolan, Client::stream, 200),
                    CannedServer.CHUNKS);
        }
    }

    private static void print(String what, double floor, double portolan, int per) {
        System.out.printf(
                Locale.ROOT,
                "bytes a %-5s  hand-written %,8.0f   portolan %,8.0f   ratio %.2f%n",
                what,
                floor / per,
                portolan / per,
                portolan / floor);
    }
}
