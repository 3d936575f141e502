package dev.portolan.routing.rollout.judge;

import java.util.Locale;

/** Numbers as they stand in sentences. */
final class Figures {

    private Figures() {}

    static String percent(double share) {
        return number(100 * share, share < 0.1 && share > 0 ? 1 : 0) + " %";
    }

    static String number(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** Evidence, as far as its size matters. */
    static String evidence(double value) {
        return value >= 1e6 ? "over a million" : number(value, value < 10 ? 1 : 0);
    }
}
