package dev.portolan.benchmark;

import dev.portolan.routing.state.FileStateStore;
import dev.portolan.routing.state.InMemoryStateStore;
import dev.portolan.routing.state.StateChange;
import dev.portolan.routing.state.StateStore;
import dev.portolan.routing.state.StoredState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time to read and to change a state, in memory and in a folder. In a folder a change waits for the disk, so its time is mostly the disk's:
 * {@code -p folder=} names one on the disk to be measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StateBenchmark {

    private static final String VALUE = "{\"spent\":\"12.3456\",\"reserved\":\"0.1200\",\"calls\":4711}";

    /** Which store; set by JMH. */
    @Param({"memory", "file"})
    public String kind = "memory";

    /** Where the folder of the store is made; empty for the system's temporary folder; set by JMH. */
    @Param("")
    public String folder = "";

    private @Nullable Path made;
    private StateStore store = new InMemoryStateStore();
    private long number;

    /** A benchmark; made by JMH. */
    public StateBenchmark() {}

    /**
     * Opens the store.
     *
     * @throws IOException when its folder cannot be made
     */
    @Setup
    public void open() throws IOException {
        if (kind.equals("file")) {
            made = folder.isEmpty()
                    ? Files.createTempDirectory("portolan-state")
                    : Files.createTempDirectory(Path.of(folder), "portolan-state");
            store = FileStateStore.open(made);
        }
        store.update("budget", current -> new StateChange.Next(VALUE));
    }

    /**
     * Closes the store and deletes its folder.
     *
     * @throws IOException when it cannot be deleted
     */
    @TearDown
    public void close() throws IOException {
        store.close();
        if (made != null) {
            try (Stream<Path> all = Files.walk(made)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /**
     * What stands under a key.
     *
     * @return the state
     */
    @Benchmark
    public @Nullable StoredState read() {
        return store.read("budget");
    }

    /**
     * A value without an event, as a budget writes it.
     *
     * @return what came of it
     */
    @Benchmark
    public StateStore.Outcome update() {
        return store.update("budget", current -> new StateChange.Next(VALUE));
    }

    /**
     * A value with an event, as a rollout writes it; a new key every hundred, since a log only grows.
     *
     * @return what came of it
     */
    @Benchmark
    public StateStore.Outcome updateWithEvent() {
        return store.update(
                "rollout" + number++ / 100,
                current ->
                        new StateChange.Next(VALUE, List.of("5 % to 25 % by the gate: 200 requests, no error"), null));
    }
}
