package dev.portolan.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.schema.JsonSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentCoercionTest {

    @ParameterizedTest(name = "{0}: {1} becomes {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"integer"}                                         | "5"            | 5
            {"type":"integer"}                                         | " -5.0 "       | -5
            {"type":"integer"}                                         | 5.0            | 5
            {"type":"integer"}                                         | "5.5"          | "5.5"
            {"type":"integer"}                                         | "5 apples"     | "5 apples"
            {"type":"integer"}                                         | "007"          | "007"
            {"type":"integer"}                                         | true           | true
            {"type":"number"}                                          | "1.50"         | 1.50
            {"type":"number"}                                          | 5              | 5
            {"type":"number"}                                          | "1e400000"     | "1e400000"
            {"type":"number"}                                          | "NaN"          | "NaN"
            {"type":["number","null"]}                                 | "5"            | 5
            {"type":["number","string"]}                               | "5"            | "5"
            {"type":"boolean"}                                         | "true"         | true
            {"type":"boolean"}                                         | "false"        | false
            {"type":"boolean"}                                         | "yes"          | "yes"
            {"type":"boolean"}                                         | 1              | 1
            {"type":"string"}                                          | 12             | "12"
            {"type":"string"}                                          | 12.50          | "12.50"
            {"type":"string"}                                          | true           | true
            {"type":"string"}                                          | null           | null
            {"type":"array","items":{"type":"string"}}                 | "a"            | ["a"]
            {"type":"array","items":{"type":"integer"}}                | "5"            | [5]
            {"type":"array","items":{"type":"integer"}}                | 5              | [5]
            {"type":"array","items":{"type":"integer"}}                | "[1, \\"2\\"]" | [1,2]
            {"type":"array","items":{"type":"integer"}}                | ["1","x"]      | [1,"x"]
            {"type":"array"}                                           | null           | null
            {"type":"array"}                                           | "[broken"      | ["[broken"]
            {"type":"object"}                                          | "{\\"a\\":1}"  | {"a":1}
            {"type":"object"}                                          | "{broken"      | "{broken"
            {"enum":["RED","GREEN"]}                                   | "red"          | "RED"
            {"enum":["RED","GREEN"]}                                   | "blue"         | "blue"
            {"enum":["a","A"]}                                         | "a"            | "a"
            {"enum":["b","aB","Ab"]}                                   | "AB"           | "AB"
            {"anyOf":[{"type":"integer"},{"type":"null"}]}             | "5"            | 5
            {"anyOf":[{"type":"integer"},{"type":"boolean"}]}          | "5"            | "5"
            {"$ref":"#/$defs/n"}                                       | "5"            | 5
            {"$ref":"#/$defs/loop"}                                    | "5"            | "5"
            {"$ref":"https://example.com/n"}                           | "5"            | "5"
            true                                                       | "5"            | "5"
            """)
    void aValueIsMendedOnlyWhereItsMeaningIsBeyondDoubt(String property, String given, String expected) {
        JsonSchema schema = JsonSchema.of(
                "{\"type\":\"object\",\"properties\":{\"p\":" + property
                        + "},\"required\":[\"p\"],\"$defs\":{\"n\":{\"type\":\"integer\"},\"loop\":{\"$ref\":\"#/$defs/loop\"}}}");
        assertThat(coerced(schema, "{\"p\":" + given + "}")).isEqualTo("{\"p\":" + expected + "}");
    }

    @ParameterizedTest(name = "{0}, required {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"string"}                              | []    | {}
            {"type":"string"}                              | ["p"] | {"p":null}
            {"type":["string","null"]}                     | []    | {"p":null}
            {"anyOf":[{"type":"string"},{"type":"null"}]}  | []    | {"p":null}
            {"oneOf":[{"type":"string"},{"type":"array"}]} | []    | {}
            {"enum":["a"]}                                 | []    | {}
            {}                                             | []    | {"p":null}
            """)
    void nullIsLeftOutWhereThePropertyNeedNotBeThereAndMayNotBeNull(String property, String required, String expected) {
        JsonSchema schema = JsonSchema.of(
                "{\"type\":\"object\",\"properties\":{\"p\":" + property + "},\"required\":" + required + "}");
        assertThat(coerced(schema, "{\"p\":null}")).isEqualTo(expected);
    }

    @Test
    void mapsAndNestedObjectsAreMendedTooAndUnknownMembersAreLeftAlone() {
        JsonSchema schema = JsonSchema.of("""
                {"type":"object","properties":{
                  "counts":{"type":"object","additionalProperties":{"type":"integer"}},
                  "next":{"$ref":"#"}}}""");
        assertThat(coerced(schema, "{\"counts\":{\"a\":\"1\"},\"next\":{\"counts\":{\"b\":\"2\"}},\"other\":\"3\"}"))
                .isEqualTo("{\"counts\":{\"a\":1},\"next\":{\"counts\":{\"b\":2}},\"other\":\"3\"}");
    }

    @Test
    void argumentsThatNameAMemberTwiceAreNoArguments() {
        assertThat(JsonTree.parse("{\"amount\":1,\"amount\":900}")).isNull();
    }

    @Test
    void theDigestOfArgumentsDependsOnTheirMeaning() {
        assertThat(Digest.ofArguments("{\"a\":1,\"b\":[{\"d\":2,\"c\":3}]}"))
                .isEqualTo(Digest.ofArguments(" { \"b\" : [ {\"c\":3, \"d\":2} ], \"a\" : 1 } "))
                .isNotEqualTo(Digest.ofArguments("{\"a\":2,\"b\":[{\"d\":2,\"c\":3}]}"))
                .hasSize(64);
        assertThat(Digest.ofArguments("{broken")).isNotEqualTo(Digest.ofArguments("{broke"));
        assertThat(Digest.of("a", "bc")).isNotEqualTo(Digest.of("ab", "c"));
    }

    private static String coerced(JsonSchema schema, String arguments) {
        return ArgumentCoercion.coerce(schema, JsonTree.object(arguments)).toString();
    }
}
