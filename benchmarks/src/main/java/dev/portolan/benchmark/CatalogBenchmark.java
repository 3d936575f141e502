package dev.portolan.benchmark;

import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.Equivalents;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.Offer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time to find an id in the bundled catalog, to find stand-ins, and to read a catalog's file of its size. */
@State(Scope.Benchmark)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CatalogBenchmark {

    private final ModelCatalog catalog = ModelCatalog.bundled();
    private final byte[] file = file(catalog);

    /** A benchmark; made by JMH. */
    public CatalogBenchmark() {}

    private static byte[] file(ModelCatalog catalog) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            catalog.write(out);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    /**
     * An id that the catalog holds.
     *
     * @return its offer
     */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public @Nullable Offer exactLookup() {
        return catalog.offer(Cloud.BEDROCK, "eu.anthropic.claude-opus-4-8");
    }

    /**
     * What may stand in for a model on another cloud.
     *
     * @return the answer
     */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public Equivalents equivalents() {
        return catalog.equivalents("gpt-4o-mini", Cloud.BEDROCK);
    }

    /**
     * A catalog read from its file, digest checked, in a warm process.
     *
     * @return the catalog
     * @throws IOException never
     */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public ModelCatalog read() throws IOException {
        return ModelCatalog.read(new ByteArrayInputStream(file));
    }

    /** The bundled catalog asked for first in a new process: each fork measures once. */
    @State(Scope.Benchmark)
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    @Fork(5)
    public static class Cold {

        /** A benchmark; made by JMH. */
        public Cold() {}

        /**
         * The first call of all.
         *
         * @return the catalog
         */
        @Benchmark
        @BenchmarkMode(Mode.SingleShotTime)
        @OutputTimeUnit(TimeUnit.MILLISECONDS)
        public ModelCatalog coldLoad() {
            return ModelCatalog.bundled();
        }
    }
}
