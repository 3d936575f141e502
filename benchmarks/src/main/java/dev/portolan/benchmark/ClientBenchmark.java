package dev.portolan.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Time of a call and of a stream of {@link CannedServer#CHUNKS} chunks. Compare the clients within one run only. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class ClientBenchmark {

    /** Whose hands. */
    @Param({"hand-written", "portolan"})
    public String client = "";

    private CannedServer server = CannedServer.start();
    private Client measured = new HandWrittenClient(server.baseUrl());

    /** A benchmark; made by JMH. */
    public ClientBenchmark() {}

    /** Makes the client. */
    @Setup(Level.Trial)
    public void connect() {
        if (client.equals("portolan")) {
            measured.close();
            measured = new PortolanClient(server.baseUrl());
        }
    }

    /** Ends client and server. */
    @TearDown(Level.Trial)
    public void disconnect() {
        measured.close();
        server.close();
    }

    /**
     * One call.
     *
     * @return what was read
     */
    @Benchmark
    public int call() {
        return measured.call();
    }

    /**
     * One stream.
     *
     * @return what was read
     */
    @Benchmark
    public int stream() {
        return measured.stream();
    }
}
