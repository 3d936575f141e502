package dev.portolan.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":[\"string\",\"null\"]}},\"required\":[\"a\"],"
                        + "\"additionalProperties\":false}",
                "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$defs\":{\"n\":{\"type\":\"object\","
                        + "\"properties\":{\"next\":{\"$ref\":\"#/$defs/n\"}}}},\"$ref\":\"#/$defs/n\"}",
                "{\"anyOf\":[{\"enum\":[1,\"a\",null]},{\"const\":{\"a\":1}}],\"x-vendor\":{\"free\":true}}",
                "{\"type\":\"string\",\"format\":\"date-time\",\"pattern\":\"^[0-9]+$\",\"minLength\":1}"
            })
    void aSchemaIsTakenAndKeptAsItWasGiven(String json) {
        assertThat(JsonSchema.of(json).json()).isEqualTo(json);
        assertThat(JsonSchema.of(" " + json).json()).startsWith(" ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"type":"object"               | must be JSON: it does not parse at line 1, column
                    ultramarine                    | must be JSON
                    {"type":"object"} ultramarine  | must be JSON
                    {"type":"object","type":"ultramarine"} | must be JSON
                    ["ultramarine"]                | must be a JSON object, not array
                    "ultramarine"                  | must be a JSON object, not string
                    true                           | must be a JSON object, not boolean
                    null                           | must be a JSON object, not null
                    ''                             | must be a JSON object, not missing
                    {"type":"ultramarine"}         | Not a JSON schema at /type
                    {"type":7}                     | Not a JSON schema at /type
                    {"properties":[]}              | Not a JSON schema at /properties
                    {"properties":{"a":7}}         | Not a JSON schema at /properties/a
                    {"required":"ultramarine"}     | Not a JSON schema at /required
                    {"minLength":-1}               | Not a JSON schema at /minLength
                    {"items":{"anyOf":[]}}         | Not a JSON schema at /items/anyOf
                    """)
    void whatIsNoSchemaIsToldByItsPlaceAndNotByItsContent(String json, String message) {
        String text = json.equals("''") ? "" : json;
        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> JsonSchema.of(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(message)
                    .hasNoCause()
                    .message()
                    .doesNotContain("ultramarine");
        }
    }

    @Test
    void aSchemaNestedBeyondReasonIsRefusedAndDoesNotOverflowTheStack() {
        String taken = "{\"not\":".repeat(99) + "{}" + "}".repeat(99);
        assertThat(JsonSchema.of(taken).json()).isEqualTo(taken);
        for (int depth : new int[] {100, 990, 5_000}) {
            String refused = "{\"not\":".repeat(depth) + "{}" + "}".repeat(depth);
            assertThatThrownBy(() -> JsonSchema.of(refused))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("100 levels");
        }
    }

    @Test
    void moreSchemasThanAreRememberedAreAllTaken() {
        for (int i = 0; i < 600; i++) {
            String json = "{\"maxLength\":" + i + "}";
            assertThat(JsonSchema.of(json)).isEqualTo(JsonSchema.of(json));
        }
    }

    @Test
    void equalTextsAreEqualSchemas() {
        assertThat(JsonSchema.of("{}")).isEqualTo(JsonSchema.of("{}")).isNotEqualTo(JsonSchema.of("{ }"));
        assertThat(JsonSchema.EMPTY_OBJECT.json()).isEqualTo("{\"type\":\"object\",\"properties\":{}}");
        assertThat(JsonSchema.of("{}")).hasToString("JsonSchema[2 chars]");
    }
}
