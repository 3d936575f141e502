package dev.portolan.config.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PropertiesReaderTest {

    private static final Origin FILE = new Origin("app.properties", null, 0);

    private final Problems problems = new Problems();

    private List<Entry> read(String content) {
        return PropertiesReader.read(content, FILE, problems);
    }

    private Map<String, String> values(String content) {
        Map<String, String> values = new HashMap<>();
        read(content).forEach(entry -> values.put(entry.key(), entry.text().characters()));
        return values;
    }

    @Test
    void linesAreCountedThroughCommentsContinuationsAndEveryLineEnd() {
        List<Entry> entries = read("# one\r\n\r\na=1\rb=2\\\n   and more\n! comment\n\tc : 3\nd\\ d 4");
        assertThat(entries)
                .extracting(entry -> entry.origin().line() + " " + entry.key() + "="
                        + entry.text().characters())
                .containsExactly("3 a=1", "4 b=2and more", "7 c=3", "8 d d=4");
        assertThat(entries.get(0)).hasToString("a (app.properties:3)");
        problems.throwIfAny();
    }

    @Test
    void escapesMeanWhatTheyMeanToJava() {
        assertThat(values("a\\=b=tab\\tline\\n\\r\\f\\u00e4\\:\\\\end"))
                .containsEntry("a=b", "tab\tline\n\r\f\u00e4:\\end");
    }

    @Test
    void escapedDollarsAndCommasAreRemembered() {
        Text text = read("a=\\${X} \\, ,").get(0).text();
        assertThat(text.characters()).isEqualTo("${X} , ,");
        assertThat(text.opensPlaceholder(0)).isFalse();
        assertThat(text.escaped(5)).isTrue();
        assertThat(text.escaped(7)).isFalse();
        assertThat(text).hasToString("Text[8 chars]");
    }

    @Test
    void aMalformedUnicodeEscapeIsToldWithItsLine() {
        read("ok=1\na=\\u00g1\nb=\\u12");
        assertThatThrownBy(problems::throwIfAny)
                .hasMessageContaining("app.properties:2: \\u needs four hexadecimal digits")
                .hasMessageContaining("app.properties:3: \\u needs four hexadecimal digits");
    }

    @Test
    void aValueWithoutKeyIsToldWithItsLine() {
        read("\n= value");
        assertThatThrownBy(problems::throwIfAny).hasMessageContaining("app.properties:2: there is no key");
    }

    /** Lines made of the characters that the grammar is about are read as the JDK reads them. */
    @Test
    void randomLinesAreReadAsTheJdkReadsThem() throws IOException {
        Random random = new Random(20260101);
        String alphabet = "ab=: \\\\\n\r#!\t\f$,{}";
        int compared = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder content = new StringBuilder();
            for (int i = random.nextInt(24); i >= 0; i--) {
                content.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Properties expected = new Properties();
            expected.load(new StringReader(content.toString()));
            expected.remove(""); // the JDK makes an empty key of a last line that is a lone backslash
            Problems found = new Problems();
            Map<String, String> actual = new HashMap<>();
            PropertiesReader.read(content.toString(), FILE, found)
                    .forEach(entry -> actual.put(entry.key(), entry.text().characters()));
            if (found.none()) {
                compared++;
                assertThat(actual).as("of %s", content).isEqualTo(expected);
            }
        }
        assertThat(compared).isGreaterThan(5_000);
    }
}
