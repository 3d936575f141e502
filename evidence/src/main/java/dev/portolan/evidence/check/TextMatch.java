package dev.portolan.evidence.check;

import java.text.Normalizer;
import java.util.Locale;

/** When two texts count as the same. */
public enum TextMatch {
    /** Character by character. */
    EXACT,
    /**
     * In Unicode's form NFKC, without regard to case, white space at the ends and how much of it stands between words, and with
     * typographic quotes and dashes as plain ones.
     */
    LOOSE;

    String form(String text) {
        return this == EXACT ? text : loose(text);
    }

    static String loose(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replace('\u2019', '\'')
                .replace('\u2018', '\'')
                .replace('\u02bc', '\'')
                .replace('\u201c', '"')
                .replace('\u201d', '"')
                .replace('\u2010', '-')
                .replace('\u2011', '-')
                .replace('\u2013', '-')
                .replace('\u2014', '-')
                .replaceAll("[\\s\\u00a0]+", " ")
                .strip();
    }
}
