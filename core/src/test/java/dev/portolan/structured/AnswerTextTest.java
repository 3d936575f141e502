package dev.portolan.structured;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.schema.JsonSchema;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTextTest {

    private static final JsonSchema CITY =
            JsonSchema.of("{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
                    + "\"note\":{\"type\":\"string\"},\"taxes\":{\"type\":\"object\",\"additionalProperties\":{\"type\":\"number\"}}},"
                    + "\"required\":[\"name\"],\"additionalProperties\":false}");
    private static final JsonSchema LIST = JsonSchema.of("{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}");

    private static AnswerText.Found find(String text) {
        return new AnswerText(CITY).find(text.replace('\'', '"').replace("~", "\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {'name':'Ulm'}                                            | {'name':'Ulm'} |
                    ~ {'name':'Ulm'} ~                                        | {'name':'Ulm'} |
                    <think>maybe {'name':'Bonn'}</think>{'name':'Ulm'}        | {'name':'Ulm'} | THINK_TAGS
                    ~<thinking>a~b</thinking>~~{'name':'Ulm'}                 | {'name':'Ulm'} | THINK_TAGS
                    ```json~{'name':'Ulm'}~```                                | {'name':'Ulm'} | CODE_FENCE
                    Here you are:~```~{'name':'Ulm'}~```~Anything else?       | {'name':'Ulm'} | CODE_FENCE
                    ```~{'a':1}~```~or~```json~{'name':'Ulm'}~```             | {'name':'Ulm'} | CODE_FENCE
                    Here you are: {'name':'U}lm'} Anything else?              | {'name':'U}lm'} | SURROUNDING_TEXT
                    I take [1] from {'x':1}: {'name':'Ulm'}                   | {'name':'Ulm'} | SURROUNDING_TEXT
                    A {brace} and {'name':'U\\'lm'}                           | {'name':'U\\'lm'} | SURROUNDING_TEXT
                    {'name':'Ulm',}                                           | {'name':'Ulm'} | TRAILING_COMMAS
                    {'name':'Ulm, ]',~}                                       | {'name':'Ulm, ]'~} | TRAILING_COMMAS
                    <think>x</think>```json~{'name':'Ulm',}~```               | {'name':'Ulm'} | THINK_TAGS CODE_FENCE TRAILING_COMMAS
                    {'name':'Ulm','note':null}                                | {'name':'Ulm'} | WIRE_SHAPE
                    {'name':'Ulm','taxes':[{'key':'a','value':1.50}]}         | {'name':'Ulm','taxes':{'a':1.50}} | WIRE_SHAPE
                    """)
    void whatLeavesNoDoubtIsTolerated(String text, String json, String tolerated) {
        AnswerText.Found found = find(text);
        assertThat(found.json()).isEqualTo(json.replace('\'', '"').replace("~", "\n"));
        assertThat(found.fits()).isTrue();
        Set<Tolerance> expected = tolerated == null
                ? Set.of()
                : Arrays.stream(tolerated.split(" ")).map(Tolerance::valueOf).collect(Collectors.toSet());
        assertThat(found.tolerated()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    Ulm                                               | json
                    {'name':'Ulm'                                     | json
                    {'name':'Ulm'} or {'name':'Bonn'}                 | json
                    {'x':1} or {'y':2}                                | json
                    Sorry, {'x':1}                                    | additionalProperties
                    {'nom':'Ulm'}                                     | additionalProperties
                    {'name':'Ulm'                                     | json
                    {'name':'Ulm}                                     | json
                    ^^                                                | json
                    """)
    void whatLeavesDoubtIsNot(String text, String keyword) {
        AnswerText.Found found = find(text);
        assertThat(found.fits()).isFalse();
        assertThat(found.violations()).extracting(one -> one.keyword()).contains(keyword);
    }

    @Test
    void aRootThatIsNoObjectMayStandInOne() {
        AnswerText.Found found = new AnswerText(LIST).find("{\"value\":[1,2]}");
        assertThat(found.json()).isEqualTo("[1,2]");
        assertThat(found.tolerated()).containsExactly(Tolerance.WIRE_SHAPE);
        assertThat(new AnswerText(LIST).find("{\"values\":[1]}").fits()).isFalse();
    }

    @Test
    void aTextFullOfBracketsIsReadInNoTime() {
        assertThat(find("{".repeat(100_000)).fits()).isFalse();
        assertThat(find("{[\"".repeat(50_000) + "{'name':'Ulm'}").fits()).isFalse();
    }
}
