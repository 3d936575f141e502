package dev.portolan.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.schema.CompiledSchema;
import dev.portolan.schema.JsonSchema;
import dev.portolan.schema.SchemaLoss;
import dev.portolan.schema.SchemaUse;
import dev.portolan.spi.support.WireJson;
import org.junit.jupiter.api.Test;

class OllamaDialectTest {

    /** As a generator writes an order with an address that occurs twice. */
    private static final JsonSchema ORDER = JsonSchema.of("""
            {"type":"object","$defs":{"Address":{"type":"object","properties":{
               "zip":{"type":"string","pattern":"^[0-9]{5}$"},"since":{"type":"string","format":"date"}},"required":["zip"]}},
             "properties":{"from":{"$ref":"#/$defs/Address"},"to":{"$ref":"#/$defs/Address"},
               "payment":{"oneOf":[{"type":"string"},{"type":"integer"}]}},
             "required":["from"]}""");

    private static CompiledSchema compile(SchemaUse use) {
        return OllamaDialect.grammar().compile(ORDER, use, null);
    }

    @Test
    void OL6_definitionsAreWrittenOut() {
        assertThat(compile(SchemaUse.OUTPUT).wire()).doesNotContain("$ref", "$defs");
    }

    @Test
    void OL4_patternsAndOneOfAreTakenOutAndToldToTheModel() {
        JsonNode wire = WireJson.tree(compile(SchemaUse.OUTPUT).wire());
        JsonNode zip = wire.path("properties").path("from").path("properties").path("zip");
        assertThat(zip.has("pattern")).isFalse();
        assertThat(zip.path("description").asText()).contains("^[0-9]{5}$");
        assertThat(wire.path("properties").path("payment").has("anyOf")).isTrue();
    }

    @Test
    void OL7_formatsAreTakenOutOfToolsAndToldToTheModel() {
        JsonNode wire = WireJson.tree(compile(SchemaUse.TOOL).wire());
        JsonNode since = wire.path("properties").path("to").path("properties").path("since");
        assertThat(since.has("format")).isFalse();
        assertThat(since.path("description").asText()).contains("date");
    }

    @Test
    void everyRuleTellsItsLoss() {
        assertThat(compile(SchemaUse.OUTPUT).losses())
                .extracting(SchemaLoss::rule)
                .contains("OL4", "OL7");
        assertThat(OllamaDialect.grammar().name()).isEqualTo("ollama");
    }
}
