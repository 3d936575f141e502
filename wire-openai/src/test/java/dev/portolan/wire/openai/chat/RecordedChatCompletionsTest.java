package dev.portolan.wire.openai.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.error.LlmException;
import dev.portolan.recorded.Reading;
import dev.portolan.recorded.RecordedTraffic;
import dev.portolan.recorded.Recording;
import dev.portolan.spi.support.DecodedRequest;
import dev.portolan.spi.support.EncodedRequest;
import dev.portolan.spi.support.StreamDecoder;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.ErrorMapper;
import dev.portolan.wire.openai.WireProfile;
import dev.portolan.wire.openai.recorded.RequestNormaliser;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What real services answered, decoded and judged; and what was asked of them, read and written again. */
class RecordedChatCompletionsTest {

    private static final Set<String> APIS = Set.of("chat_completions");
    private static final int[] SLICES = {1, 7, 4096};

    private final Map<String, String> failures = new LinkedHashMap<>();
    private int judged;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai",
                "azure",
                "deepseek",
                "groq",
                "mistral",
                "openrouter",
                "xai",
                "ollama",
                "gemini",
                "other"
            })
    void recordedAnswersAreUnderstood(String provider) {
        ChatCompletionsWire wire = new ChatCompletionsWire(profile(provider));
        RecordedTraffic traffic = RecordedTraffic.of(provider);
        traffic.each(APIS, recording -> {
            if (recording.expected() != null) {
                judged++;
                note(recording, judge(wire, provider, recording));
            }
        });
        report(provider + ": answers", traffic.exceptions());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai",
                "azure",
                "deepseek",
                "groq",
                "mistral",
                "openrouter",
                "xai",
                "ollama",
                "gemini",
                "other"
            })
    void recordedRequestsAreWrittenAsTheyWereRead(String provider) {
        WireProfile profile = profile(provider);
        RecordedTraffic traffic = RecordedTraffic.of(provider);
        traffic.each(APIS, recording -> {
            JsonNode body = recording.requestBody();
            if (body.path("messages").isArray()) {
                judged++;
                note(recording, roundTrip(profile, body));
            }
        });
        report(provider + ": requests", traffic.exceptions());
    }

    private static WireProfile profile(String provider) {
        return WireProfile.forServer(provider, provider.equals("other") ? "generic" : provider);
    }

    private void note(Recording recording, @Nullable String wrong) {
        if (wrong != null) {
            failures.put(recording.id(), wrong);
        }
    }

    private void report(String what, Map<String, String> exceptions) {
        failures.forEach((id, why) ->
                System.out.println((exceptions.containsKey(id) ? "excepted " : "FAILED ") + id + "\t" + why));
        System.out.println(what + ": " + (judged - failures.size()) + " of " + judged);
        failures.keySet().removeAll(exceptions.keySet());
        assertThat(failures).isEmpty();
    }

    private static @Nullable String judge(ChatCompletionsWire wire, String provider, Recording recording) {
        JsonNode expected = Objects.requireNonNull(recording.expected());
        byte[] body = Objects.requireNonNullElse(recording.body(), new byte[0]);
        String id = recording.id();
        try {
            if (expected.has("error")) {
                LlmException error =
                        new ErrorMapper(provider).map("m", recording.status(), header(recording.headers())::get, body);
                return Reading.of(id, error).differenceFrom(expected);
            }
            if (!recording.streamed()) {
                return Reading.of(id, wire.decode(body).build()).differenceFrom(expected);
            }
            for (int slice : SLICES) {
                String wrong = Reading.of(id, stream(wire, body, slice)).differenceFrom(expected);
                if (wrong != null) {
                    return wrong + " in slices of " + slice;
                }
            }
            return null;
        } catch (LlmException e) {
            return e.toString();
        }
    }

    private static Map<String, String> header(JsonNode headers) {
        Map<String, String> lower = new LinkedHashMap<>();
        headers.properties()
                .forEach(each -> lower.put(
                        each.getKey().toLowerCase(Locale.ROOT), each.getValue().asText()));
        return lower;
    }

    private static ChatResponse stream(ChatCompletionsWire wire, byte[] body, int slice) {
        AtomicReference<@Nullable ChatResponse> completed = new AtomicReference<>();
        StringBuilder text = new StringBuilder();
        StreamDecoder decoder = wire.streamDecoder();
        Consumer<ChatEvent> out = event -> {
            assertThat(completed.get()).as("events after the last").isNull();
            if (event instanceof ChatEvent.Completed done) {
                completed.set(done.response());
            } else if (event instanceof ChatEvent.TextDelta delta) {
                text.append(delta.text());
            }
        };
        for (int at = 0; at < body.length; at += slice) {
            decoder.feed(body, at, Math.min(slice, body.length - at), out);
        }
        decoder.end(out);
        ChatResponse response = completed.get();
        assertThat(response).isNotNull();
        assertThat(response.text()).isEqualTo(text.toString());
        return response;
    }

    private static @Nullable String roundTrip(WireProfile profile, JsonNode body) {
        ChatCompletionsWire wire = new ChatCompletionsWire(profile);
        RequestNormaliser normaliser = new RequestNormaliser(profile);
        DecodedRequest read;
        try {
            read = wire.decodeRequest(WireJson.bytes(body));
        } catch (IllegalArgumentException e) {
            return "not read: " + e.getMessage();
        }
        EncodedRequest written = wire.encode(read.request(), read.model() == null ? "" : read.model(), read.stream());
        JsonNode before = normaliser.apply(body);
        JsonNode after = normaliser.apply(WireJson.tree(new String(written.body(), StandardCharsets.UTF_8)));
        return before.equals(after) ? null : "differs: " + difference("", before, after);
    }

    private static String difference(String at, JsonNode before, JsonNode after) {
        if (before.isObject() && after.isObject()) {
            for (Map.Entry<String, JsonNode> field : before.properties()) {
                JsonNode other = after.path(field.getKey());
                if (!field.getValue().equals(other)) {
                    return difference(at + "." + field.getKey(), field.getValue(), other);
                }
            }
            return at + " has more";
        }
        if (before.isArray() && after.isArray() && before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                if (!before.get(i).equals(after.get(i))) {
                    return difference(at + "[" + i + "]", before.get(i), after.get(i));
                }
            }
        }
        String a = before.toString();
        String b = after.toString();
        return at + " " + a.substring(0, Math.min(80, a.length())) + " -> " + b.substring(0, Math.min(80, b.length()));
    }
}
