package dev.portolan.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.ModelLimits;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.OutputMode;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolChoice;
import dev.portolan.schema.JsonSchema;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputModesTest {

    private static final Tool WEATHER = Tool.of("weather", "", "{\"type\":\"object\",\"properties\":{}}");

    private static ChatRequest request(boolean tools, String choice, boolean reasoning) {
        ChatRequest.Builder request = ChatRequest.builder().user("q");
        if (tools) {
            request.tools(List.of(WEATHER));
        }
        if (!choice.isEmpty()) {
            request.toolChoice(
                    choice.equals("named")
                            ? ToolChoice.named("weather")
                            : new ToolChoice(ToolChoice.Mode.valueOf(choice.toUpperCase(Locale.ROOT)), null));
        }
        return request.reasoningEffort(reasoning ? ReasoningEffort.LOW : null).build();
    }

    private static OutputFormat.Schema format(Boolean strict, OutputMode mode) {
        return new OutputFormat.Schema("s", JsonSchema.EMPTY_OBJECT, null, strict, mode);
    }

    private static ModelInfo info(String capabilities) {
        ModelInfo.Builder info = ModelInfo.builder("acme", "m");
        for (String word : capabilities.split(" ", -1)) {
            if (word.length() > 1) {
                info.capability(
                        Capability.valueOf(
                                word.substring(1).toUpperCase(Locale.ROOT).replace('-', '_')),
                        word.charAt(0) == '+');
            }
        }
        return info.build();
    }

    private static String words(List<OutputMode> modes) {
        return String.join(
                " ",
                modes.stream()
                        .map(mode -> mode.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList());
    }

    /** Streaming stands in no column: nothing depends on it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    #  capabilities                                     | tools | choice   | reasoning | strict | modes
                    ''                                                  | false | ''       | false |       | native-strict native-loose tool json-mode prompted
                    +strict-tools                                       | false | ''       | false |       | native-strict native-loose strict-tool tool json-mode prompted
                    -strict-tools                                       | false | ''       | false |       | native-strict native-loose tool json-mode prompted
                    +strict-tools                                       | false | ''       | false | true  | native-strict strict-tool
                    +strict-tools                                       | false | ''       | false | false | native-loose tool json-mode prompted
                    -json-schema-output +strict-tools                   | false | ''       | false |       | strict-tool tool json-mode prompted
                    -json-schema-output                                 | false | ''       | false |       | tool json-mode prompted
                    -json-schema-output                                 | false | ''       | true  |       | prompted
                    ''                                                  | false | ''       | true  |       | native-strict native-loose prompted
                    -json-schema-output                                 | true  | ''       | false |       | tool json-mode prompted
                    -json-schema-output                                 | true  | auto     | false |       | tool json-mode prompted
                    -json-schema-output                                 | true  | none     | false |       | tool json-mode prompted
                    -json-schema-output                                 | true  | required | false |       | json-mode prompted
                    -json-schema-output                                 | true  | named    | false |       | json-mode prompted
                    -json-schema-with-tools                             | true  | ''       | false |       | tool prompted
                    -json-schema-with-tools                             | false | ''       | false |       | native-strict native-loose tool json-mode prompted
                    -json-schema-output -tools                          | false | ''       | false |       | json-mode prompted
                    -json-schema-output -tools -json-output             | false | ''       | false |       | prompted
                    -json-schema-output -tools -json-output             | false | ''       | false | true  | ''
                    -json-schema-output -tool-choice-named              | false | ''       | false |       | tool json-mode prompted
                    -json-schema-output -tool-choice-named              | true  | none     | false |       | json-mode prompted
                    -json-schema-output -tool-choice-required           | true  | ''       | false |       | json-mode prompted
                    -json-schema-output -tool-choice-required -tool-choice-named | false | '' | false |   | json-mode prompted
                    """)
    void theTableOfModes(
            String capabilities, boolean tools, String choice, boolean reasoning, Boolean strict, String modes) {
        assertThat(words(OutputModes.of(info(capabilities), request(tools, choice, reasoning), format(strict, null))))
                .isEqualTo(modes);
    }

    @Test
    void aModeThatIsNamedIsTheOnlyOneAndMayBeImpossible() {
        ModelInfo bare = info("-json-schema-output -tools -json-output -strict-tools");
        for (OutputMode mode : OutputMode.values()) {
            assertThat(OutputModes.of(bare, request(false, "", true), format(null, mode)))
                    .containsExactly(mode);
            assertThat(OutputModes.possible(mode, bare, request(false, "", true)))
                    .isEqualTo(mode == OutputMode.PROMPTED);
            assertThat(OutputModes.possible(mode, info(""), request(true, "", true)))
                    .isTrue();
        }
        assertThat(OutputModes.possible(
                        OutputMode.NATIVE_STRICT, info("-json-schema-with-tools"), request(true, "", false)))
                .isFalse();
    }

    @Test
    void aToolOfTheAnswerNeedsRoom() {
        ModelInfo full = info("-json-schema-output").toBuilder()
                .limits(new ModelLimits(null, null, null, null, 1, null))
                .build();
        assertThat(words(OutputModes.of(full, request(true, "", false), format(null, null))))
                .isEqualTo("json-mode prompted");
    }
}
