package dev.portolan.spi.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.error.InvalidResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseParserTest {

    private static final String MIXED = "\uFEFF: warming up\r\n\r\n"
            + "data: {\"n\":1}\n\n"
            + "event: answer.delta\nid: 7\nretry: 3000\ndata:{\"n\":2,\"t\":\"gr\u00fc\u00df \uD83D\uDE00\"}\n\n"
            + "data: first\r\ndata: second\r\ndata\r\ndata:  indented\r\n\r\n"
            + ": ping\n\n\n\n"
            + "event: answer.delta\rdata: old\rdata: Mac\r\r"
            + "event:\ndata: unnamed\n\n"
            + "event: lonely\n\n"
            + "unknown: x\ndatax: y\nevents: z\nno colon at all\ndata:\n\n"
            + "data: [DONE]\n\n";

    private static final List<String> MIXED_EVENTS = List.of(
            "null|{\"n\":1}",
            "answer.delta|{\"n\":2,\"t\":\"gr\u00fc\u00df \uD83D\uDE00\"}",
            "null|first\nsecond\n\n indented",
            "answer.delta|old\nMac",
            "null|unnamed",
            "null|",
            "null|[DONE]");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 64, 4096})
    void anEventIsTheSameHoweverItsBytesAreCut(int slice) {
        assertThat(events(MIXED, slice)).isEqualTo(MIXED_EVENTS);
    }

    @Test
    void anEventIsTheSameUnderRandomCuts() {
        byte[] bytes = MIXED.getBytes(StandardCharsets.UTF_8);
        Random random = new Random(4711);
        for (int run = 0; run < 300; run++) {
            List<String> events = new ArrayList<>();
            SseParser parser = new SseParser();
            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(bytes.length - at, random.nextInt(40));
                // Within a larger buffer, which is overwritten after each call as transports do.
                byte[] buffer = new byte[length + 10];
                System.arraycopy(bytes, at, buffer, 5, length);
                parser.feed(buffer, 5, length, sink(events));
                Arrays.fill(buffer, (byte) '#');
                at += length;
            }
            parser.end(sink(events));
            assertThat(events).isEqualTo(MIXED_EVENTS);
        }
    }

    @Test
    void aLineWithinTheBytesFedIsHandedOutWithoutCopy() {
        byte[] bytes = "data: abc\n\n".getBytes(StandardCharsets.UTF_8);
        List<byte[]> seen = new ArrayList<>();
        new SseParser().feed(bytes, 0, bytes.length, (name, data, offset, length) -> seen.add(data));
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0)).isSameAs(bytes);
    }

    @Test
    void theNameOfManyEventsIsMadeOnce() {
        List<String> names = new ArrayList<>();
        SseParser parser = new SseParser();
        byte[] bytes = "event: response.output_text.delta\ndata: x\n\n".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 3; i++) {
            parser.feed(bytes, 0, bytes.length, (name, data, offset, length) -> names.add(String.valueOf(name)));
        }
        assertThat(names).hasSize(3);
        assertThat(names.get(2)).isSameAs(names.get(0));
    }

    @Test
    void theLastEventNeedsNoBlankLine() {
        assertThat(events("data: a\n\ndata: [DONE]", 4)).containsExactly("null|a", "null|[DONE]");
        assertThat(events("data: a\n\ndata: [DONE]\n", 4)).containsExactly("null|a", "null|[DONE]");
        assertThat(events("data: a\n\nevent: nothing", 4)).containsExactly("null|a");
    }

    @Test
    void aCarriageReturnAtTheEndOfTheBytesIsAWholeLineEnd() {
        List<String> events = new ArrayList<>();
        SseParser parser = new SseParser();
        parser.feed("data: a\r\n\r".getBytes(StandardCharsets.UTF_8), 0, 10, sink(events));
        assertThat(events).containsExactly("null|a");
        parser.feed("\ndata: b\n\n".getBytes(StandardCharsets.UTF_8), 0, 10, sink(events));
        assertThat(events).containsExactly("null|a", "null|b");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 4096})
    void anEventOverTheLimitIsRefused(int slice) {
        String line = "data: " + "x".repeat(200) + "\n\n";
        assertThatThrownBy(() -> events(line, slice, 100))
                .isInstanceOf(InvalidResponse.class)
                .hasMessageContaining("100 bytes")
                .hasMessageNotContaining("xxx");
        String lines = ("data: " + "x".repeat(60) + "\n").repeat(3) + "\n";
        assertThatThrownBy(() -> events(lines, slice, 100)).isInstanceOf(InvalidResponse.class);
        String endless = "x".repeat(300);
        assertThatThrownBy(() -> events(endless, slice, 100)).isInstanceOf(InvalidResponse.class);
    }

    @Test
    void aLimitOfNothingIsNone() {
        assertThatThrownBy(() -> new SseParser(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> events(String stream, int slice) {
        return events(stream, slice, SseParser.DEFAULT_MAX_EVENT_BYTES);
    }

    private static List<String> events(String stream, int slice, int limit) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        List<String> events = new ArrayList<>();
        SseParser parser = new SseParser(limit);
        for (int at = 0; at < bytes.length; at += slice) {
            parser.feed(bytes, at, Math.min(slice, bytes.length - at), sink(events));
        }
        parser.end(sink(events));
        return events;
    }

    private static SseParser.EventSink sink(List<String> events) {
        return (name, data, offset, length) ->
                events.add(name + "|" + new String(data, offset, length, StandardCharsets.UTF_8));
    }
}
