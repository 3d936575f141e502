package dev.portolan.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.error.LlmException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChatStreamTest {

    @Test
    void eventsComeInOrderUpToTheCompletedOne() {
        List<ChatEvent> events = new ArrayList<>();
        try (Scripted stream = Scripted.hello()) {
            stream.forEach(events::add);
            assertThat(stream.next()).isNull();
            assertThat(stream.pulls).hasValue(4);
        }
        assertThat(events).hasSize(4);
        assertThat(events.get(3)).isEqualTo(new ChatEvent.Completed(Scripted.RESPONSE));
    }

    @Test
    void nothingIsPulledBeforeSomebodyReads() {
        try (Scripted stream = Scripted.hello()) {
            stream.iterator();
            assertThat(stream.pulls).hasValue(0);
        }
    }

    @Test
    void eventsAreReadOnce() {
        try (Scripted stream = Scripted.hello()) {
            stream.iterator();
            assertThatThrownBy(stream::iterator).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(stream::text).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> stream.toPublisher(Runnable::run)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void anIteratorKnowsItsEnd() {
        try (Scripted stream = Scripted.hello()) {
            Iterator<ChatEvent> events = stream.iterator();
            for (int i = 0; i < 4; i++) {
                events.next();
            }
            assertThat(events.hasNext()).isFalse();
            assertThatThrownBy(events::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void askingForMoreTakesNothingAway() {
        try (Scripted stream = Scripted.hello()) {
            Iterator<ChatEvent> events = stream.iterator();
            assertThat(events.hasNext()).isTrue();
            assertThat(events.hasNext()).isTrue();
            assertThat(events.next()).isEqualTo(Scripted.text("Hel"));
            assertThat(stream.pulls).hasValue(1);
        }
    }

    @Test
    void textIsGivenPieceByPieceWithoutEmptyOnes() {
        Scripted stream = new Scripted(
                new ChatEvent.ReasoningDelta("hm", 0),
                Scripted.text("Hel"),
                Scripted.text(""),
                Scripted.text("lo"),
                new ChatEvent.Completed(Scripted.RESPONSE));
        try (stream) {
            assertThat(stream.text()).containsExactly("Hel", "lo");
            assertThat(stream.response()).isEqualTo(Scripted.RESPONSE);
        }
    }

    @Test
    void textIsReadOnceToo() {
        try (Scripted stream = Scripted.hello()) {
            Iterable<String> text = stream.text();
            Iterator<String> pieces = text.iterator();
            assertThat(pieces.next()).isEqualTo("Hel");
            assertThat(pieces.next()).isEqualTo("lo");
            assertThatThrownBy(pieces::next).isInstanceOf(NoSuchElementException.class);
            assertThatThrownBy(text::iterator).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void theResponseMayBeAskedForAtOnceAndAgain() {
        try (Scripted stream = Scripted.hello()) {
            assertThat(stream.response()).isSameAs(Scripted.RESPONSE);
            assertThat(stream.response()).isSameAs(Scripted.RESPONSE);
            assertThat(stream.pulls).hasValue(4);
        }
    }

    @Test
    void theResponseMayFollowAPartialReading() {
        try (Scripted stream = Scripted.hello()) {
            assertThat(stream.next()).isEqualTo(Scripted.text("Hel"));
            assertThat(stream.response()).isSameAs(Scripted.RESPONSE);
        }
    }

    @Test
    void theResponseStaysAfterClosing() {
        Scripted stream = Scripted.hello();
        stream.response();
        stream.close();
        assertThat(stream.response()).isSameAs(Scripted.RESPONSE);
    }

    @Test
    void aFailureIsThrownAtEveryFurtherCallAndPulledNoMore() {
        LlmException failure = Scripted.interrupted();
        Scripted stream = new Scripted(Scripted.text("Hel"), failure);
        try (stream) {
            stream.next();
            assertThatThrownBy(stream::next).isSameAs(failure);
            assertThatThrownBy(stream::next).isSameAs(failure);
            assertThatThrownBy(stream::response).isSameAs(failure);
            assertThat(stream.pulls).hasValue(2);
        }
        assertThat(stream.aborts).hasValue(0);
        assertThatThrownBy(stream::response).as("after the close").isSameAs(failure);
    }

    @Test
    void anErrorEndsAStreamToo() {
        StackOverflowError error = new StackOverflowError();
        try (Scripted stream = new Scripted(error)) {
            assertThatThrownBy(stream::next).isSameAs(error);
            assertThatThrownBy(stream::next).isSameAs(error);
            assertThat(stream.pulls).hasValue(1);
        }
    }

    @Test
    void anImplementationThatGivesNoEventIsCalledOut() {
        try (Scripted stream = new Scripted("not an event")) {
            assertThatThrownBy(stream::response)
                    .isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("pull()");
        }
    }

    @Test
    void closingAnUnreadStreamAbortsTheCallOnce() {
        Scripted stream = Scripted.hello();
        stream.close();
        stream.close();
        assertThat(stream.aborts).hasValue(1);
        assertThat(stream.next()).isNull();
        assertThat(stream.iterator().hasNext()).isFalse();
        assertThat(stream.pulls).hasValue(0);
        assertThatThrownBy(stream::response)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed before");
    }

    @Test
    void closingACompleteStreamAbortsNothing() {
        Scripted stream = Scripted.hello();
        stream.response();
        stream.close();
        assertThat(stream.aborts).hasValue(0);
    }

    @Test
    void aCloseFromAnotherThreadEndsAWaitingReaderQuietly() throws Exception {
        Scripted stream = new Scripted(Scripted.text("Hel"), Scripted.SILENCE);
        CompletableFuture<List<String>> reader = CompletableFuture.supplyAsync(() -> {
            List<String> pieces = new ArrayList<>();
            stream.text().forEach(pieces::add);
            return pieces;
        });
        stream.waiting.await();

        stream.close();

        assertThat(reader.get(10, TimeUnit.SECONDS)).containsExactly("Hel");
        assertThat(stream.aborts).hasValue(1);
    }

    @Test
    void twoThreadsCannotReadAtOnce() throws Exception {
        Scripted stream = new Scripted(Scripted.SILENCE);
        CompletableFuture<ChatEvent> reader = CompletableFuture.supplyAsync(stream::next);
        stream.waiting.await();

        assertThatThrownBy(stream::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another thread");
        assertThatThrownBy(stream::response).isInstanceOf(IllegalStateException.class);

        stream.close();
        assertThat(reader.get(10, TimeUnit.SECONDS)).isNull();
        assertThat(stream.next()).isNull();
    }
}
