package dev.portolan.interop.langchain4j;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Prints what callers of both libraries see of the same faults, as the table of {@code docs/reliability.md}.
 *
 * <pre>{@code ./mvnw -q -pl interop-tests/langchain4j -am compile exec:java}</pre>
 */
public final class FaultTable {

    private static final String HEAD =
            "| what happens | asked as | Portolan | LangChain4j 1.19.0 |\n|---|---|---|---|\n";

    /** Most rows only wait. */
    private static final int ROWS_AT_ONCE = 4;

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
     * Makes all the calls, which takes about half a minute: some faults show only by waiting.
     *
     * @return the rows in the order of the table
     * @throws InterruptedException when somebody wants it to end
     */
    public static List<Row> rows() throws InterruptedException {
        // What a class costs when it is first used must not look like a slow network.
        row(Trouble.NONE);
        ExecutorService threads = Executors.newFixedThreadPool(ROWS_AT_ONCE);
        try {
            List<Row> rows = new ArrayList<>();
            for (Future<Row> row : threads.invokeAll(
                    Trouble.all().stream().map(FaultTable::task).toList())) {
                rows.add(row.get());
            }
            return rows;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A row could not be measured", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Row> task(Trouble trouble) {
        return () -> row(trouble);
    }

    /** Both libraries one after the other, each with a server of its own. */
    private static Row row(Trouble trouble) throws InterruptedException {
        return new Row(trouble.name(), trouble.streaming() ? "stream" : "call", ours(trouble), theirs(trouble));
    }

    private static String ours(Trouble trouble) {
        try (Service service = trouble.service().get();
                PortolanCaller caller = new PortolanCaller(service.baseUrl())) {
            long start = System.nanoTime();
            String seen = caller.call(trouble);
            return seen + Words.attempts(service.requests().getAsInt(), trouble, since(start));
        }
    }

    private static String theirs(Trouble trouble) throws InterruptedException {
        try (Service service = trouble.service().get()) {
            LangChain4jCaller caller = new LangChain4jCaller(service.baseUrl());
            long start = System.nanoTime();
            String seen = caller.call(trouble);
            return seen + Words.attempts(service.requests().getAsInt(), trouble, since(start));
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
