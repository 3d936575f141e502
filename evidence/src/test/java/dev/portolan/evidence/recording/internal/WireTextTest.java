package dev.portolan.evidence.recording.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.spi.support.Redactor;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WireTextTest {

    private static String redacted(String text) {
        StringBuilder out = new StringBuilder();
        int done = 0;
        for (WireText.Edit edit : new WireText(Redactor.standard()).edits(text)) {
            out.append(text, done, edit.from()).append(edit.text());
            done = edit.to();
        }
        return out.append(text.substring(done)).toString();
    }

    /** What the lines say together at one member. */
    private static String said(String member, String text) {
        return Pattern.compile("\"" + member + "\":\"(.*?)(?<!\\\\)\"[},]")
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.joining());
    }

    private static String chunk(String content) {
        return "data: {\"id\":\"chatcmpl-4930123456789\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + content
                + "\"},\"logprobs\":null}]}\n\n";
    }

    @Test
    void whatASecretIsSpreadOverIsFoundAcrossEvents() {
        String text = redacted(
                chunk("Write to joe@") + chunk("exam") + chunk("ple.com now") + chunk(".") + "data: [DONE]\n\n");
        assertThat(said("content", text)).isEqualTo("Write to [e-mail] now.");
        assertThat(text).endsWith("data: [DONE]\n\n");
        assertThat(text.lines().filter(line -> line.startsWith("data: {")))
                .hasSize(4)
                .allSatisfy(line -> assertThat(line).contains("chatcmpl-4930123456789"));
    }

    @Test
    void argumentsThatComeInPiecesAreJsonTogether() {
        String call = "{\"tool_calls\":[{\"function\":{\"arguments\":\"%s\"}}]}\n";
        String text = redacted(
                call.formatted("{\\\"pass") + call.formatted("word\\\":\\\"open") + call.formatted(" sesame\\\"}"));
        assertThat(said("arguments", text)).isEqualTo("{\\\"password\\\":\\\"[secret]\\\"}");
    }

    @Test
    void whatHasNothingToHideStaysByteForByte() {
        String text =
                "event: ping\r\ndata: {\"type\": \"ping\",  \"n\":1.50, \"u\":\"\\u00e9\"}\r\n\r\n" + chunk("Hello");
        assertThat(new WireText(Redactor.standard()).edits(text)).isEmpty();
    }

    @Test
    void aDocumentIsLookedAtAsItIsMeant() {
        assertThat(
                        redacted(
                                "{\"messages\":[{\"role\":\"user\",\"content\":\"I am joe\\u0040example.com\"}],\"password\":\"hunter22\"}"))
                .contains("[e-mail]")
                .doesNotContain("joe")
                .doesNotContain("hunter22");
    }

    @Test
    void plainTextIsRedactedWhole() {
        assertThat(
                        redacted(
                                "<html>Mail joe@example.com\n-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n</html>"))
                .isEqualTo("<html>Mail [e-mail]\n[private key]\n</html>");
    }

    @Test
    void aLineThatIsCutOffIsRedactedAsText() {
        assertThat(redacted(chunk("Hi") + "data: {\"choices\":[{\"delta\":{\"content\":\"joe@example.com"))
                .endsWith("\"content\":\"[e-mail]");
    }

    @Test
    void logProbabilitiesSpellTheAnswerAndGo() {
        String spelled =
                "{\"content\":\"joe@example.com\",\"logprobs\":{\"content\":[{\"token\":\"joe\",\"bytes\":[106,111,101]}]}}";
        assertThat(redacted(spelled)).isEqualTo("{\"content\":\"[e-mail]\",\"logprobs\":\"[removed]\"}");
        assertThat(redacted("data: " + spelled + "\n\ndata: " + spelled + "\n\n"))
                .doesNotContain("106")
                .contains("\"logprobs\":\"[removed]\"");
    }

    @Test
    void editsComeInOrderAndDoNotOverlap() {
        List<WireText.Edit> edits = new WireText(Redactor.standard())
                .edits(chunk("Mail a@example.com ") + "\n" + chunk(" or b@example.com"));
        assertThat(edits).hasSize(2);
        assertThat(edits.get(0).to()).isLessThan(edits.get(1).from());
    }
}
