package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.WireListener;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.simulator.Fault;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who listens on the wire hears each attempt, and no key. */
interface ListeningCases {

    ChatRequest QUESTION = ChatRequest.of("Where is the harbour?");

    /** One attempt as it was heard. */
    final class Heard implements WireListener.Exchange {
        final String address;
        final String headers;
        final String asked;
        final ByteArrayOutputStream answer = new ByteArrayOutputStream();
        final List<Integer> statuses = new ArrayList<>();
        final List<WireListener.End> ends = new ArrayList<>();

        Heard(String address, List<WireListener.Header> headers, byte[] body) {
            this.address = address;
            StringBuilder all = new StringBuilder();
            headers.forEach(header -> all.append(header.name())
                    .append(": ")
                    .append(header.value())
                    .append('\n'));
            this.headers = all.toString();
            this.asked = new String(body, StandardCharsets.UTF_8);
        }

        @Override
        public void answered(int status, List<WireListener.Header> told) {
            statuses.add(status);
        }

        @Override
        public void received(byte[] bytes, int offset, int length) {
            answer.write(bytes, offset, length);
        }

        @Override
        public void ended(WireListener.End end, @Nullable Throwable failure) {
            ends.add(end);
        }

        String answer() {
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    /** Listens. */
    final class Ears implements WireListener {
        final List<Heard> heard = new CopyOnWriteArrayList<>();

        @Override
        public Exchange begin(String method, String address, List<Header> headers, byte[] body) {
            Heard exchange = new Heard(address, headers, body);
            heard.add(exchange);
            return exchange;
        }

        CallContext context() {
            return CallContext.builder().wireListener(this).build();
        }

        Heard one() {
            assertThat(heard).as("attempts that were heard").hasSize(1);
            return heard.get(0);
        }
    }

    private static void listening(Bench bench) {
        bench.wire();
        bench.needs(WireFeature.LISTENING);
    }

    @Test
    default void whatIsSentAndWhatComesBackIsHeard(Bench bench) {
        listening(bench);
        bench.onEachPath(path -> {
            Ears ears = new Ears();
            path.ask(bench.model(), QUESTION, ears.context());

            assertThat(ears.one().asked).contains("Where is the harbour?");
            assertThat(ears.one().statuses).as("statuses").hasSize(1);
            assertThat(ears.one().answer()).contains("Where");
            assertThat(ears.one().ends).as("ends").hasSize(1).doesNotContain(WireListener.End.BROKEN);
        });
    }

    @Test
    default void noKeyIsHeard(Bench bench) {
        listening(bench);
        bench.onEachPath(path -> {
            Ears ears = new Ears();
            path.ask(bench.model(), QUESTION, ears.context());

            assertThat(ears.one().address
                            + ears.one().headers
                            + ears.one().asked
                            + ears.one().answer())
                    .doesNotContain(Bench.KEY);
        });
    }

    @Test
    default void anErrorIsHeardAsTheVendorSaidIt(Bench bench) {
        listening(bench);
        bench.meets(Fault.error(ErrorKind.UNAVAILABLE));
        bench.onEachPath(path -> {
            Ears ears = new Ears();
            LlmException failure = bench.failure(path, QUESTION, ears.context());

            assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
            assertThat(ears.one().statuses).as("statuses").hasSize(1).doesNotContain(200);
            assertThat(ears.one().ends).as("ends").hasSize(1);
        });
    }

    @Test
    default void aStreamThatBreaksIsHeardAsFarAsItCame(Bench bench) {
        listening(bench);
        bench.needs(Capability.STREAMING);
        bench.says(FaultCases.TEXT);
        bench.meets(Fault.resetAfter(FaultCases.MIDDLE));
        Ears ears = new Ears();
        LlmException failure = bench.failure(Path.STREAMING, QUESTION, ears.context());

        // A reset may overtake what was sent before it; what the reader got was heard.
        if (failure.outputBegun()) {
            assertThat(ears.one().answer()).isNotEmpty();
        }
        // Some SDKs take a reset for the end of the body, so how it ended is theirs to say.
        assertThat(ears.one().ends).hasSize(1);
    }

    @Test
    default void aStreamThatItsReaderLeavesEndsOnce(Bench bench) {
        listening(bench);
        bench.needs(Capability.STREAMING);
        bench.says(FaultCases.TEXT);
        Ears ears = new Ears();
        try (ChatStream stream = bench.model().stream(QUESTION, ears.context())) {
            assertThat(stream.next()).isNotNull();
        }
        bench.quiet();
        assertThat(ears.one().ends).hasSize(1);
    }

    @Test
    default void aListenerThatFailsDoesNoHarm(Bench bench) {
        listening(bench);
        CallContext context = CallContext.builder()
                .wireListener((method, address, headers, body) -> {
                    throw new IllegalStateException("deaf");
                })
                .build();
        bench.onEachPath(path ->
                assertThat(path.ask(bench.model(), QUESTION, context).text()).contains("Where is the harbour?"));
    }
}
