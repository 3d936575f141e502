package dev.portolan.simulator.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaExampleTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"type":"string"}                                              | "sample value"
        {"type":"string","minLength":20}                               | "sample value and more"
        {"type":"string","maxLength":3}                                | "sam"
        {"type":"string","format":"date"}                              | "2026-01-15"
        {"type":"string","format":"unheard-of"}                        | "sample value"
        {"type":"integer"}                                             | 1
        {"type":"integer","minimum":5}                                 | 5
        {"type":"integer","exclusiveMinimum":5}                        | 6
        {"type":"integer","maximum":-3}                                | -3
        {"type":"number","exclusiveMinimum":0,"maximum":0.5}           | 0.5
        {"type":"integer","multipleOf":7,"minimum":20}                 | 21
        {"type":"boolean"}                                             | true
        {"type":"null"}                                                | null
        {"type":["string","null"]}                                     | "sample value"
        {"const":{"a":1}}                                              | {"a":1}
        {"enum":["b","a"]}                                             | "b"
        {"anyOf":[{"type":"integer"},{"type":"null"}]}                 | 1
        {"oneOf":[{"type":"boolean"},{"type":"null"}]}                 | true
        {"type":"array","items":{"type":"integer"}}                    | [1]
        {"type":"array","items":{"type":"integer"},"minItems":3}       | [1,1,1]
        {"type":"array","items":{"type":"integer"},"maxItems":0}       | []
        {"type":"array","prefixItems":[{"type":"integer"},{"type":"boolean"}],"items":false} | [1,true]
        {"type":"object","properties":{"a":{"type":"integer"},"b_c":{"type":"string"}}} | {"a":1,"b_c":"sample b c"}
        {"properties":{"a":{"type":"integer"}}}                        | {"a":1}
        {"$ref":"#/$defs/n","$defs":{"n":{"type":"integer"}}}          | 1
        {"allOf":[{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]},{"properties":{"b":{"type":"boolean"}},"required":["b"]}]} | {"a":1,"b":true}
        """)
    void anInstanceFitsItsSchema(String schema, String instance) {
        assertThat(SchemaExample.of(schema)).isEqualTo(instance);
        assertThat(fits(schema, instance)).isTrue();
    }

    @Test
    void recursiveSchemasEnd() {
        String list = """
                {"type":"object","required":["value","next"],"additionalProperties":false,"properties":{
                  "value":{"type":"integer"},"next":{"anyOf":[{"$ref":"#"},{"type":"null"}]}}}""";
        String tree = """
                {"$ref":"#/$defs/node","$defs":{"node":{"type":"object","required":["children"],"properties":{
                  "children":{"type":"array","items":{"$ref":"#/$defs/node"}}}}}}""";
        String optional = """
                {"type":"object","properties":{"again":{"$ref":"#"}}}""";

        for (String schema : new String[] {list, tree, optional}) {
            assertThat(fits(schema, SchemaExample.of(schema))).as(schema).isTrue();
        }
    }

    @Test
    void schemasWithoutAnInstanceAreRefused() {
        assertThatThrownBy(() -> SchemaExample.of("{"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The schema is no JSON");
        assertThatThrownBy(() -> SchemaExample.of("{\"$ref\":\"#/$defs/nowhere\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("#/$defs/nowhere");
        assertThatThrownBy(() -> SchemaExample.of(
                        "{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"$ref\":\"#\"}}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The schema has no finite instance");
    }

    private static boolean fits(String schema, String instance) {
        return new ValidatorFactory()
                .withJsonNodeFactory(new JacksonNode.Factory(Json.MAPPER))
                .validate(schema, instance)
                .isValid();
    }
}
