package dev.portolan.wire.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.error.LlmException;
import dev.portolan.recorded.Reading;
import dev.portolan.recorded.RecordedTraffic;
import dev.portolan.recorded.Recording;
import dev.portolan.recorded.Verdicts;
import dev.portolan.spi.support.DecodedRequest;
import dev.portolan.spi.support.EncodedRequest;
import dev.portolan.spi.support.StreamDecoder;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Reads traffic that others recorded against the real service, and compares it with what an independent reading of the same bodies
 * found; writes again the requests that they sent.
 */
class RecordedTrafficTest {

    private static final Set<String> APIS = Set.of("messages");
    private static final Set<String> JUDGED = Set.of("messages", "chat_completions");
    private static final AnthropicWire WIRE = new AnthropicWire(WireProfile.direct("anthropic"), Families.rules("any"));
    private static final ErrorMapper ERRORS = new ErrorMapper("anthropic");

    @Test
    void everyRecordedAnswerIsReadAsItMustBe() {
        RecordedTraffic traffic = RecordedTraffic.of("anthropic");
        Verdicts verdicts = new Verdicts(traffic);
        traffic.each(JUDGED, recording -> {
            byte[] body = recording.body();
            if (body != null) {
                verdicts.add(recording, read(recording, body, body.length + 1));
            }
        });
        verdicts.check();
        verdicts.checkThatExceptionsAreFew();
    }

    @Test
    void howARecordedStreamIsCutMakesNoDifference() {
        List<String> failures = new ArrayList<>();
        int[] streams = {0};
        RecordedTraffic traffic = RecordedTraffic.of("anthropic");
        traffic.each(APIS, recording -> {
            byte[] body = recording.body();
            if (body != null && recording.streamed() && recording.status() < 400 && recording.expected() != null) {
                ChatResponse whole = stream(body, body.length);
                streams[0]++;
                for (int slice : new int[] {1, 7, 4096}) {
                    if (!stream(body, slice).equals(whole)) {
                        failures.add(recording.id() + " in slices of " + slice);
                    }
                }
            }
        });
        assertThat(failures).isEmpty();
        assertThat(streams[0]).isPositive();
    }

    @Test
    void everyRecordedRequestIsWrittenAsItWasRead() throws IOException {
        List<String> failures = new ArrayList<>();
        int[] read = {0};
        RecordedTraffic traffic = RecordedTraffic.of("anthropic");
        traffic.each(APIS, recording -> {
            JsonNode body = recording.requestBody();
            if (body.isObject() && recording.status() < 400) {
                read[0]++;
                String why = difference(body);
                if (why != null) {
                    failures.add(recording.id() + ": " + why);
                }
            }
        });
        assertThat(failures).as("of %d requests", read[0]).isEmpty();
        assertThat(read[0]).isPositive();
    }

    private static @Nullable String difference(JsonNode body) {
        DecodedRequest decoded;
        try {
            decoded = WIRE.decodeRequest(body.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return "not read: " + e.getMessage();
        }
        String model = decoded.model() == null ? "" : decoded.model();
        EncodedRequest encoded = WIRE.encode(decoded.request(), model, decoded.stream());
        JsonNode wanted = RequestNormaliser.normal(body);
        JsonNode found = RequestNormaliser.normal(WireJson.tree(new String(encoded.body(), StandardCharsets.UTF_8)));
        return wanted.equals(found) ? null : RequestNormaliser.firstDifference("", wanted, found);
    }

    private static Reading read(Recording recording, byte[] body, int slice) {
        try {
            if (recording.status() >= 400) {
                throw ERRORS.map(
                        "recorded",
                        recording.status(),
                        name -> recording.headers().path(name).asText(null),
                        body);
            }
            ChatResponse response = recording.streamed()
                    ? stream(body, slice)
                    : WIRE.decode(body).build();
            // Thoughts may be redacted, or left out but for their signature.
            return Reading.of(recording.id(), response, thought -> true);
        } catch (LlmException e) {
            return Reading.of(recording.id(), e);
        }
    }

    private static ChatResponse stream(byte[] body, int slice) {
        StreamDecoder decoder = WIRE.streamDecoder();
        List<ChatEvent> events = new ArrayList<>();
        for (int at = 0; at < body.length; at += slice) {
            decoder.feed(body, at, Math.min(slice, body.length - at), events::add);
        }
        decoder.end(events::add);
        return ((ChatEvent.Completed) events.get(events.size() - 1)).response();
    }
}
