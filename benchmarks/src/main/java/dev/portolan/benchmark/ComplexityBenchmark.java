package dev.portolan.benchmark;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Tool;
import dev.portolan.routing.complexity.ComplexityScorer;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
import org.openjdk.jmh.annotations.Warmup;

/** Time of a decision, as a distribution: how long a request is held up before it is sent. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class ComplexityBenchmark {

    private static final String SENTENCE =
            "Assume that the tenant owes 3 months of rent, unless clause 7 (b) says x >= 40 % of it. Which party is right? ";
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\","
            + "\"description\":\"The city, with its country where that is not clear.\"},\"days\":{\"type\":\"integer\"},"
            + "\"unit\":{\"type\":\"string\",\"enum\":[\"metric\",\"imperial\"]}},\"required\":[\"city\",\"days\"]}";

    /** What is asked. */
    @Param({"2000 characters", "200000 characters", "20 tools"})
    public String asked = "";

    private ChatRequest request = ChatRequest.of("-");
    private ComplexityScorer scorer = ComplexityScorer.bundled();

    /** A benchmark; made by JMH. */
    public ComplexityBenchmark() {}

    /** Makes the request. */
    @Setup(Level.Trial)
    public void ask() {
        int characters = asked.startsWith("200000") ? 200_000 : 2_000;
        String text = SENTENCE.repeat(characters / SENTENCE.length() + 1).substring(0, characters);
        int tools = asked.endsWith("tools") ? 20 : 0;
        request = ChatRequest.builder()
                .user(text)
                .tools(IntStream.range(0, tools)
                        .mapToObj(i -> Tool.of("forecast" + i, "Tells the weather of the days to come.", SCHEMA))
                        .toList())
                .build();
        scorer = ComplexityScorer.bundled();
    }

    /**
     * One decision.
     *
     * @return what was told
     */
    @Benchmark
    public Object assess() {
        return scorer.assess(request);
    }
}
