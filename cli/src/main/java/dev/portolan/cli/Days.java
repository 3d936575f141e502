package dev.portolan.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of days on the command line: {@code 180d}, {@code 12w}, or a number of days. */
final class Days {

    private static final Pattern SPAN = Pattern.compile("(\\d{1,5})([dw]?)");

    private Days() {}

    static Duration of(String option, String text) {
        Matcher matcher = SPAN.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(option + ": must be days or weeks, such as 180d or 12w, not " + text);
        }
        long count = Long.parseLong(matcher.group(1));
        return Duration.ofDays(matcher.group(2).equals("w") ? count * 7 : count);
    }
}
