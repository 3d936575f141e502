package dev.portolan.evidence.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.OutputFormat;
import dev.portolan.schema.JsonSchema;
import org.junit.jupiter.api.Test;

class JsonChecksTest {

    private static final JsonSchema SCHEMA =
            JsonSchema.of("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},\"required\":[\"n\"]}");
    private static final String FENCED = "Here you are:\n```json\n{\"n\": 1}\n```\nAnything else?";

    @Test
    void strictlyTheWholeTextIsJson() {
        Check check = JsonChecks.valid();
        assertThat(Seen.value(check, Seen.text(" {\"a\": [1, null]} "))).isEqualTo(1);
        assertThat(Seen.value(check, Seen.text("null"))).isEqualTo(1);
        assertThat(Seen.value(check, Seen.text("{\"a\": 1,}"))).isZero();
        assertThat(Seen.value(check, Seen.text("{\"a\": 1} thanks"))).isZero();
        assertThat(Seen.value(check, Seen.text("{\"a\": 1, \"a\": 2}"))).isZero();
        assertThat(Seen.value(check, Seen.text("{\"a\": NaN}"))).isZero();
        assertThat(Seen.value(check, Seen.text(""))).isZero();
        assertThat(Seen.value(check, Seen.text(FENCED))).isZero();
        assertThat(check.name()).isEqualTo("json");
    }

    @Test
    void aFenceIsPassedOverWhereAllowed() {
        Check check = JsonChecks.valid(JsonReading.FENCED);
        assertThat(Seen.value(check, Seen.text(FENCED))).isEqualTo(1);
        assertThat(Seen.value(check, Seen.text("{\"n\":1}"))).isEqualTo(1);
        assertThat(Seen.value(check, Seen.text("```\n{\"n\":\n```"))).isZero();
        assertThat(Seen.value(check, Seen.text(FENCED + "\n" + FENCED))).isZero();
    }

    @Test
    void aSchemaIsKeptOrNot() {
        Check check = JsonChecks.schema(SCHEMA);
        assertThat(Seen.value(check, Seen.text("{\"n\":1}"))).isEqualTo(1);
        assertThat(check.score(Seen.text("{\"n\":\"one\"}"))).satisfies(score -> {
            assertThat(score.value()).isZero();
            assertThat(score.reason()).contains("/n");
        });
        assertThat(check.score(Seen.text("{}")).reason()).startsWith("the whole");
        assertThat(Seen.value(check, Seen.text("no json"))).isZero();
        assertThat(Seen.value(check, Seen.text(FENCED))).isZero();
        assertThat(Seen.value(JsonChecks.schema(SCHEMA, JsonReading.FENCED), Seen.text(FENCED)))
                .isEqualTo(1);
    }

    @Test
    void theRequestedSchemaIsThatOfTheRequest() {
        Check check = JsonChecks.requestedSchema();
        ChatRequest asking = ChatRequest.builder()
                .user("?")
                .outputFormat(OutputFormat.schema("answer", SCHEMA))
                .build();
        assertThat(Seen.value(check, Observation.of(asking, Seen.response("{\"n\":1}"))))
                .isEqualTo(1);
        assertThat(Seen.value(check, Observation.of(asking, Seen.response("{\"m\":1}"))))
                .isZero();
        assertThat(check.score(Seen.text("{}")).kind()).isEqualTo(Score.Kind.NOT_APPLICABLE);
    }

    @Test
    void requiredFieldsCountByShare() {
        Check check = JsonChecks.requiredFields("/id", "/items/*/price", "/a~1b");
        assertThat(Seen.value(check, Seen.text("{\"id\":1,\"items\":[{\"price\":2}],\"a/b\":0}")))
                .isEqualTo(1);
        assertThat(check.score(Seen.text("{\"id\":null,\"items\":[{\"price\":2},{}],\"a/b\":0}")))
                .satisfies(score -> {
                    assertThat(score.value()).isCloseTo(1.0 / 3, org.assertj.core.data.Offset.offset(1e-12));
                    assertThat(score.reason()).isEqualTo("missing: /id, /items/*/price");
                });
        assertThat(Seen.value(check, Seen.text("{\"id\":1,\"items\":[],\"a/b\":0}")))
                .isEqualTo(1);
        assertThat(Seen.value(JsonChecks.requiredFields("/items/*/price"), Seen.text("{\"items\":3}")))
                .isZero();
        assertThat(Seen.value(JsonChecks.requiredFields("/0/id"), Seen.text("[{\"id\":1}]")))
                .isEqualTo(1);
        assertThat(Seen.value(check, Seen.text("no json"))).isZero();
        assertThatIllegalArgumentException().isThrownBy(JsonChecks::requiredFields);
        assertThatIllegalArgumentException().isThrownBy(() -> JsonChecks.requiredFields("id"));
    }
}
