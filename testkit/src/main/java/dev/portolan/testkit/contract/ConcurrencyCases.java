package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One model, many threads. */
interface ConcurrencyCases {

    int THREADS = 50;

    @Test
    default void fiftyThreadsEachGetTheirOwnAnswer(Bench bench)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<Path> paths = bench.paths();
        CyclicBarrier start = new CyclicBarrier(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<String>> answers = IntStream.range(0, THREADS)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await(30, TimeUnit.SECONDS);
                        StringBuilder said = new StringBuilder();
                        for (int round = 0; round < 4; round++) {
                            Path path = paths.get((i + round) % paths.size());
                            ChatRequest request = ChatRequest.of("caller-" + i + "-round-" + round + ".");
                            said.append(path.ask(bench.model(), request, CallContext.EMPTY)
                                    .text());
                        }
                        return said.toString();
                    }))
                    .toList();
            for (int i = 0; i < THREADS; i++) {
                String said = answers.get(i).get(50, TimeUnit.SECONDS);
                for (int round = 0; round < 4; round++) {
                    assertThat(said).contains("caller-" + i + "-round-" + round + ".");
                }
                assertThat(said.split("caller-", -1)).hasSize(5);
            }
            if (bench.wired()) {
                assertThat(bench.received()).hasSize(THREADS * 4);
            }
            bench.quiet();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    default void anAnswerMayComeInTheFuture(Bench bench) {
        CompletableFuture<ChatResponse> answer =
                bench.model().chatAsync(ChatRequest.of("Hello."), CallContext.EMPTY, Runnable::run);

        assertThat(answer.join().text()).contains("Hello.");
    }
}
