package dev.portolan.evidence.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portolan.chat.WireListener;
import dev.portolan.chat.WireListener.End;
import dev.portolan.chat.WireListener.Header;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WireRecorderTest {

    private static final Instant CALL = Instant.parse("2026-01-31T12:00:00Z");
    private static final List<Header> JSON = List.of(new Header("Content-Type", "application/json"));

    private final AtomicLong nanos = new AtomicLong();

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("calls.wire.jsonl");
    }

    private WireRecorder recorder(UnaryOperator<WireRecorder.Builder> how) {
        return how.apply(WireRecorder.builder(file())
                        .clocks(Clock.fixed(CALL.plusMillis(5), ZoneOffset.UTC), nanos::get))
                .build();
    }

    private WireListener listener(UnaryOperator<WireRecorder.Builder> how) {
        return recorder(how).listener("assistant", CALL);
    }

    private List<JsonNode> lines() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        return Files.readAllLines(file()).stream()
                .map(line -> {
                    try {
                        return mapper.readTree(line);
                    } catch (IOException e) {
                        throw new AssertionError(line, e);
                    }
                })
                .toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void after(long millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    private static WireListener.Exchange begin(WireListener listener, String body) {
        return listener.begin("POST", "https://api.example.com/v1/chat/completions", JSON, utf8(body));
    }

    private static void receive(WireListener.Exchange exchange, byte[] bytes) {
        exchange.received(bytes, 0, bytes.length);
    }

    @Test
    void anExchangeIsOneLineWithItsPiecesAndTimes() throws Exception {
        WireListener.Exchange exchange = begin(listener(how -> how), "{\"model\":\"m\"}");
        after(100);
        exchange.answered(
                200, List.of(new Header("Content-Type", "text/event-stream"), new Header("x-request-id", "r1")));
        after(10);
        receive(exchange, utf8("data: {\"a\":1}\n\n"));
        after(20);
        byte[] second = utf8("..data: [DONE]\n\n..");
        exchange.received(second, 2, second.length - 4);
        after(1);
        exchange.ended(End.COMPLETE, null);

        JsonNode line = lines().get(0);
        assertThat(line.at("/portolan").asInt()).isEqualTo(1);
        assertThat(line.at("/type").asText()).isEqualTo("wire");
        assertThat(line.at("/name").asText()).isEqualTo("assistant");
        assertThat(line.at("/call").asText()).isEqualTo("2026-01-31T12:00:00Z");
        assertThat(line.at("/at").asText()).isEqualTo("2026-01-31T12:00:00.005Z");
        assertThat(line.at("/took").asText()).isEqualTo("PT0.131S");
        assertThat(line.at("/attempt").asInt()).isEqualTo(1);
        assertThat(line.at("/request/method").asText()).isEqualTo("POST");
        assertThat(line.at("/request/address").asText()).isEqualTo("https://api.example.com/v1/chat/completions");
        assertThat(line.at("/request/text").asText()).isEqualTo("{\"model\":\"m\"}");
        assertThat(line.at("/answer/status").asInt()).isEqualTo(200);
        assertThat(line.at("/answer/after").asText()).isEqualTo("PT0.1S");
        assertThat(line.at("/answer/headers/1/1").asText()).isEqualTo("r1");
        assertThat(line.at("/answer/bytes").asInt()).isEqualTo(29);
        assertThat(line.at("/answer/pieces/0/after").asText()).isEqualTo("PT0.11S");
        assertThat(line.at("/answer/pieces/0/text").asText()).isEqualTo("data: {\"a\":1}\n\n");
        assertThat(line.at("/answer/pieces/1/after").asText()).isEqualTo("PT0.13S");
        assertThat(line.at("/answer/pieces/1/text").asText()).isEqualTo("data: [DONE]\n\n");
        assertThat(line.at("/end").asText()).isEqualTo("complete");
        assertThat(line.has("failure")).isFalse();
    }

    @Test
    void attemptsAreCountedAndTheirFailuresNamed() throws Exception {
        WireListener listener = listener(how -> how);
        begin(listener, "{}").ended(End.BROKEN, new SocketException("Connection reset by joe@example.com"));
        WireListener.Exchange second = begin(listener, "{}");
        second.answered(503, List.of());
        second.ended(End.LEFT, null);

        JsonNode first = lines().get(0);
        assertThat(first.at("/attempt").asInt()).isEqualTo(1);
        assertThat(first.has("answer")).isFalse();
        assertThat(first.at("/end").asText()).isEqualTo("broken");
        assertThat(first.at("/failure").asText()).isEqualTo("java.net.SocketException: Connection reset by [e-mail]");
        assertThat(lines().get(1).at("/attempt").asInt()).isEqualTo(2);
        assertThat(lines().get(1).at("/answer/status").asInt()).isEqualTo(503);
        assertThat(lines().get(1).at("/end").asText()).isEqualTo("left");
    }

    @Test
    void bodiesHeadersAndPiecesAreRedactedAcrossTheirSeams() throws Exception {
        WireListener.Exchange exchange = begin(listener(how -> how), "{\"content\":\"I am joe@example.com\"}");
        exchange.answered(200, List.of(new Header("x-echo", "joe@example.com")));
        receive(exchange, utf8("data: {\"d\":\"call joe@exa"));
        receive(exchange, utf8("mple.com\"}\n\ndata: {\"d\":\" or ann@\"}\n\n"));
        receive(exchange, utf8("data: {\"d\":\"example.com\"}\n\n"));
        exchange.ended(End.COMPLETE, null);
        assertThat(Files.readString(file()))
                .doesNotContain("joe")
                .doesNotContain("ann")
                .doesNotContain("example.com\\\"")
                .contains("[e-mail]");
        assertThat(lines().get(0).at("/answer/pieces")).hasSize(3);
    }

    @Test
    void aPieceMayEndWithinACharacter() throws Exception {
        WireListener.Exchange exchange = begin(listener(how -> how), "{}");
        exchange.answered(200, JSON);
        byte[] text = utf8("{\"d\":\"é\"}");
        exchange.received(text, 0, 7);
        exchange.received(text, 7, text.length - 7);
        exchange.ended(End.COMPLETE, null);
        JsonNode pieces = lines().get(0).at("/answer/pieces");
        assertThat(pieces.at("/0/bytes").asInt()).isEqualTo(7);
        assertThat(pieces.at("/0/text").asText() + pieces.at("/1/text").asText())
                .isEqualTo("{\"d\":\"é\"}");
        assertThat(lines().get(0).at("/answer").has("malformed")).isFalse();
    }

    @Test
    void textThatIsNoUtf8IsMarked() throws Exception {
        WireListener.Exchange exchange = begin(listener(how -> how), "{}");
        exchange.answered(200, JSON);
        receive(exchange, new byte[] {'{', '"', (byte) 0xff, '"', '}'});
        exchange.ended(End.COMPLETE, null);
        JsonNode answer = lines().get(0).at("/answer");
        assertThat(answer.at("/malformed").asBoolean()).isTrue();
        assertThat(answer.at("/pieces/0/text").asText()).isEqualTo("{\"\ufffd\"}");
    }

    @Test
    void bytesThatAreNoTextAreHashedOrKeptWhenNothingIsRedacted() throws Exception {
        byte[] frame = {0, 0, 0, 9, (byte) 0xff, (byte) 0xfe};
        for (UnaryOperator<WireRecorder.Builder> how :
                List.<UnaryOperator<WireRecorder.Builder>>of(builder -> builder, builder -> builder.redactor(null))) {
            WireListener.Exchange exchange = begin(listener(how), "{}");
            exchange.answered(200, List.of(new Header("Content-Type", "application/vnd.amazon.eventstream")));
            receive(exchange, frame);
            exchange.ended(End.COMPLETE, null);
        }
        JsonNode hashed = lines().get(0).at("/answer");
        assertThat(hashed.at("/hash").asText()).startsWith("sha256:").endsWith(":6");
        assertThat(hashed.has("pieces")).isFalse();
        assertThat(lines().get(1).at("/answer/pieces/0/base64").asText()).isEqualTo("AAAACf/+");
    }

    @Test
    void aLongBodyIsCutAndCountedAndItsEndHoldsNoHalfOfASecret() throws Exception {
        WireListener.Exchange exchange = begin(listener(how -> how.maxBody(1_000)), "x".repeat(5_000));
        exchange.answered(200, List.of(new Header("Content-Type", "text/plain")));
        receive(exchange, utf8(" y".repeat(494) + " joe@exampl"));
        receive(exchange, utf8("e.com and more"));
        exchange.ended(End.COMPLETE, null);
        JsonNode line = lines().get(0);
        assertThat(line.at("/request/bytes").asInt()).isEqualTo(5_000);
        assertThat(line.at("/request/cut").asBoolean()).isTrue();
        assertThat(line.at("/request/text").asText()).hasSizeLessThan(1_000);
        assertThat(line.at("/answer/bytes").asInt()).isEqualTo(1_013);
        assertThat(line.at("/answer/cut").asBoolean()).isTrue();
        assertThat(line.toString()).doesNotContain("joe");
    }

    @Test
    void mediaAreHashedDroppedOrKept() throws Exception {
        String image = "iVBORw0KGgo".repeat(200);
        for (MediaRetention media : MediaRetention.values()) {
            begin(listener(how -> how.media(media)), "{\"url\":\"data:image/png;base64," + image + "\"}")
                    .ended(End.LEFT, null);
        }
        List<JsonNode> lines = lines();
        assertThat(lines.get(MediaRetention.HASH.ordinal()).at("/request/text").asText())
                .contains("data:image/png;base64,[base64 sha256:")
                .doesNotContain("iVBOR");
        assertThat(lines.get(MediaRetention.DROP.ordinal()).at("/request/text").asText())
                .contains("[base64 dropped]");
        assertThat(lines.get(MediaRetention.KEEP.ordinal()).at("/request/text").asText())
                .contains(image);
    }

    @Test
    void aRedactorThatFailsCostsTheLineAndNothingElse() {
        WireRecorder recorder = recorder(how -> how.redactor(text -> {
            throw new IllegalStateException("no");
        }));
        begin(recorder.listener(null, CALL), "{}").ended(End.COMPLETE, null);
        assertThat(recorder.dropped()).isEqualTo(1);
        assertThat(recorder.written()).isZero();
        assertThat(file()).doesNotExist();
    }

    @Test
    void theFileStandsBesideTheRecordings() {
        assertThat(WireRecorder.beside(Path.of("a", "calls.jsonl"))).isEqualTo(Path.of("a", "calls.wire.jsonl"));
        assertThat(WireRecorder.beside(Path.of("calls.log"))).isEqualTo(Path.of("calls.log.wire.jsonl"));
        assertThatThrownBy(() -> WireRecorder.builder(file()).maxBody(0)).hasMessageContaining("wire-max-body");
    }
}
