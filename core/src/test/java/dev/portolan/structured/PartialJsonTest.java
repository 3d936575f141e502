package dev.portolan.structured;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartialJsonTest {

    private static final String WHOLE =
            "Well: {\"a\":\"x\\\"\\u00e9\\n\",\"b\":[1,2.50,{\"c\":true},[],\"\"],\"d\":{\"e\":null,\"f\":-1e5}} end";

    private static String closed(String text) {
        PartialJson partial = new PartialJson();
        partial.append(text.replace('\'', '"'));
        return partial.closed();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {                      | {}
                    {'a                    | {}
                    {'a'                   | {}
                    {'a':                  | {}
                    {'a':'                 | {'a':''}
                    {'a':'x                | {'a':'x'}
                    {'a':'x\\              | {'a':'x'}
                    {'a':'x\\u00           | {'a':'x'}
                    {'a':'x\\u00e9         | {'a':'x\\u00e9'}
                    {'a':'x\\n             | {'a':'x\\n'}
                    {'a':'x'               | {'a':'x'}
                    {'a':1                 | {}
                    {'a':1,                | {'a':1}
                    {'a':tru               | {}
                    {'a':true}             | {'a':true}
                    {'a':1,'b              | {'a':1}
                    {'a':[1,2              | {'a':[1]}
                    {'a':[{'b':'c          | {'a':[{'b':'c'}]}
                    [                      | []
                    Well [1, 2] and {      | [1, 2]
                    """)
    void aBeginningIsClosedWhereItStands(String text, String json) {
        assertThat(closed(text)).isEqualTo(json.replace('\'', '"'));
    }

    @Test
    void beforeTheFirstBracketThereIsNothing() {
        assertThat(closed("Here you are: \"a\"")).isNull();
    }

    @Test
    void everyBeginningParsesHoweverItIsCut() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            PartialJson partial = new PartialJson();
            int at = 0;
            while (at < WHOLE.length()) {
                int next = Math.min(WHOLE.length(), at + 1 + random.nextInt(4));
                partial.append(WHOLE.substring(at, next));
                at = next;
                String json = partial.closed();
                if (json != null) {
                    JsonNode tree = mapper.readTree(json);
                    assertThat(tree.isObject()).isTrue();
                }
            }
            assertThat(partial.closed()).isEqualTo(WHOLE.substring(6, WHOLE.length() - 4));
        }
    }

    @Test
    void halfOfACharacterIsNotShown() {
        assertThat(closed("{'a':'x\uD83D")).isEqualTo("{\"a\":\"x\"}");
        assertThat(closed("{'a':'x\uD83D\uDE00")).isEqualTo("{\"a\":\"x\uD83D\uDE00\"}");
    }
}
