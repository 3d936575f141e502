package dev.portolan.codec;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.Attempt;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.OutputMode;
import dev.portolan.chat.Part;
import dev.portolan.chat.PromptOrigin;
import dev.portolan.chat.RateLimits;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Timings;
import dev.portolan.chat.TokenLogprob;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.Usage;
import dev.portolan.chat.UserMessage;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.VideoPart;
import dev.portolan.chat.Warning;
import dev.portolan.conversation.Conversation;
import dev.portolan.conversation.ConversationEntry;
import dev.portolan.conversation.MessageOrigin;
import dev.portolan.embedding.EmbeddingInput;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.embedding.EmbeddingResponse;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimeoutPhase;
import dev.portolan.schema.JsonSchema;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Makes nouns of every shape from a seed, with the awkward values of each type far more often than chance would. */
final class RandomNouns {

    private static final String[] AWKWARD = {
        "",
        " ",
        "null",
        "\u0000\u0001\u001f\u007f\u0080",
        "\"quoted\" \\ back / slash",
        "line\nfeed\r\n\t\b\f",
        "\u2028\u2029\ufeff\ufffe\uffff",
        "\uD83D\uDE00 whole pair",
        "\uD83D half a pair",
        "\uDE00\uD83D the wrong way round",
        "\uDBFF",
        "{\"text\":1}",
        "e\u0301 \u202e \u200b",
        "\u4f60\u597d"
    };
    private static final Long[] LONGS = {0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, (1L << 53) + 1, 1L << 31};
    private static final Integer[] INTS = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE};
    private static final Double[] DOUBLES = {
        0.0, -0.0, 1.0, 0.1, 2.0E-3, 1.0E23, 2.2E-322, Double.MIN_VALUE, Double.MAX_VALUE, 1.0 / 3, 1.0E7, 123456789.125
    };

    private final Random random;

    RandomNouns(long seed) {
        this.random = new Random(seed);
    }

    ChatRequest request() {
        List<Tool> tools = list(3, this::tool);
        Map<String, Tool> byName = new LinkedHashMap<>();
        tools.forEach(tool -> byName.put(tool.name(), tool));
        ChatRequest.Builder builder = ChatRequest.builder()
                .messages(someMessages())
                .temperature(maybe(() -> Math.abs(decimal())))
                .topP(maybe(random::nextDouble))
                .topK(maybe(() -> 1 + random.nextInt(100)))
                .maxOutputTokens(maybe(() -> 1 + random.nextInt(Integer.MAX_VALUE - 1)))
                .seed(maybe(this::whole))
                .frequencyPenalty(maybe(this::decimal))
                .presencePenalty(maybe(this::decimal))
                .logprobs(maybe(() -> random.nextInt(21)))
                .reasoningEffort(maybe(() -> word(ReasoningEffort.class)))
                .stop(list(3, this::name))
                .tools(List.copyOf(byName.values()))
                .parallelToolCalls(maybe(random::nextBoolean))
                .outputFormat(maybe(this::outputFormat));
        builder.toolChoice(maybe(() -> byName.isEmpty() || random.nextBoolean()
                ? List.of(ToolChoice.AUTO, ToolChoice.NONE, ToolChoice.REQUIRED).get(random.nextInt(3))
                : ToolChoice.named(byName.keySet().iterator().next())));
        for (int i = random.nextInt(3); i > 0; i--) {
            builder.vendorOptions(key(), "{ \"a\" :" + whole() + ",\"b\":[1.50,null] }");
        }
        return builder.build();
    }

    ChatResponse response() {
        String metadata = random.nextBoolean() ? "{}" : "{\"raw\": \"" + random.nextInt() + "\"}";
        return ChatResponse.builder()
                .message(new AssistantMessage(parts(), maybe(this::state)))
                .finishReason(new FinishReason(word(FinishReason.Kind.class), maybe(this::text)))
                .usage(usage())
                .provider(text())
                .model(text())
                .responseId(maybe(this::text))
                .requestId(maybe(this::text))
                .timings(new Timings(duration(), maybe(this::duration)))
                .rateLimits(maybe(() -> new RateLimits(
                        maybe(this::whole),
                        maybe(this::whole),
                        maybe(this::duration),
                        maybe(this::whole),
                        maybe(this::whole),
                        maybe(this::duration))))
                .outputMode(maybe(() -> word(OutputMode.class)))
                .prompts(list(2, this::prompt))
                .warnings(list(2, this::warning))
                .attempts(list(2, this::attempt))
                .logprobs(list(3, () -> logprob(1)))
                .vendorMetadata(() -> metadata)
                .build();
    }

    List<Message> someMessages() {
        List<Message> messages = list(4, this::message);
        return messages.isEmpty() ? List.of(message()) : messages;
    }

    Conversation conversation() {
        Conversation conversation = Conversation.create(text()).withTitle(maybe(this::text));
        for (String key : list(3, this::key)) {
            conversation = conversation.withMetadata(key, text());
        }
        for (Message message : someMessages()) {
            conversation = conversation.add(new ConversationEntry(
                    message,
                    maybe(() -> new MessageOrigin(text(), text(), maybe(this::text))),
                    maybe(() -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000))),
                    random.nextBoolean()));
        }
        return conversation;
    }

    Message message() {
        return switch (random.nextInt(4)) {
            case 0 -> new SystemMessage(parts(), maybe(this::state));
            case 1 -> new UserMessage(parts(), maybe(this::state));
            case 2 -> new AssistantMessage(parts(), maybe(this::state));
            default -> new ToolMessage(List.copyOf(list(3, () -> toolResult(2))), maybe(this::state));
        };
    }

    List<Part> parts() {
        return list(4, () -> part(false, 0));
    }

    private PromptOrigin prompt() {
        return new PromptOrigin(text(), maybe(this::text), maybe(this::text), text(), List.of());
    }

    Part anyPart() {
        return part(true, 3);
    }

    private Part part(boolean results, int depth) {
        return switch (random.nextInt(results ? 12 : 11)) {
            case 0, 1 -> new TextPart(text(), maybe(this::state), maybe(this::prompt));
            case 2 -> new ImagePart(media(), maybe(this::text), maybe(this::state));
            case 3 -> new DocumentPart(media(), maybe(this::text), maybe(this::state));
            case 4 -> new AudioPart(media(), maybe(this::text), maybe(this::state));
            case 5 -> new VideoPart(media(), maybe(this::state));
            case 6 -> new ReasoningPart(text(), maybe(this::state));
            case 7 -> toolCall();
            case 8 -> new RefusalPart(text(), maybe(this::state));
            case 9 ->
                new CitationPart(
                        maybe(this::text),
                        maybe(this::text),
                        maybe(this::integer),
                        maybe(this::integer),
                        maybe(this::state));
            case 10 ->
                random.nextBoolean()
                        ? new OtherPart(text(), state())
                        : new OtherPart("hologram", new VendorState("portolan", "{\"type\":\"hologram\",\"x\":1.50}"));
            default -> toolResult(depth);
        };
    }

    private ToolResult toolResult(int depth) {
        return new ToolResult(
                text(), text(), list(3, () -> part(depth > 0, depth - 1)), random.nextBoolean(), maybe(this::state));
    }

    private ToolCall toolCall() {
        String arguments = random.nextBoolean() ? "{\"a\" : " + whole() + "}" : text();
        return new ToolCall(text(), text(), arguments, random.nextBoolean(), random.nextBoolean(), maybe(this::state));
    }

    private Media media() {
        switch (random.nextInt(3)) {
            case 0:
                byte[] bytes = new byte[1 + random.nextInt(40)];
                random.nextBytes(bytes);
                return Media.of(bytes, "image/png");
            case 1:
                return new Media.Url(
                        URI.create("https://example.com/%7E/a?b=" + random.nextInt() + "#\u4f60"),
                        maybe(() -> "audio/wav"));
            default:
                return new Media.FileReference("file-" + random.nextInt(), maybe(() -> "application/pdf"));
        }
    }

    private Tool tool() {
        return new Tool(name(), text(), schema(), maybe(random::nextBoolean));
    }

    private JsonSchema schema() {
        return random.nextBoolean()
                ? JsonSchema.EMPTY_OBJECT
                : JsonSchema.of("{ \"type\":\"object\" ,\"properties\":{\"p\":{\"type\":\"number\"}}}");
    }

    private OutputFormat outputFormat() {
        return switch (random.nextInt(3)) {
            case 0 -> OutputFormat.TEXT;
            case 1 -> OutputFormat.JSON;
            default ->
                new OutputFormat.Schema(
                        name(),
                        schema(),
                        maybe(this::text),
                        maybe(random::nextBoolean),
                        maybe(() -> word(OutputMode.class)));
        };
    }

    ChatEvent event() {
        return switch (random.nextInt(9)) {
            case 0 -> new ChatEvent.TextDelta(text(), integer());
            case 1 -> new ChatEvent.ReasoningDelta(text(), integer());
            case 2 -> new ChatEvent.RefusalDelta(text(), integer());
            case 3 -> new ChatEvent.ToolCallDelta(integer(), maybe(this::text), maybe(this::text), text());
            case 4 -> new ChatEvent.ToolCallCompleted(toolCall(), integer());
            case 5 -> new ChatEvent.UsageReported(usage());
            case 6 -> new ChatEvent.Completed(response());
            case 7 -> new ChatEvent.Other("portolan/tick", "{\"type\":\"tick\",\"n\":[1e3,null,true]}");
            default -> new ChatEvent.Other(text(), text());
        };
    }

    Usage usage() {
        return Usage.builder()
                .inputTokens(maybe(this::whole))
                .outputTokens(maybe(this::whole))
                .cachedInputTokens(maybe(this::whole))
                .cacheWriteInputTokens(maybe(this::whole))
                .reasoningTokens(maybe(this::whole))
                .build();
    }

    Warning warning() {
        return new Warning(text(), maybe(this::text), text());
    }

    Attempt attempt() {
        return new Attempt(
                text(),
                text(),
                Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
                duration(),
                text(),
                maybe(this::integer),
                maybe(this::text),
                maybe(this::text));
    }

    /** Apart from the others, whose bytes are held to what they were before attempts had tokens. */
    Attempt attemptWithUsage() {
        Attempt plain = attempt();
        return new Attempt(
                plain.provider(),
                plain.model(),
                plain.startedAt(),
                plain.duration(),
                plain.outcome(),
                plain.status(),
                plain.requestId(),
                plain.note(),
                usage());
    }

    LlmException error() {
        List<ErrorKind> kinds = ErrorKind.values();
        ErrorKind kind = random.nextInt(10) == 0
                ? new ErrorKind("lunar-eclipse", random.nextBoolean(), random.nextBoolean())
                : kinds.get(random.nextInt(kinds.size()));
        return ErrorDetails.builder(text())
                .remedy(maybe(this::text))
                .provider(maybe(this::text))
                .model(maybe(this::text))
                .status(maybe(this::integer))
                .vendorCode(maybe(this::text))
                .requestId(maybe(this::text))
                .retryAfter(maybe(this::duration))
                .retryable(maybe(random::nextBoolean))
                .timeoutPhase(maybe(() -> word(TimeoutPhase.class)))
                .outputBegun(random.nextBoolean())
                .partialResponse(maybe(this::response))
                .vendorMessage(maybe(this::text))
                .vendorMetadata(maybe(this::text))
                .attempts(list(3, this::attempt))
                .toException(kind);
    }

    EmbeddingRequest embeddingRequest() {
        List<String> texts = list(3, this::name);
        return new EmbeddingRequest(
                texts.isEmpty() ? List.of("text") : texts,
                maybe(() -> 1 + random.nextInt(4096)),
                maybe(() -> word(EmbeddingInput.class)),
                random.nextBoolean() ? Map.of() : Map.of(key(), "{}", "b" + random.nextInt(), "{ }"));
    }

    EmbeddingResponse embeddingResponse() {
        int dimensions = random.nextInt(5);
        List<float[]> vectors = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            float[] vector = new float[dimensions];
            for (int j = 0; j < dimensions; j++) {
                vector[j] = random.nextBoolean() ? Float.intBitsToFloat(random.nextInt() & 0x7f7fffff) : -0.0f;
            }
            vectors.add(vector);
        }
        return new EmbeddingResponse(vectors, usage(), text(), text(), maybe(this::text), list(2, this::warning));
    }

    CallContext context() {
        CallContext.Builder builder = CallContext.builder()
                .tenant(maybe(this::text))
                .feature(maybe(this::text))
                .taskKey(maybe(this::text))
                .stickinessKey(maybe(this::text));
        for (int i = random.nextInt(4); i > 0; i--) {
            builder.tag(key(), text());
        }
        return builder.build();
    }

    private TokenLogprob logprob(int depth) {
        return new TokenLogprob(text(), decimal(), depth == 0 ? List.of() : list(3, () -> logprob(depth - 1)));
    }

    private VendorState state() {
        return new VendorState(random.nextBoolean() ? "openai/responses" : text(), text());
    }

    private String name() {
        return "n" + random.nextInt(1000) + text();
    }

    /** Keys hold whole characters only. */
    private String key() {
        return new String(text().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private String text() {
        if (random.nextInt(3) == 0) {
            return AWKWARD[random.nextInt(AWKWARD.length)];
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append((char) (random.nextInt(8) == 0 ? random.nextInt(0x10000) : ' ' + random.nextInt(95)));
        }
        return text.toString();
    }

    private Long whole() {
        return random.nextBoolean() ? LONGS[random.nextInt(LONGS.length)] : Long.valueOf(random.nextLong());
    }

    private Integer integer() {
        return random.nextBoolean() ? INTS[random.nextInt(INTS.length)] : Integer.valueOf(random.nextInt());
    }

    private Double decimal() {
        double bits = Double.longBitsToDouble(random.nextLong());
        return random.nextBoolean() || !Double.isFinite(bits) ? DOUBLES[random.nextInt(DOUBLES.length)] : bits;
    }

    private Duration duration() {
        return switch (random.nextInt(4)) {
            case 0 -> Duration.ZERO;
            case 1 -> Duration.ofNanos(random.nextLong());
            case 2 -> Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
            default -> Duration.ofMillis(random.nextInt(100_000));
        };
    }

    private <E extends Enum<E>> E word(Class<E> type) {
        E[] words = type.getEnumConstants();
        return words[random.nextInt(words.length)];
    }

    private <T> T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private <T> List<T> list(int most, Supplier<T> value) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            list.add(value.get());
        }
        return list;
    }
}
