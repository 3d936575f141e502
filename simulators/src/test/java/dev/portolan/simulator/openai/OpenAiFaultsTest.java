package dev.portolan.simulator.openai;

import static dev.portolan.simulator.RawClient.End.COMPLETE;
import static dev.portolan.simulator.RawClient.End.CUT;
import static dev.portolan.simulator.RawClient.End.RESET;
import static dev.portolan.simulator.RawClient.End.STALLED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.RawClient;
import dev.portolan.simulator.RawClient.Received;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client sees of each fault, byte by byte, on each endpoint. */
class OpenAiFaultsTest {

    private static final InstantSource THEN = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));

    private enum Call {
        CHAT("/v1/chat/completions", false, "'messages':[{'role':'user','content':'one two three'}]"),
        CHAT_STREAM(
                "/v1/chat/completions",
                true,
                "'stream':true,'stream_options':{'include_usage':true},"
                        + "'messages':[{'role':'user','content':'one two three'}]"),
        RESPONSES("/v1/responses", false, "'input':'one two three'"),
        RESPONSES_STREAM("/v1/responses", true, "'stream':true,'input':'one two three'"),
        EMBEDDINGS("/v1/embeddings", false, "'input':'one two three','dimensions':4");

        private final String path;
        private final boolean streamed;
        private final String body;

        Call(String path, boolean streamed, String body) {
            this.path = path;
            this.streamed = streamed;
            this.body = body;
        }

        Received meets(Fault fault) throws IOException {
            return with(Faults.always(fault), Responder.echo());
        }

        /** For faults after which nothing comes: waits a little, not for ever. */
        Received stalls(Fault fault) throws IOException {
            try (OpenAiSimulator simulator =
                    OpenAiSimulator.builder().clock(THEN).start()) {
                send(simulator);
            }
            try (OpenAiSimulator simulator = OpenAiSimulator.builder()
                    .clock(THEN)
                    .faults(Faults.always(fault))
                    .start()) {
                return send(simulator, Duration.ofMillis(500));
            }
        }

        /** What comes when all is well: the first request of any simulator has the same answer. */
        Received healthy() throws IOException {
            return with(Faults.NONE, Responder.echo());
        }

        Received with(Faults faults, Responder responder) throws IOException {
            try (OpenAiSimulator simulator = OpenAiSimulator.builder()
                    .clock(THEN)
                    .responder(responder)
                    .faults(faults)
                    .start()) {
                return send(simulator);
            }
        }

        Received send(OpenAiSimulator simulator) throws IOException {
            return send(simulator, Duration.ofSeconds(20));
        }

        private Received send(OpenAiSimulator simulator, Duration patience) throws IOException {
            String model = this == EMBEDDINGS ? "text-embedding-3-small" : "gpt-4o";
            String json = ("{'model':'" + model + "'," + body + "}").replace('\'', '"');
            return RawClient.post(simulator.port(), path, Map.of("authorization", "Bearer sk-test"), json, patience);
        }

        String last() {
            return this == CHAT_STREAM ? "data: [DONE]\n\n" : "";
        }
    }

    private static String first(List<String> events, int count) {
        return String.join("", events.subList(0, count));
    }

    private static byte[] half(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length / 2);
    }

    private static String half(String text) {
        return new String(half(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void theFirstAnswerOfASimulatorIsAlwaysTheSame(Call call) throws IOException {
        Received once = call.healthy();
        Received again = call.healthy();

        assertThat(once.status()).isEqualTo(200);
        assertThat(once.end()).isEqualTo(COMPLETE);
        assertThat(again.text()).isEqualTo(once.text());
    }

    @Tag("integration")
    @ParameterizedTest
    @EnumSource
    void aSilentServerSendsNotEvenAHead(Call call) throws IOException {
        Received received = call.stalls(Fault.silent());

        assertThat(received.status()).isZero();
        assertThat(received.end()).isEqualTo(STALLED);
    }

    @Tag("integration")
    @ParameterizedTest
    @EnumSource
    void aStallBeforeTheFirstPieceComesAfterTheHead(Call call) throws IOException {
        Received received = call.stalls(Fault.stallAfter(0));

        assertThat(received.status()).isEqualTo(200);
        assertThat(received.body()).isEmpty();
        assertThat(received.end()).isEqualTo(STALLED);
    }

    @Tag("integration")
    @ParameterizedTest
    @EnumSource
    void aStallLetsPassWhatIsBeforeIt(Call call) throws IOException {
        Received healthy = call.healthy();
        Received received = call.stalls(Fault.stallAfter(2));

        assertThat(received.end()).isEqualTo(STALLED);
        if (call.streamed) {
            assertThat(received.text()).isEqualTo(first(healthy.events(), 2));
        } else {
            assertThat(received.body()).isEqualTo(half(healthy.body()));
            assertThat(received.header("content-length")).isEqualTo(String.valueOf(healthy.body().length));
        }
    }

    @Tag("integration")
    @ParameterizedTest
    @EnumSource(names = {"CHAT_STREAM", "RESPONSES_STREAM"})
    void aStallBeyondTheEndComesBeforeTheEndMark(Call call) throws IOException {
        Received received = call.stalls(Fault.stallAfter(10_000));

        assertThat(received.end()).isEqualTo(STALLED);
        assertThat(received.text() + call.last()).isEqualTo(call.healthy().text());
    }

    @ParameterizedTest
    @EnumSource
    void aResetBeforeTheFirstPieceBreaksTheConnection(Call call) throws IOException {
        Received received = call.meets(Fault.resetAfter(0));

        assertThat(received.body()).isEmpty();
        assertThat(received.end()).isEqualTo(RESET);
    }

    @ParameterizedTest
    @EnumSource
    void aResetLetsPassWhatIsBeforeIt(Call call) throws IOException {
        Received healthy = call.healthy();
        Received received = call.meets(Fault.resetAfter(3));

        assertThat(received.end()).isEqualTo(RESET);
        assertThat(received.text()).isEqualTo(call.streamed ? first(healthy.events(), 3) : half(healthy.text()));
    }

    @ParameterizedTest
    @EnumSource
    void aTruncatedAnswerEndsInGoodOrderInTheMiddleOfAPiece(Call call) throws IOException {
        Received healthy = call.healthy();
        Received received = call.meets(Fault.truncateAfter(3));

        assertThat(received.end()).isEqualTo(COMPLETE);
        assertThat(received.text())
                .isEqualTo(
                        call.streamed
                                ? first(healthy.events(), 3)
                                        + half(healthy.events().get(3))
                                : half(healthy.text()));
    }

    @ParameterizedTest
    @EnumSource
    void aGarbledPieceIsNoJsonInARightFrame(Call call) throws IOException {
        Received healthy = call.healthy();
        Received received = call.meets(Fault.garble(3));

        assertThat(received.end()).isEqualTo(COMPLETE);
        assertThat(received.body()).hasSameSizeAs(healthy.body());
        String struck = call.streamed ? received.events().get(3) : received.text();
        String sound = call.streamed ? healthy.events().get(3) : healthy.text();
        assertThat(struck).startsWith(sound.substring(0, sound.length() / 3)).contains("#######");
        if (call.streamed) {
            assertThat(struck).endsWith("#\n\n");
            assertThat(received.text().replace(struck, sound)).isEqualTo(healthy.text());
        }
        assertThatThrownBy(() -> Client.tree(struck.replaceFirst("(?s)^(event: .*?\n)?data: ", "")))
                .isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @EnumSource
    void aSpoiledFrameHasTheWrongFieldNameOrLength(Call call) throws IOException {
        Received healthy = call.healthy();
        Received received = call.meets(Fault.spoilFrame(3));

        if (call.streamed) {
            String sound = healthy.events().get(3);
            assertThat(received.text()).isEqualTo(healthy.text().replace(sound, sound.replace("data: ", "dat: ")));
            assertThat(received.end()).isEqualTo(COMPLETE);
        } else {
            assertThat(received.body()).isEqualTo(healthy.body());
            assertThat(received.header("content-length")).isEqualTo(String.valueOf(healthy.body().length + 16));
            assertThat(received.end()).isEqualTo(CUT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void invalidUtf8IsOneByteInAText(Call call) throws IOException {
        Received healthy = call.healthy();
        Received received = call.meets(Fault.invalidUtf8(call == Call.RESPONSES_STREAM ? 4 : 2));
        String bytes = new String(received.body(), StandardCharsets.ISO_8859_1);

        assertThat(received.end()).isEqualTo(COMPLETE);
        assertThat(bytes.replace("\u00ff", "")).isEqualTo(healthy.text());
        assertThat(bytes)
                .contains(
                        switch (call) {
                            case CHAT -> "\"content\": \"\u00ffone two three\"";
                            case CHAT_STREAM -> "{\"content\":\"\u00ff two\"}";
                            case RESPONSES -> "\"text\": \"\u00ffone two three\"";
                            case RESPONSES_STREAM -> "\"delta\":\"\u00ffone\"";
                            case EMBEDDINGS -> "{\"object\":\"\u00fflist\"";
                        });
    }

    @Tag("integration")
    @ParameterizedTest
    @EnumSource
    void aSlowModelTakesItsTimeForEachToken(Call call) throws IOException {
        long start = System.nanoTime();
        Received received = call.meets(Fault.slow(50));

        assertThat(received.text()).isEqualTo(call.healthy().text());
        int waits = call.streamed ? received.events().size() : call == Call.EMBEDDINGS ? 1 : 3;
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(waits * 20L));
    }

    @Tag("integration")
    @ParameterizedTest
    @EnumSource
    void aDelayedAnswerIsTheSameAnswerLater(Call call) throws IOException {
        long start = System.nanoTime();
        Received received = call.meets(Fault.delay(Duration.ofMillis(120)));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(120));
        assertThat(received.text()).isEqualTo(call.healthy().text());
    }

    @ParameterizedTest
    @EnumSource
    void aFinishThatComesTwiceIsAMatterOfStreams(Call call) throws IOException {
        Received healthy = call.healthy();
        Received received = call.meets(Fault.duplicateFinish());
        List<String> events = healthy.events();

        assertThat(received.text())
                .isEqualTo(
                        switch (call) {
                            case CHAT_STREAM -> {
                                int finish = events.size() - 3;
                                assertThat(events.get(finish)).contains("\"finish_reason\":\"stop\"");
                                yield first(events, finish + 1) + first(events.subList(finish, events.size()), 3);
                            }
                            case RESPONSES_STREAM -> healthy.text() + events.get(events.size() - 1);
                            default -> healthy.text();
                        });
    }

    @ParameterizedTest
    @EnumSource
    void withoutUsageTheRestStays(Call call) throws IOException {
        Received received = call.meets(Fault.noUsage());
        JsonNode answer = call.streamed ? null : Client.tree(received.text());

        assertThat(received.end()).isEqualTo(COMPLETE);
        switch (call) {
            case CHAT_STREAM -> {
                assertThat(received.text()).doesNotContain("usage").endsWith("data: [DONE]\n\n");
                assertThat(received.events()).hasSize(call.healthy().events().size() - 1);
            }
            case RESPONSES_STREAM ->
                assertThat(received.events().get(received.events().size() - 1))
                        .startsWith("event: response.completed")
                        .contains("\"usage\":null");
            case RESPONSES -> assertThat(answer.get("usage").isNull()).isTrue();
            default -> {
                assertThat(answer.has("usage")).isFalse();
                assertThat(answer.has("object")).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutFinishTheAnswerJustEnds(Call call) throws IOException {
        Received healthy = call.healthy();
        Received received = call.meets(Fault.noFinish());
        List<String> events = healthy.events();

        assertThat(received.end()).isEqualTo(COMPLETE);
        switch (call) {
            case CHAT ->
                assertThat(Client.tree(received.text())
                                .at("/choices/0/finish_reason")
                                .isNull())
                        .isTrue();
            case CHAT_STREAM -> {
                int finish = events.size() - 3;
                assertThat(received.text()).isEqualTo(first(events, finish) + events.get(finish + 1));
            }
            case RESPONSES ->
                assertThat(Client.tree(received.text()).has("status")).isFalse();
            case RESPONSES_STREAM -> assertThat(received.text()).isEqualTo(first(events, events.size() - 1));
            case EMBEDDINGS -> assertThat(received.text()).isEqualTo(healthy.text());
        }
    }

    @ParameterizedTest
    @EnumSource(names = "EMBEDDINGS", mode = EnumSource.Mode.EXCLUDE)
    void withoutIdsNeitherAnswerNorModelNorCallHasAName(Call call) throws IOException {
        Responder weather = prompt -> Reply.toolCall("weather", "{\"city\":\"Oslo\"}");
        String plain = call.with(Faults.NONE, weather).text();
        String bare = call.with(Faults.always(Fault.missingIds()), weather).text();

        assertThat(plain).contains("\"id\"", "\"model\"", "call_", "Oslo".substring(0, 2));
        assertThat(bare)
                .contains("weather")
                .doesNotContain("\"id\"", "\"model\"", "call_id", "item_id", "\"call_", "chatcmpl-", "resp_");
    }

    @Test
    void embeddingsWithoutIdsHaveNoModel() throws IOException {
        JsonNode answer = Client.tree(Call.EMBEDDINGS.meets(Fault.missingIds()).text());

        assertThat(answer.has("model")).isFalse();
        assertThat(answer.at("/data/0/embedding")).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource
    void aPageForPeopleComesInPlaceOfTheAnswer(Call call) throws IOException {
        Received received = call.meets(Fault.htmlErrorPage(502));

        assertThat(received.status()).isEqualTo(502);
        assertThat(received.header("content-type")).isEqualTo("text/html");
        assertThat(received.text())
                .startsWith("<html>\r\n<head><title>502 Gateway error</title></head>")
                .endsWith("</html>\r\n");
        assertThat(received.headers()).doesNotContainKey("x-request-id");
        assertThat(call.meets(Fault.htmlErrorPage(200)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void theRightContentComesUnderAWrongName(Call call) throws IOException {
        Received received = call.meets(Fault.wrongContentType("text/plain"));

        assertThat(received.header("content-type")).isEqualTo("text/plain");
        assertThat(received.text()).isEqualTo(call.healthy().text());
    }

    @ParameterizedTest
    @EnumSource
    void aHugeBodyHasNoEnd(Call call) throws IOException {
        Received healthy = call.healthy();
        Received received = call.meets(Fault.hugeBody(100_000));
        String before = call.streamed ? healthy.events().get(0) + "data: " : healthy.text();

        assertThat(received.end()).isEqualTo(CUT);
        assertThat(received.text()).isEqualTo(before + " ".repeat(100_000));
    }

    @Test
    void faultsAreJoined() throws IOException {
        Received cut = Call.CHAT.meets(Fault.error(ErrorKind.RATE_LIMITED).and(Fault.truncateAfter(0)));
        assertThat(cut.status()).isEqualTo(429);
        assertThat(cut.text())
                .isEqualTo(half(
                        Call.CHAT.meets(Fault.error(ErrorKind.RATE_LIMITED)).text()));

        List<String> healthy = Call.CHAT_STREAM.healthy().events();
        Received noisy = Call.CHAT_STREAM.meets(Fault.spoilFrame(1)
                .and(Fault.noUsage())
                .and(Fault.duplicateFinish())
                .and(Fault.wrongContentType("text/plain")));
        assertThat(noisy.header("content-type")).isEqualTo("text/plain");
        assertThat(noisy.events()).hasSameSizeAs(healthy);
        assertThat(noisy.events().get(1)).startsWith("dat: ");
        assertThat(noisy.text()).doesNotContain("usage");
    }

    @Test
    void requestsAreCountedFromTheInjectionOn() throws IOException {
        try (OpenAiSimulator simulator = OpenAiSimulator.start(Responder.echo())) {
            simulator.inject(Faults.NONE.onRequest(2, Fault.status(503)));
            assertThat(Call.CHAT.send(simulator).status()).isEqualTo(200);
            assertThat(Call.RESPONSES.send(simulator).status()).isEqualTo(503);
            assertThat(Call.CHAT.send(simulator).status()).isEqualTo(200);

            simulator.inject(Faults.first(1, Fault.status(500)));
            assertThat(Call.EMBEDDINGS.send(simulator).status()).isEqualTo(500);
            assertThat(Call.EMBEDDINGS.send(simulator).status()).isEqualTo(200);

            simulator.inject(Faults.always(Fault.status(500)));
            simulator.inject(Faults.NONE);
            assertThat(Call.CHAT.send(simulator).status()).isEqualTo(200);
        }
    }

    @Test
    void aPredicateSeesWhatWasUnderstood() throws IOException {
        try (OpenAiSimulator simulator = OpenAiSimulator.start(Responder.echo())) {
            simulator.inject(Faults.NONE.when(
                    request -> request.prompt() != null && request.prompt().streaming(), Fault.status(503)));

            assertThat(Call.CHAT.send(simulator).status()).isEqualTo(200);
            assertThat(Call.CHAT_STREAM.send(simulator).status()).isEqualTo(503);
            assertThat(Call.EMBEDDINGS.send(simulator).status()).isEqualTo(200);
            assertThat(simulator.requests()).hasSize(3);
        }
    }

    @Test
    void anAnswerThatAFaultReplacesIsNotAskedOfTheModel() throws IOException {
        try (OpenAiSimulator simulator = OpenAiSimulator.start(Responder.script(Reply.text("only once")))) {
            simulator.inject(Faults.first(2, Fault.error(ErrorKind.UNAVAILABLE)));
            Call.CHAT.send(simulator);
            Call.CHAT.send(simulator);

            assertThat(Call.CHAT.send(simulator).text()).contains("only once");
        }
    }

    @Test
    void aRefusalMeetsFaultsToo() throws IOException {
        try (OpenAiSimulator simulator =
                OpenAiSimulator.builder().apiKeys("sk-right").start()) {
            Received plain = Call.CHAT.send(simulator);
            simulator.inject(Faults.always(Fault.truncateAfter(0)));
            Received cut = Call.CHAT.send(simulator);

            assertThat(plain.status()).isEqualTo(401);
            assertThat(cut.status()).isEqualTo(401);
            assertThat(cut.text()).isEqualTo(half(plain.text()));
        }
    }

    @Test
    void whatOpenAiCannotHaveIsRefusedByName() {
        try (OpenAiSimulator simulator = OpenAiSimulator.start(Responder.echo())) {
            Fault impossible = Fault.garble(1).and(Fault.error(ErrorKind.REPLAY_MISS));

            assertThat(simulator.supports(impossible)).isFalse();
            assertThat(simulator.supports(Fault.garble(1))).isTrue();
            assertThat(simulator.supports(Fault.errorInStream(1, ErrorKind.AUTHENTICATION)))
                    .isFalse();
            assertThatThrownBy(() -> simulator.inject(Faults.always(impossible)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("openai")
                    .hasMessageContaining("VendorError[kind=replay-miss");
        }
        assertThatThrownBy(() -> OpenAiSimulator.builder()
                        .faults(Faults.always(Fault.error(ErrorKind.CANCELLED)))
                        .start())
                .isInstanceOf(IllegalArgumentException.class);
    }
}
