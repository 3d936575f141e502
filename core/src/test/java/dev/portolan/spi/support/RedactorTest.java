package dev.portolan.spi.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {

    private static final Redactor REDACTOR = Redactor.standard();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "write to jane.doe+tag@mail.example.co.uk today | write to [e-mail] today",
                "key sk-proj-AbCdEf0123456789AbCdEf is mine | key [key] is mine",
                "sk-ant-api03-AbCdEf0123456789AbCdEf-x_y | [key]",
                "AKIAIOSFODNN7EXAMPLE | [key]",
                "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY | aws_secret_access_key = [secret]",
                "Authorization: Bearer abc.DEF-123 and more | Authorization: Bearer [token] and more",
                "Authorization: Basic dXNlcjpwYXNz | Authorization: Basic [token]",
                "uses bearer 0123456789abcdef0123 now | uses bearer [token] now",
                "AIzaSyA-0123456789abcdefghijklmnopqrstu | [key]",
                "ghp_0123456789abcdefghijABCDEFGHIJ012345 | [key]",
                "gsk_0123456789abcdefghij | [key]",
                "{\"password\":\"hunter22\",\"user\":\"bob\"} | {\"password\":\"[secret]\",\"user\":\"bob\"}",
                "{\\\"api_key\\\":\\\"hunter22\\\"} | {\\\"api_key\\\":\\\"[secret]\\\"}",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl | [token]",
                "pay with 4111 1111 1111 1111 please | pay with [card] please",
                "pay with 5500-0000-0000-0004. | pay with [card].",
                "378282246310005 | [card]",
                "call +49 30 1234567 | call [phone]",
                "call +1 (555) 123-4567 | call [phone]",
                "call (555) 123-4567 now | call [phone] now",
                "call 030/1234567 | call [phone]",
                "call 0044 20 7946 0958 | call [phone]"
            })
    void whatLooksLikeASecretOrAPersonIsTakenOut(String text, String clean) {
        assertThat(REDACTOR.redact(text)).isEqualTo(clean);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The meeting is on 2026-08-01 at 12:30.",
                "Order 1234567890123456 has no check digit.",
                "max_tokens: 5000 is a basic understanding of limits",
                "version 1.22.333.4444",
                "12.345.678,90 EUR",
                "a@b",
                "skeleton-key and sk-short",
                "id 550e8400-e29b-41d4-a716-446655440000"
            })
    void ordinaryTextPasses(String text) {
        assertThat(REDACTOR.redact(text)).isEqualTo(text);
    }

    @Test
    void aPrivateKeyIsTakenOutWholeAlsoWhenItsEndIsMissing() {
        String begin = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n";
        assertThat(REDACTOR.redact("a " + begin + "-----END RSA PRIVATE KEY----- b"))
                .isEqualTo("a [private key] b");
        assertThat(REDACTOR.redact("a " + begin)).isEqualTo("a [private key]");
    }

    @Test
    void anApplicationAddsItsOwnPatterns() {
        Redactor both = REDACTOR.andThen(PatternRedactor.of(Map.of("customer$1", Pattern.compile("C-\\d{6}"))));
        assertThat(both.redact("C-123456 is jane@mail.example")).isEqualTo("[customer$1] is [e-mail]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a", "1", "1 ", "-", "a.", "a-", "+1", "eyJ", "token", "sk-", "\"", "a@", "bearer ", "(1) ", "secret_"
            })
    void noTextMakesItSlow(String piece) {
        String text = piece.repeat(100_000 / piece.length());
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThat(REDACTOR.redact(text)).isNotNull());
    }

    /** What the patterns are made of, so that texts put together by chance come close to finds, and often are some. */
    private static final String[] PIECES = {
        "-----BEGIN ",
        "RSA ",
        "PRIVATE KEY-----",
        "-----END ",
        "eyJ",
        "abcdefgh",
        "01234567",
        ".",
        "Authorization",
        "BEARER ",
        "bearer",
        ": ",
        ":",
        "=",
        " ",
        "  ",
        "\t",
        "\n",
        "\"",
        "'",
        "\\",
        "sk-",
        "sk_",
        "pk-",
        "rk_",
        "AKIA",
        "ASIA",
        "IOSFODNN7EXAMPLE",
        "AIza",
        "ghp_",
        "github_pat_",
        "glpat-",
        "hf_",
        "gsk_",
        "xai-",
        "xoxb-",
        "api",
        "_",
        "-",
        "key",
        "Secret",
        "access",
        "token",
        "PassWord",
        "passwd",
        "jane",
        "@",
        "mail.example",
        "a",
        "Z",
        "0",
        "00",
        "49",
        "4111 1111",
        "1111",
        "5500-0000-0000-0004",
        "+",
        "(",
        ")",
        "/",
        "7",
        "12345",
        "\u00e9",
        "\u0130",
        "\u017f",
        "\ud83d\ude00",
        ",",
        ";"
    };

    @Test
    void theShortWayFindsWhatThePatternsFind() {
        Redactor plain = PatternRedactor.STANDARD.withoutHints();
        Random random = new Random(20_261);
        int found = 0;
        for (int i = 0; i < 60_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(24); n >= 0; n--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            String expected = plain.redact(text.toString());
            assertThat(REDACTOR.redact(text.toString())).as("%s", text).isEqualTo(expected);
            found += expected.contentEquals(text) ? 0 : 1;
        }
        assertThat(found).as("texts in which something was found").isGreaterThan(5_000);
    }

    @Test
    void theShortWayIsShortOnProse() {
        String prose =
                "Dear team, the parcel of 2026-08-01 came broken; order 4711 (two lamps, 89.90 EUR) is due: please send it"
                        + " again by Friday, or pay it back. My secretary says key and token are fine. ";
        String text = prose.repeat(400);
        Redactor plain = PatternRedactor.STANDARD.withoutHints();
        assertThat(REDACTOR.redact(text)).isEqualTo(plain.redact(text));
        long slow = Long.MAX_VALUE;
        long fast = Long.MAX_VALUE;
        for (int i = 0; i < 12; i++) {
            slow = Math.min(slow, nanos(plain, text));
            fast = Math.min(fast, nanos(REDACTOR, text));
        }
        // It is some 15 times as fast; the rest is left for a busy machine.
        assertThat((double) slow / fast)
                .as("%d ns against %d ns for %d characters", fast, slow, text.length())
                .isGreaterThan(5);
    }

    private static long nanos(Redactor redactor, String text) {
        long start = System.nanoTime();
        String clean = redactor.redact(text);
        long taken = System.nanoTime() - start;
        assertThat(clean).isEqualTo(text);
        return taken;
    }
}
