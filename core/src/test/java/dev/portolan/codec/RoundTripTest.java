package dev.portolan.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatResponse;
import dev.portolan.error.LlmException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Random nouns survive the way to text and back. {@code -Dportolan.codec.instances=100000} tries more of them, {@code
 * -Dportolan.codec.seed=...} others.
 */
class RoundTripTest {

    private static final int INSTANCES = Integer.getInteger("portolan.codec.instances", 2_000);
    private static final long SEED = Long.getLong("portolan.codec.seed", 20_260_131L);

    @Test
    void requests() {
        surviveEqual(JsonCodec.CHAT_REQUEST, RandomNouns::request);
    }

    @Test
    void responsesWithTheirTimingsAndTrail() {
        survive(JsonCodec.CHAT_RESPONSE, RandomNouns::response, RoundTripTest::sameResponse);
    }

    @Test
    void messages() {
        surviveEqual(JsonCodec.MESSAGE, RandomNouns::message);
    }

    @Test
    void listsOfMessages() {
        surviveEqual(JsonCodec.MESSAGES, RandomNouns::someMessages);
    }

    @Test
    void conversations() {
        surviveEqual(JsonCodec.CONVERSATION, RandomNouns::conversation);
    }

    @Test
    void parts() {
        surviveEqual(JsonCodec.PART, RandomNouns::anyPart);
    }

    @Test
    void events() {
        surviveEqual(JsonCodec.CHAT_EVENT, RandomNouns::event);
    }

    @Test
    void usages() {
        surviveEqual(JsonCodec.USAGE, RandomNouns::usage);
    }

    @Test
    void attempts() {
        surviveEqual(JsonCodec.ATTEMPT, RandomNouns::attempt);
        surviveEqual(JsonCodec.ATTEMPT, RandomNouns::attemptWithUsage);
    }

    @Test
    void warnings() {
        surviveEqual(JsonCodec.WARNING, RandomNouns::warning);
    }

    @Test
    void errorsWithTheirKindAndClass() {
        survive(JsonCodec.ERROR, RandomNouns::error, RoundTripTest::sameError);
    }

    @Test
    void embeddingRequests() {
        surviveEqual(JsonCodec.EMBEDDING_REQUEST, RandomNouns::embeddingRequest);
    }

    @Test
    void embeddingResponses() {
        surviveEqual(JsonCodec.EMBEDDING_RESPONSE, RandomNouns::embeddingResponse);
    }

    @Test
    void contexts() {
        survive(JsonCodec.CALL_CONTEXT, RandomNouns::context, RoundTripTest::sameContext);
    }

    /** A change here is a change of every stored document: raise the version, or find the accident. */
    @Test
    void theBytesAreTheSameOnEveryJavaVersion() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (long seed = 0; seed < 300; seed++) {
            digest.update(JsonCodec.CHAT_REQUEST.toBytes(new RandomNouns(seed).request()));
            digest.update(JsonCodec.CHAT_RESPONSE.toBytes(new RandomNouns(seed).response()));
            digest.update(JsonCodec.ERROR.toBytes(new RandomNouns(seed).error()));
            digest.update(JsonCodec.CHAT_EVENT.toBytes(new RandomNouns(seed).event()));
            digest.update(JsonCodec.EMBEDDING_RESPONSE.toBytes(new RandomNouns(seed).embeddingResponse()));
        }
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("109c5c114871f92a6299fc811ea0e97a51e11ef855458e31762147c4ca1aceab");
    }

    private static <T> void surviveEqual(JsonCodec<T> codec, Function<RandomNouns, T> noun) {
        survive(codec, noun, (again, original) -> assertThat(again).isEqualTo(original));
    }

    private static <T> void survive(JsonCodec<T> codec, Function<RandomNouns, T> noun, BiConsumer<T, T> sameAs) {
        for (int i = 0; i < INSTANCES; i++) {
            long seed = SEED + i;
            T original = noun.apply(new RandomNouns(seed));
            String json = codec.toJson(original);
            byte[] bytes = codec.toBytes(original);
            T again = codec.fromJson(json);
            try {
                sameAs.accept(again, original);
                assertThat(codec.toJson(again)).isEqualTo(json);
                assertThat(codec.toBytes(codec.fromBytes(bytes))).isEqualTo(bytes);
                assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(json);
                assertThat(codec.toJson(codec.read(new ByteArrayInputStream(bytes))))
                        .isEqualTo(json);
                assertThat(codec.toJson(noun.apply(new RandomNouns(seed)))).isEqualTo(json);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static void sameResponse(ChatResponse again, ChatResponse original) {
        assertThat(again).isEqualTo(original);
        assertThat(again.timings()).isEqualTo(original.timings());
        assertThat(again.attempts()).isEqualTo(original.attempts());
    }

    private static void sameError(LlmException again, LlmException original) {
        assertThat(again).hasSameClassAs(original).hasMessage(original.getMessage());
        assertThat(again.kind()).isEqualTo(original.kind());
        assertThat(again.details()).isEqualTo(original.details());
        if (original.partialResponse() != null) {
            sameResponse(again.partialResponse(), original.partialResponse());
        }
    }

    private static void sameContext(CallContext again, CallContext original) {
        assertThat(again.tenant()).isEqualTo(original.tenant());
        assertThat(again.feature()).isEqualTo(original.feature());
        assertThat(again.taskKey()).isEqualTo(original.taskKey());
        assertThat(again.stickinessKey()).isEqualTo(original.stickinessKey());
        assertThat(again.tags()).isEqualTo(original.tags());
    }
}
