package dev.portolan.simulator.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.portolan.simulator.internal.Piece;
import dev.portolan.simulator.internal.Role;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

/** The encoder against the vectors that Smithy publishes, and against AWS's own encoder and decoder. */
class EventStreamTest {

    @Test
    void theKnownVectorsComeOut() {
        assertThat(hex(EventStream.message(Map.of(), new byte[0]))).isEqualTo("000000100000000005c248eb7d98c8ff");
        assertThat(hex(EventStream.message(Map.of(), bytes("{'foo':'bar'}"))))
                .isEqualTo("0000001d00000000fd528c5a7b27666f6f273a27626172277dc3653936");
    }

    @Test
    void aFrameIsByteForByteWhatAwsWrites() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(":event-type", "contentBlockDelta");
        headers.put(":content-type", "application/json");
        headers.put(":message-type", "event");
        Map<String, HeaderValue> theirs = new LinkedHashMap<>();
        headers.forEach((name, value) -> theirs.put(name, HeaderValue.fromString(value)));
        byte[] payload = bytes("{\"delta\":{\"text\":\"Grüße, 世界\"}}");

        ByteBuffer expected = new Message(theirs, payload).toByteBuffer();

        assertThat(ByteBuffer.wrap(EventStream.message(headers, payload))).isEqualTo(expected);
    }

    @Test
    void eventsArePaddedAndTheirMembersInOrder() {
        Piece piece = EventFraming.piece(
                Role.FINISH,
                "messageStop",
                () -> JsonNodeFactory.instance.objectNode().put("stopReason", "end_turn"),
                "end_turn");
        List<Message> messages = decode(piece.bytes());

        assertThat(messages).hasSize(1);
        assertThat(new String(messages.get(0).getPayload(), StandardCharsets.UTF_8))
                .matches("\\{\"p\":\"abc[a-zA-Z0-9]*\",\"stopReason\":\"end_turn\"}");
        assertThat(messages.get(0).getHeaders().keySet())
                .containsExactlyInAnyOrder(":event-type", ":content-type", ":message-type");
    }

    @Test
    void aSpoiledFrameHasAWrongChecksum() {
        byte[] spoiled = EventFraming.event("chunk").spoiled(bytes("{}"));

        assertThatThrownBy(() -> decode(spoiled)).hasMessageContaining("checksum");
        assertThat(spoiled).hasSameSizeAs(EventFraming.event("chunk").frame(bytes("{}")));
    }

    @Test
    void anOpeningIsAFrameThatDoesNotEnd() {
        byte[] opening = EventFraming.event("chunk").opening(1_000);

        assertThat(decode(opening)).isEmpty();
        assertThat(ByteBuffer.wrap(opening).getInt()).isEqualTo(opening.length + 1_000 + 4);
    }

    private static List<Message> decode(byte[] bytes) {
        List<Message> messages = new ArrayList<>();
        new MessageDecoder(messages::add).feed(ByteBuffer.wrap(bytes));
        return messages;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
