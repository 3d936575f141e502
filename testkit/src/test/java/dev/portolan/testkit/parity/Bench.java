package dev.portolan.testkit.parity;

import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatRequest;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.cost.Price;
import dev.portolan.evidence.cost.PriceSource;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.dataset.Example;
import dev.portolan.simulator.Reply;
import dev.portolan.testkit.internal.RunClock;
import dev.portolan.testkit.model.TestChatModel;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** What tests of runs have in common. */
final class Bench {

    static final Currency DOLLARS = Currency.getInstance("USD");

    /** A dollar for each token. */
    static final PriceSource DEAR = (provider, model) ->
            new Price(DOLLARS, BigDecimal.valueOf(1_000_000), BigDecimal.valueOf(1_000_000), null, null);

    /** 1 for answers with the word. */
    static final Check GOOD = Check.of(
            "good", seen -> Score.of(seen.answer().text().contains("good"), "whether it says that it is good"));

    private Bench() {}

    static Dataset dataset(int examples) {
        List<Example> all = new ArrayList<>();
        for (int i = 0; i < examples; i++) {
            all.add(Example.builder(ChatRequest.of("question " + i + "?"))
                    .id("e" + i)
                    .build());
        }
        return Dataset.of("questions", all);
    }

    static TestChatModel good() {
        return TestChatModel.of(prompt -> Reply.text("good answer to " + prompt.userText()));
    }

    static TestChatModel bad() {
        return TestChatModel.of(prompt -> Reply.text("no answer to " + prompt.userText()));
    }

    static ParityRunBuilder run(int examples, TestChatModel source, TestChatModel target) {
        return ParityRun.builder()
                .dataset(dataset(examples))
                .source(Subject.of("present", source))
                .target(Subject.of("new", target))
                .checks(GOOD);
    }

    static LlmException error(ErrorKind kind) {
        return ErrorDetails.builder("it went wrong").toException(kind);
    }

    /** Time that passes only while somebody waits. */
    static final class StillClock implements RunClock {
        final List<Duration> pauses = new CopyOnWriteArrayList<>();
        private final AtomicLong nanos = new AtomicLong();

        @Override
        public Instant now() {
            return Instant.EPOCH.plusNanos(nanos.get());
        }

        @Override
        public long nanos() {
            return nanos.get();
        }

        void advance(Duration time) {
            nanos.addAndGet(time.toNanos());
        }

        @Override
        public void pause(Duration time, Cancellation until) {
            pauses.add(time);
            advance(time);
        }
    }
}
