package dev.portolan.interop.langchain4j;

import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Pace;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.openai.OpenAiSimulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints what callers of both libraries see of the same faults, as the table of {@code docs/reliability.md}.
 *
 * <pre>{@code ./mvnw -q -pl interop-tests/langchain4j -am compile exec:java}</pre>
 */
public final class FaultTable {

    private static final String HEAD =
            "| what happens | asked as | Portolan | LangChain4j 1.19.0 |\n|---|---|---|---|\n";

    /** So that what was sent before a reset has been read: a reset overtakes it. */
    private static final Pace PACE = Pace.of(Duration.ofMillis(20), 40);

    private FaultTable() {}

    /**
     * One row.
     *
     * @param name what happens
     * @param path how it was asked
     * @param ours what a caller of this library sees
     * @param theirs what a caller of the other one sees
     */
    public record Row(String name, String path, String ours, String theirs) {
        @Override
        public String toString() {
            return "| " + name + " | " + path + " | " + ours + " | " + theirs + " |";
        }
    }

    /**
     * Prints the table.
     *
     * @param args none
     * @throws InterruptedException when somebody wants it to end
     */
    public static void main(String[] args) throws InterruptedException {
        StringBuilder table = new StringBuilder(HEAD);
        for (Row row : rows()) {
            table.append(row).append('\n');
        }
        System.out.print(table);
    }

    /**
     * Makes all the calls, which takes about a minute: some faults show only by waiting.
     *
     * @return the rows in the order of the table
     * @throws InterruptedException when somebody wants it to end
     */
    public static List<Row> rows() throws InterruptedException {
        // What a class costs when it is first used must not look like a slow network.
        Trouble none = new Trouble("none", true, Faults.NONE, Reply.text(Trouble.ANSWER));
        ours(none);
        theirs(none);
        List<Row> rows = new ArrayList<>();
        for (Trouble trouble : Trouble.all()) {
            rows.add(new Row(trouble.name(), trouble.streaming() ? "stream" : "call", ours(trouble), theirs(trouble)));
        }
        return rows;
    }

    private static OpenAiSimulator simulator(Trouble trouble) {
        return OpenAiSimulator.builder()
                .responder(prompt -> trouble.reply())
                .pace(PACE)
                .faults(trouble.faults())
                .start();
    }

    private static String ours(Trouble trouble) {
        try (OpenAiSimulator simulator = simulator(trouble);
                PortolanCaller caller = new PortolanCaller(simulator.baseUrl())) {
            long start = System.nanoTime();
            String seen = caller.call(trouble);
            return seen + Words.attempts(simulator.requests().size(), trouble, since(start));
        }
    }

    private static String theirs(Trouble trouble) throws InterruptedException {
        try (OpenAiSimulator simulator = simulator(trouble)) {
            LangChain4jCaller caller = new LangChain4jCaller(simulator.baseUrl());
            long start = System.nanoTime();
            String seen = caller.call(trouble);
            return seen + Words.attempts(simulator.requests().size(), trouble, since(start));
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
