package dev.portolan.testkit.report;

import java.util.Locale;

/** Text in which nothing hides: control characters, turns of direction and halves of surrogate pairs are named. */
final class Visible {

    private Visible() {}

    static String of(String text) {
        if (text.codePoints().noneMatch(Visible::hidden)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 32);
        text.codePoints().forEach(one -> {
            if (hidden(one)) {
                out.append(String.format(Locale.ROOT, "[U+%04X]", one));
            } else {
                out.appendCodePoint(one);
            }
        });
        return out.toString();
    }

    /** The same set as in the page's script. Joiners stay: scripts and emoji need them. */
    static boolean hidden(int one) {
        return (one < 0x20 && one != '\t' && one != '\n' && one != '\r')
                || (one >= 0x7F && one < 0xA0)
                || one == 0x061C
                || (one >= 0x200B && one <= 0x200F && one != 0x200C && one != 0x200D)
                || (one >= 0x2028 && one <= 0x202E)
                || (one >= 0x2060 && one <= 0x206F)
                || (one >= 0xD800 && one <= 0xDFFF)
                || one == 0xFEFF
                || (one >= 0xFFF9 && one <= 0xFFFB)
                || (one >= 0xE0000 && one <= 0xE007F);
    }
}
