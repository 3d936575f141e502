package dev.portolan.evidence.check;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers in prose of any country: {@code 1,234.50}, {@code 1.234,50}, {@code 1 234,50}, {@code 1'234.50}, {@code 1_000}. */
final class Numerals {

    /**
     * A number.
     *
     * @param start where it begins
     * @param end where it ends
     * @param readings what it may mean; two where a separator may be either
     */
    record Found(int start, int end, Set<BigDecimal> readings) {}

    /** Bounded, so that no text makes it slow. */
    private static final Pattern NUMBER = Pattern.compile(
            "(?<![\\p{L}\\p{N}_])(?<!\\p{N}[.,])(?<sign>[-+\u2212])?(?<digits>\\p{Nd}{1,60}(?:[.,'\u2019_\u00a0\u202f ]\\p{Nd}{1,60}){0,20})"
                    + "(?<exponent>[eE][-+]?\\d{1,3})?(?![\\p{L}_]*\\p{Nd})");

    private static final Pattern GROUPS = Pattern.compile("\\d{1,3}(?:([.,'_ ])\\d{3})(?:\\1\\d{3})*(?:([.,])(\\d+))?");

    private Numerals() {}

    static List<Found> in(String text) {
        List<Found> found = new ArrayList<>();
        Matcher matcher = NUMBER.matcher(text);
        while (matcher.find()) {
            String digits = plain(matcher.group("digits"));
            String sign = matcher.group("sign");
            String exponent = matcher.group("exponent");
            Set<BigDecimal> readings = new LinkedHashSet<>();
            for (String reading : readings(digits)) {
                BigDecimal number = new BigDecimal(reading + (exponent == null ? "" : exponent));
                readings.add(canonical(sign == null || sign.equals("+") ? number : number.negate()));
            }
            if (readings.isEmpty()) {
                // Several numbers with a separator between them: a version, a list, an address.
                split(matcher.group("digits"), matcher.start("digits"), found);
            } else {
                found.add(new Found(matcher.start(), matcher.end(), readings));
            }
        }
        return found;
    }

    private static void split(String digits, int start, List<Found> found) {
        Matcher parts = Pattern.compile("\\p{Nd}+").matcher(digits);
        while (parts.find()) {
            found.add(new Found(
                    start + parts.start(),
                    start + parts.end(),
                    Set.of(canonical(new BigDecimal(plain(parts.group()))))));
        }
    }

    /** Whether reckoning with it takes no more than a few thousand digits. */
    static boolean reckonable(BigDecimal number) {
        return Math.abs((long) number.scale()) <= 1_000 && number.precision() <= 1_000;
    }

    private static BigDecimal canonical(BigDecimal number) {
        return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }

    private static String plain(String digits) {
        StringBuilder out = new StringBuilder();
        digits.codePoints().forEach(character -> {
            int digit = Character.digit(character, 10);
            if (digit >= 0) {
                out.append(digit);
            } else if (character == '\u2019') {
                out.append('\'');
            } else if (character == '\u00a0' || character == '\u202f') {
                out.append(' ');
            } else {
                out.appendCodePoint(character);
            }
        });
        return out.toString();
    }

    private static Set<String> readings(String digits) {
        Set<String> readings = new LinkedHashSet<>();
        Matcher groups = GROUPS.matcher(digits);
        if (groups.matches()) {
            String fraction = groups.group(3);
            String separator = groups.group(1);
            if (fraction == null || !separator.equals(groups.group(2))) {
                String whole = fraction == null ? digits : digits.substring(0, digits.length() - fraction.length() - 1);
                readings.add(whole.replaceAll("[^0-9]", "") + (fraction == null ? "" : "." + fraction));
            }
        }
        if (digits.matches("\\d+(?:[.,]\\d+)?")) {
            readings.add(digits.replace(',', '.'));
        }
        return readings;
    }
}
