package dev.portolan.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.Gap.Effect;
import dev.portolan.schema.JsonSchema;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CapabilityCheckTest {

    private static final Media.Inline PIXEL = Media.of(new byte[100], "image/png");
    private static final Tool TOOL = Tool.of("f", "", "{}");

    private static ModelInfo.Builder model() {
        return ModelInfo.builder("openai", "o1");
    }

    private static Arguments gap(Capability missing, String field, Effect effect, Consumer<ChatRequest.Builder> asks) {
        return Arguments.of(missing, field, effect, asks);
    }

    static Stream<Arguments> gaps() {
        return Stream.of(
                gap(Capability.TEMPERATURE, "temperature", Effect.LEFT_OUT, b -> b.temperature(0.5)),
                gap(Capability.TOP_P, "topP", Effect.LEFT_OUT, b -> b.topP(0.5)),
                gap(Capability.TOP_K, "topK", Effect.LEFT_OUT, b -> b.topK(5)),
                gap(Capability.SEED, "seed", Effect.LEFT_OUT, b -> b.seed(5L)),
                gap(Capability.FREQUENCY_PENALTY, "frequencyPenalty", Effect.LEFT_OUT, b -> b.frequencyPenalty(0.5)),
                gap(Capability.PRESENCE_PENALTY, "presencePenalty", Effect.LEFT_OUT, b -> b.presencePenalty(0.5)),
                gap(Capability.LOGPROBS, "logprobs", Effect.LEFT_OUT, b -> b.logprobs(0)),
                gap(
                        Capability.REASONING_EFFORT,
                        "reasoningEffort",
                        Effect.LEFT_OUT,
                        b -> b.reasoningEffort(ReasoningEffort.LOW)),
                gap(Capability.MAX_OUTPUT_TOKENS, "maxOutputTokens", Effect.REFUSED, b -> b.maxOutputTokens(5)),
                gap(Capability.STOP, "stop", Effect.EMULATED, b -> b.stop(List.of("END"))),
                gap(Capability.TOOLS, "tools", Effect.REFUSED, b -> b.tools(List.of(TOOL))),
                gap(
                        Capability.PARALLEL_TOOL_CALLS,
                        "parallelToolCalls",
                        Effect.LEFT_OUT,
                        b -> b.parallelToolCalls(false)),
                gap(Capability.TOOL_CHOICE_NONE, "toolChoice", Effect.REFUSED, b -> b.toolChoice(ToolChoice.NONE)),
                gap(
                        Capability.TOOL_CHOICE_REQUIRED,
                        "toolChoice",
                        Effect.REFUSED,
                        b -> b.toolChoice(ToolChoice.REQUIRED)),
                gap(
                        Capability.TOOL_CHOICE_NAMED,
                        "toolChoice",
                        Effect.REFUSED,
                        b -> b.tools(List.of(TOOL)).toolChoice(ToolChoice.named("f"))),
                gap(
                        Capability.STRICT_TOOLS,
                        "tools.strict",
                        Effect.LEFT_OUT,
                        b -> b.tools(List.of(new Tool("f", "", JsonSchema.EMPTY_OBJECT, true)))),
                gap(Capability.JSON_OUTPUT, "outputFormat", Effect.REFUSED, b -> b.outputFormat(OutputFormat.JSON)),
                gap(
                        Capability.JSON_SCHEMA_OUTPUT,
                        "outputFormat",
                        Effect.REFUSED,
                        b -> b.outputFormat(OutputFormat.schema("s", JsonSchema.EMPTY_OBJECT))),
                gap(
                        Capability.JSON_SCHEMA_WITH_TOOLS,
                        "outputFormat",
                        Effect.REFUSED,
                        b -> b.tools(List.of(TOOL)).outputFormat(OutputFormat.schema("s", JsonSchema.EMPTY_OBJECT))),
                gap(Capability.SYSTEM_MESSAGES, "messages[1]", Effect.REFUSED, b -> b.system("Be brief.")),
                gap(
                        Capability.IMAGE_INPUT,
                        "messages[1].parts[1]",
                        Effect.REFUSED,
                        b -> b.add(Message.user(new TextPart(""), new ImagePart(PIXEL)))),
                gap(
                        Capability.IMAGE_URL_INPUT,
                        "messages[1].parts[0]",
                        Effect.REFUSED,
                        b -> b.add(Message.user(new ImagePart(Media.of(URI.create("https://example.com/a")))))),
                gap(
                        Capability.DOCUMENT_INPUT,
                        "messages[1].parts[0]",
                        Effect.REFUSED,
                        b -> b.add(Message.user(new DocumentPart(Media.of(new byte[1], "application/pdf"), "a.pdf")))),
                gap(
                        Capability.AUDIO_INPUT,
                        "messages[1].parts[0]",
                        Effect.REFUSED,
                        b -> b.add(Message.user(new AudioPart(Media.of(new byte[1], "audio/wav"))))),
                gap(
                        Capability.VIDEO_INPUT,
                        "messages[1].parts[0]",
                        Effect.REFUSED,
                        b -> b.add(Message.user(new VideoPart(Media.of(new byte[1], "video/mp4"))))),
                gap(
                        Capability.IMAGE_INPUT,
                        "messages[1].parts[0].parts[1]",
                        Effect.REFUSED,
                        b -> b.add(new ToolMessage(List.of(new ToolResult(
                                "c", "f", List.of(new TextPart(""), new ImagePart(PIXEL)), false, null))))));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("gaps")
    void whatIsMissingIsToldForItsFieldAndNothingElse(
            Capability missing, String field, Effect effect, Consumer<ChatRequest.Builder> asks) {
        ChatRequest.Builder builder = ChatRequest.builder().user("Hello");
        asks.accept(builder);
        ChatRequest request = builder.build();

        List<Gap> gaps = CapabilityCheck.gaps(model().capability(missing, false).build(), request);

        assertThat(gaps).hasSize(1);
        assertThat(gaps.get(0).field()).isEqualTo(field);
        assertThat(gaps.get(0).effect()).isEqualTo(effect);
        assertThat(gaps.get(0).message()).startsWith("openai/o1 ");
        assertThat(CapabilityCheck.gaps(model().build(), request))
                .as("unknown counts as yes")
                .isEmpty();
        assertThat(CapabilityCheck.gaps(model().capability(missing, false).build(), ChatRequest.of("Hello")))
                .as("not asked for")
                .isEmpty();
    }

    @Test
    void everyCapabilityThatARequestCanAskForIsChecked() {
        Set<Capability> checked = EnumSet.noneOf(Capability.class);
        gaps().forEach(arguments -> checked.add((Capability) arguments.get()[0]));
        assertThat(EnumSet.complementOf(EnumSet.copyOf(checked)))
                .as("asked for by the call, or told by the vendor")
                .containsExactlyInAnyOrder(Capability.STREAMING, Capability.PROMPT_CACHING);
    }

    @Test
    void limitsAreHeld() {
        ModelInfo info =
                model().limits(new ModelLimits(1000, 100, 1.0, 1, 1, 50L)).build();
        ChatRequest request = ChatRequest.builder()
                .add(Message.user(new ImagePart(PIXEL)))
                .temperature(1.5)
                .maxOutputTokens(200)
                .stop(List.of("a", "b"))
                .tools(List.of(TOOL, Tool.of("g", "", "{}")))
                .build();

        assertThat(CapabilityCheck.gaps(info, request))
                .extracting(Gap::field, Gap::effect)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("temperature", Effect.CLAMPED),
                        org.assertj.core.groups.Tuple.tuple("maxOutputTokens", Effect.CLAMPED),
                        org.assertj.core.groups.Tuple.tuple("stop", Effect.EMULATED),
                        org.assertj.core.groups.Tuple.tuple("tools", Effect.REFUSED),
                        org.assertj.core.groups.Tuple.tuple("messages[0].parts[0]", Effect.REFUSED));
    }

    @Test
    void whatIsWithinTheLimitsFits() {
        ModelInfo info =
                model().limits(new ModelLimits(1000, 100, 1.0, 2, 2, 100L)).build();
        ChatRequest request = ChatRequest.builder()
                .add(Message.user(new ImagePart(PIXEL)))
                .temperature(1.0)
                .maxOutputTokens(100)
                .stop(List.of("a", "b"))
                .tools(List.of(TOOL))
                .toolChoice(ToolChoice.AUTO)
                .outputFormat(OutputFormat.TEXT)
                .build();
        assertThat(CapabilityCheck.gaps(info, request)).isEmpty();
    }

    @Test
    void aSettingThatIsNotSupportedIsToldOnce() {
        ModelInfo info = model().capability(Capability.TEMPERATURE, false)
                .capability(Capability.STOP, false)
                .capability(Capability.MAX_OUTPUT_TOKENS, false)
                .capability(Capability.IMAGE_INPUT, false)
                .limits(new ModelLimits(null, 100, 1.0, 1, null, null))
                .build();
        ChatRequest request = ChatRequest.builder()
                .add(Message.user(new ImagePart(Media.of(URI.create("https://example.com/a")))))
                .temperature(2.0)
                .maxOutputTokens(200)
                .stop(List.of("a", "b"))
                .build();
        assertThat(CapabilityCheck.gaps(info, request))
                .extracting(Gap::field)
                .containsExactlyInAnyOrder("temperature", "maxOutputTokens", "stop", "messages[0].parts[0]");
    }

    @Test
    void aModelTellsWhatIsKnownOfIt() {
        ModelInfo info = model().baseModel("gpt-4o")
                .capability(Capability.TOOLS, true)
                .capability(Capability.TOP_K, false)
                .limits(ModelLimits.UNKNOWN)
                .build();

        assertThat(info.supports(Capability.TOOLS)).isTrue();
        assertThat(info.supports(Capability.TOP_K)).isFalse();
        assertThat(info.supports(Capability.SEED)).isTrue();
        assertThat(info.knows(Capability.TOP_K)).isTrue();
        assertThat(info.knows(Capability.SEED)).isFalse();
        assertThat(info.baseModel()).isEqualTo("gpt-4o");
        assertThat(info).hasToString("ModelInfo[openai/o1 (gpt-4o)]");
        assertThat(model().build()).hasToString("ModelInfo[openai/o1]");
        assertThat(info.toBuilder().build()).isEqualTo(info).hasSameHashCodeAs(info);
        assertThat(info)
                .isNotEqualTo(info.toBuilder().baseModel(null).build())
                .isNotEqualTo(info.toBuilder().capability(Capability.SEED, true).build())
                .isNotEqualTo(info.toBuilder()
                        .limits(new ModelLimits(1, null, null, null, null, null))
                        .build())
                .isNotEqualTo(ModelInfo.builder("azure", "o1").build())
                .isNotEqualTo(ModelInfo.builder("openai", "o3").build())
                .isNotEqualTo("openai/o1");
    }
}
