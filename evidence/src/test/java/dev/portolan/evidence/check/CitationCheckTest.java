package dev.portolan.evidence.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.portolan.chat.CitationPart;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Part;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.VendorState;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CitationCheckTest {

    private static final String SOURCES =
            "{\"sources\":[{\"id\":\"doc-1\",\"title\":\"Terms\",\"url\":\"https://www.example.com/Terms/\"},"
                    + "{\"id\":\"doc-2\",\"title\":\"prices.pdf\"},{\"id\":\"doc-3\"}]}";

    private final CitationCheck check = CitationCheck.all();

    private static Observation said(String text) {
        return Seen.expecting(text, SOURCES);
    }

    private static Observation cited(CitationPart... citations) {
        List<Part> parts = new ArrayList<>(List.of(new TextPart("Thirty days.")));
        parts.addAll(List.of(citations));
        return Seen.expecting(Answer.of(Seen.response(FinishReason.Kind.STOP, parts.toArray(new Part[0]))), SOURCES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Thirty days [1].",
                "Thirty days [doc-1].",
                "Thirty days [DOC-1, doc-2].",
                "Thirty days \u30101\u2020source\u3011.",
                "See [the terms](https://example.com/Terms#refunds).",
                "See http://example.com/Terms.",
                "See [prices.pdf].",
                "Thirty days [^2].",
                "Thirty days [1][3], for `x[9]` see ```\nlist[77]\n```",
            })
    void eachFormOfCitationFindsItsSource(String text) {
        assertThat(Seen.value(check, said(text))).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Thirty days [4]. | 0",
                "Thirty days [doc-9]. | 0",
                "Thirty days [1][4]. | 0.5",
                "Thirty days [1][doc-9]. | 0.5",
                "Thirty days [1][DOC-9]. | 0.5",
                "Thirty days [1][note-9] [see above]. | 1",
                "Thirty days [1, 4, 5]. | 0.3333333333333333",
                "See https://example.org/Terms and [2] | 0.5",
                "Thirty days. | 0",
                "Thirty days [sic], [x] and [TODO]. | 0",
            })
    void whatLeadsNowhereCosts(String text, double score) {
        assertThat(Seen.value(check, said(text))).isCloseTo(score, within(1e-12));
    }

    @Test
    void whatMustBeCitedAndIsNotIsMissing() {
        String wanted = SOURCES.substring(0, SOURCES.length() - 1) + ",\"citations\":[\"doc-1\",\"doc-3\"]}";
        assertThat(Seen.value(check, Seen.expecting("Thirty days [1][3].", wanted)))
                .isEqualTo(1);
        assertThat(check.score(Seen.expecting("Thirty days [1].", wanted))).satisfies(score -> {
            assertThat(score.value()).isEqualTo(0.5);
            assertThat(score.reason()).contains("missing [doc-3]");
        });
        assertThat(Seen.value(check, Seen.expecting("Thirty days [2].", wanted)))
                .isCloseTo(1.0 / 3, within(1e-12));
    }

    @Test
    void theVendorsCitationsAreResolvedByAddressTitleAndAnnotation() {
        CitationPart url = new CitationPart("https://example.com/Terms", null, 0, 4, null);
        CitationPart title = new CitationPart("https://elsewhere.org", "Prices.pdf", null, null, null);
        CitationPart index = new CitationPart(
                null,
                null,
                null,
                null,
                new VendorState("anthropic", "{\"type\":\"char_location\",\"document_index\":2,\"cited_text\":\"x\"}"));
        CitationPart file = new CitationPart(
                null, null, null, null, new VendorState("openai", "{\"file\":{\"filename\":\"prices.pdf\"}}"));
        CitationPart nowhere = new CitationPart(
                null, null, null, null, new VendorState("anthropic", "{\"document_index\":7,\"cited_text\":\"x\"}"));
        assertThat(Seen.value(check, cited(url, title, index))).isEqualTo(1);
        assertThat(Seen.value(check, cited(file))).isEqualTo(1);
        assertThat(Seen.value(check, cited(url, nowhere))).isEqualTo(0.5);
        assertThat(Seen.value(check, cited(new CitationPart("https://elsewhere.org", null, 0, 1, null))))
                .isZero();
        assertThat(Seen.value(check.inTextOnly(), cited(url))).isZero();
    }

    @Test
    void marksMayBeOnesOwn() {
        CitationCheck own = CitationCheck.marked(Pattern.compile("<ref>(.*?)</ref>"));
        assertThat(Seen.value(own, said("Thirty days <ref>doc-1</ref> [99]"))).isEqualTo(1);
        assertThat(Seen.value(own, said("Thirty days <ref>doc-8</ref>"))).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> CitationCheck.marked(Pattern.compile("x")));
    }

    @Test
    void withoutSourcesThereIsNothingToCite() {
        assertThat(check.score(Seen.text("Thirty days [1].")).kind()).isEqualTo(Score.Kind.NOT_APPLICABLE);
        assertThat(check.score(Seen.expecting(Seen.blocked(), SOURCES)).value()).isZero();
        assertThat(check.name()).isEqualTo("citations");
    }
}
