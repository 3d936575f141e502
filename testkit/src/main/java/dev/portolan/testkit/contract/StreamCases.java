package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** A stream that is read in peace. */
interface StreamCases {

    ChatRequest QUESTION = ChatRequest.of("one two three four five");

    private static ChatStream open(Bench bench) {
        bench.needs(Capability.STREAMING);
        return bench.model().stream(QUESTION);
    }

    @Test
    default void nothingIsSentBeforeTheFirstPull(Bench bench) {
        bench.wire();
        try (ChatStream stream = open(bench)) {
            assertThat(bench.received()).isEmpty();
            assertThat(stream.next()).isNotNull();
            assertThat(bench.received()).hasSize(1);
        }
    }

    @Test
    default void aStreamEndsOnceAndWithTheWhole(Bench bench) {
        try (ChatStream stream = open(bench)) {
            List<ChatEvent> events = new ArrayList<>();
            stream.forEach(events::add);

            assertThat(events).filteredOn(ChatEvent.Completed.class::isInstance).hasSize(1);
            assertThat(events).last().isInstanceOf(ChatEvent.Completed.class);
            assertThat(events).filteredOn(ChatEvent.TextDelta.class::isInstance).isNotEmpty();
            assertThat(stream.next()).isNull();
            assertThat(stream.next()).isNull();
        }
    }

    @Test
    default void thePiecesTogetherAreTheText(Bench bench) {
        try (ChatStream stream = open(bench)) {
            StringBuilder text = new StringBuilder();
            for (String piece : stream.text()) {
                assertThat(piece).isNotEmpty();
                text.append(piece);
            }

            assertThat(text)
                    .contains("one two three")
                    .hasToString(stream.response().text());
        }
    }

    @Test
    default void aTextIsOneBlock(Bench bench) {
        try (ChatStream stream = open(bench)) {
            List<Integer> blocks = new ArrayList<>();
            for (ChatEvent event : stream) {
                if (event instanceof ChatEvent.TextDelta delta) {
                    blocks.add(delta.block());
                }
            }
            assertThat(blocks.stream().distinct()).hasSize(1);
        }
    }

    @Test
    default void theResponseNeedsNoReadingAndMayBeAskedForAgain(Bench bench) {
        try (ChatStream stream = open(bench)) {
            ChatResponse response = stream.response();

            assertThat(response.text()).contains("one two three");
            assertThat(stream.response()).isSameAs(response);
        }
    }

    @Test
    default void theResponseMayFollowAPartialReading(Bench bench) {
        try (ChatStream stream = open(bench)) {
            Iterator<String> pieces = stream.text().iterator();
            String first = pieces.next();

            assertThat(stream.response().text()).startsWith(first).contains("one two three");
        }
    }

    @Test
    default void aStreamIsReadOnce(Bench bench) {
        Executor direct = Runnable::run;
        try (ChatStream stream = open(bench)) {
            assertThat(stream.iterator()).isNotNull();

            assertThatThrownBy(stream::iterator).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(stream::text).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> stream.toPublisher(direct)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    default void aStreamThatIsClosedUnreadSendsNothing(Bench bench) {
        ChatStream stream = open(bench);
        stream.close();
        stream.close();

        assertThat(stream.next()).isNull();
        assertThatThrownBy(stream::response).isInstanceOf(IllegalStateException.class);
        Twins.nothingSent(bench);
    }

    @Test
    default void aStreamThatWasReadIsClosedWithoutHarm(Bench bench) {
        ChatStream stream = open(bench);
        ChatResponse response = stream.response();
        stream.close();

        assertThat(stream.next()).isNull();
        assertThat(stream.response()).isSameAs(response);
        bench.quiet();
    }

    @Test
    default void aPublisherGivesWhatIsDemandedAndNoMore(Bench bench) {
        try (ChatStream stream = open(bench)) {
            Subscriber subscriber = new Subscriber();
            stream.toPublisher(Runnable::run).subscribe(subscriber);
            assertThat(subscriber.events).isEmpty();
            Twins.nothingSent(bench);

            subscriber.request(1);
            assertThat(subscriber.events).hasSize(1);
            subscriber.request(1);
            assertThat(subscriber.events).hasSize(2);
            assertThat(subscriber.complete).isFalse();

            subscriber.request(Long.MAX_VALUE);
            assertThat(subscriber.events).last().isInstanceOf(ChatEvent.Completed.class);
            assertThat(subscriber.complete).isTrue();
            assertThat(subscriber.failure).isNull();
        }
    }

    @Test
    default void cancellingASubscriptionClosesTheStream(Bench bench) {
        ChatStream stream = open(bench);
        Subscriber subscriber = new Subscriber();
        stream.toPublisher(Runnable::run).subscribe(subscriber);
        subscriber.request(1);
        subscriber.cancel();

        assertThat(stream.next()).isNull();
        assertThat(subscriber.complete).isFalse();
        assertThat(subscriber.failure).isNull();
        bench.quiet();
    }

    @Test
    default void streamingIsRefusedByAModelThatDoesNotStream(Bench bench) {
        try (ChatStream stream = bench.modelWithout(Capability.STREAMING).stream(QUESTION)) {
            assertThatThrownBy(stream::next)
                    .isInstanceOfSatisfying(
                            LlmException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.UNSUPPORTED_FEATURE));
            assertThatThrownBy(stream::next).isInstanceOf(LlmException.class);
        }
        Twins.nothingSent(bench);
    }
}
