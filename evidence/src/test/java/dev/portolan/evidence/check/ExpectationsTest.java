package dev.portolan.evidence.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectationsTest {

    private static final String ALL = """
            {"text":"Paris","contains":["Seine"],"labels":["billing","refund"],"number":42.50,\
            "json":{"customer":{"name":"Jo"}},"toolCalls":[{"name":"find","arguments":{"id":7}}],"refusal":"partial",\
            "escalation":true,"sources":[{"id":"doc-1","title":"Terms","url":"https://example.com","text":"Thirty days"},\
            {"id":"doc-2"}],"citations":["doc-1"],"tone":{"polite":1}}""";

    @Test
    void allPartsAreReadAndWrittenAgain() {
        Expectations read = Expectations.fromJson(ALL);
        assertThat(read.text()).isEqualTo("Paris");
        assertThat(read.contains()).containsExactly("Seine");
        assertThat(read.labels()).containsExactly("billing", "refund");
        assertThat(read.number()).isEqualByComparingTo("42.5");
        assertThat(read.json()).isEqualTo("{\"customer\":{\"name\":\"Jo\"}}");
        assertThat(read.toolCalls()).containsExactly(new ExpectedCall("find", "{\"id\":7}"));
        assertThat(read.refusal()).isEqualTo(RefusalClass.PARTIAL);
        assertThat(read.escalation()).isTrue();
        assertThat(read.sources())
                .containsExactly(
                        new Source("doc-1", "Terms", "https://example.com", "Thirty days"),
                        new Source("doc-2", null, null, null));
        assertThat(read.citations()).containsExactly("doc-1");
        assertThat(read.other("tone")).isEqualTo("{\"polite\":1}");
        assertThat(read.other("other")).isNull();
        assertThat(Expectations.fromJson(read.toJson())).isEqualTo(read).hasSameHashCodeAs(read);
        assertThat(read).isNotEqualTo(Expectations.NONE);
    }

    @Test
    void oneLabelOrWordMayStandAlone() {
        Expectations read = Expectations.fromJson("{\"label\":\"billing\",\"contains\":\"Seine\"}");
        assertThat(read.labels()).containsExactly("billing");
        assertThat(read.contains()).containsExactly("Seine");
    }

    @Test
    void nothingIsNothing() {
        assertThat(Expectations.fromJson("{}")).isEqualTo(Expectations.NONE);
        assertThat(Expectations.NONE.toolCalls()).isNull();
        assertThat(Expectations.fromJson("{\"toolCalls\":[]}").toolCalls()).isEmpty();
        assertThat(Expectations.NONE.toJson()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "no json secret",
                "{\"text\":7}",
                "{\"contains\":[\"\"]}",
                "{\"labels\":[7]}",
                "{\"label\":\" \"}",
                "{\"number\":\"secret\"}",
                "{\"number\":1e2000}",
                "{\"json\":\"secret\"}",
                "{\"toolCalls\":{\"name\":\"secret\"}}",
                "{\"toolCalls\":[{\"arguments\":{}}]}",
                "{\"toolCalls\":[{\"name\":\"secret\",\"arguments\":[]}]}",
                "{\"refusal\":\"secret\"}",
                "{\"escalation\":\"secret\"}",
                "{\"sources\":[{\"title\":\"secret\"}]}",
                "{\"sources\":[{\"id\":\"a\"},{\"id\":\"a\"}]}",
                "{\"sources\":[{\"id\":\"a\"}],\"citations\":[\"secret\"]}",
            })
    void whatIsWrongIsNamedAndNotQuoted(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Expectations.fromJson(json))
                .satisfies(e -> assertThat(e.getMessage()).isNotBlank().doesNotContain("secret"));
    }

    @Test
    void aNameWithAMeaningIsNotForOthers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Expectations.builder().other("label", "\"a\""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Expectations.builder().other("mine", "no json"));
    }

    @Test
    void codeSaysTheSameAsJson() {
        Expectations coded = Expectations.builder()
                .text("Paris")
                .contains("Seine")
                .labels("billing", "refund")
                .number(new BigDecimal("42.50"))
                .json("{\"customer\":{\"name\":\"Jo\"}}")
                .toolCalls(new ExpectedCall("find", "{\"id\":7}"))
                .refusal(RefusalClass.PARTIAL)
                .escalation(true)
                .sources(
                        new Source("doc-1", "Terms", "https://example.com", "Thirty days"),
                        new Source("doc-2", null, null, null))
                .citations("doc-1")
                .other("tone", "{\"polite\":1}")
                .build();
        assertThat(coded).isEqualTo(Expectations.fromJson(ALL));
    }

    @Test
    void toStringShowsNamesOnly() {
        assertThat(Expectations.fromJson(ALL).toString())
                .contains("text", "labels")
                .doesNotContain("Paris", "billing", "Thirty");
        assertThat(new ExpectedCall("find", "{\"id\":7}")).hasToString("ExpectedCall[find]");
        assertThat(new Source("doc-1", "Terms", null, "Thirty")).hasToString("Source[doc-1]");
    }
}
