package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Gap;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.OutputMode;
import dev.portolan.schema.JsonSchema;
import org.junit.jupiter.api.Test;

/** Answers in JSON, and in JSON of a schema. */
interface OutputCases {

    OutputFormat.Schema SCHEMA = OutputFormat.schema("harbour", JsonSchema.of("""
            {"type":"object","properties":{"name":{"type":"string"},"depth":{"type":"integer"}},
             "required":["name","depth"],"additionalProperties":false}"""));

    private static ChatRequest in(OutputFormat format) {
        return ChatRequest.of("Describe the harbour in JSON.").toBuilder()
                .outputFormat(format)
                .build();
    }

    @Test
    default void anAnswerOfASchemaFitsIt(Bench bench) {
        bench.wire();
        bench.needs(Capability.JSON_SCHEMA_OUTPUT);
        bench.onEachPath(path -> {
            ChatResponse response = bench.ask(path, in(SCHEMA));

            assertThat(bench.sentRequest().outputFormat()).isInstanceOfSatisfying(OutputFormat.Schema.class, sent -> {
                if (bench.has(WireFeature.SCHEMA_NAMES)) {
                    assertThat(sent.name()).isEqualTo("harbour");
                }
                Json.assertSame(sent.schema().json(), SCHEMA.schema().json());
            });
            assertThat(Json.parse(response.text()).path("name").isTextual()).isTrue();
            assertThat(Json.parse(response.text()).path("depth").isIntegralNumber())
                    .isTrue();
        });
    }

    @Test
    default void anAnswerInJsonIsAnObject(Bench bench) {
        bench.wire();
        bench.needs(Capability.JSON_OUTPUT);
        bench.onEachPath(path -> {
            ChatResponse response = bench.ask(path, in(OutputFormat.JSON));

            assertThat(bench.sentRequest().outputFormat()).isEqualTo(OutputFormat.JSON);
            assertThat(Json.parse(response.text()).isObject()).isTrue();
        });
    }

    @Test
    default void aSchemaGoesTogetherWithTools(Bench bench) {
        bench.wire();
        bench.needs(Capability.JSON_SCHEMA_OUTPUT, Capability.TOOLS, Capability.JSON_SCHEMA_WITH_TOOLS);
        bench.onEachPath(path -> {
            bench.ask(path, ToolCases.ASKING.toBuilder().outputFormat(SCHEMA).build());

            assertThat(bench.sentRequest().outputFormat()).isInstanceOf(OutputFormat.Schema.class);
            assertThat(bench.sentRequest().tools()).hasSize(2);
        });
    }

    @Test
    default void aSchemaIsAskedForInAnotherWayOfAModelWithoutThem(Bench bench) {
        ChatModel model = bench.modelWithout(Capability.JSON_SCHEMA_OUTPUT);
        Twins.told(bench, model, in(SCHEMA), "outputFormat", Gap.Effect.EMULATED);
        bench.onEachPath(path -> {
            ChatResponse response = path.ask(model, in(SCHEMA), Twins.ADAPT);

            assertThat(response.outputMode())
                    .isIn(OutputMode.STRICT_TOOL, OutputMode.TOOL, OutputMode.JSON_MODE, OutputMode.PROMPTED);
            assertThat(response.toolCalls()).isEmpty();
            if (response.outputMode() != OutputMode.PROMPTED) {
                assertThat(Json.parse(response.text()).isObject()).isTrue();
            }
            if (bench.wired()) {
                assertThat(bench.sentRequest().outputFormat() instanceof OutputFormat.Schema)
                        .isFalse();
            }
        });
    }

    @Test
    default void aSchemaThatMustBeEnforcedIsRefusedByAModelThatEnforcesNone(Bench bench) {
        OutputFormat enforced = new OutputFormat.Schema("harbour", SCHEMA.schema(), null, true);
        ChatModel model = bench.modelWithout(Capability.JSON_SCHEMA_OUTPUT, Capability.STRICT_TOOLS);
        Twins.refused(bench, model, in(enforced), "outputFormat");
    }

    @Test
    default void jsonIsRefusedByAModelWithoutIt(Bench bench) {
        Twins.refused(bench, bench.modelWithout(Capability.JSON_OUTPUT), in(OutputFormat.JSON), "outputFormat");
    }

    @Test
    default void aSchemaBesideToolsIsAskedForInAnotherWayWhereTheyExcludeEachOther(Bench bench) {
        bench.needs(Capability.JSON_SCHEMA_OUTPUT, Capability.TOOLS);
        Twins.told(
                bench,
                bench.modelWithout(Capability.JSON_SCHEMA_WITH_TOOLS),
                ToolCases.ASKING.toBuilder().outputFormat(SCHEMA).build(),
                "outputFormat",
                Gap.Effect.EMULATED);
    }
}
