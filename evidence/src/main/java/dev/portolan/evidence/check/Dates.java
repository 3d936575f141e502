package dev.portolan.evidence.check;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Calendar days in prose. */
final class Dates {

    private static final Map<String, Integer> MONTHS = months();

    private static final String MONTH = MONTHS.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|", "(?<month>", ")\\.?"));

    private static final int WORDS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

    private static final Pattern ISO =
            Pattern.compile("(?<!\\d)(?<year>\\d{4})[-/](?<one>\\d{1,2})[-/](?<two>\\d{1,2})(?!\\d)");
    private static final Pattern NUMERIC = Pattern.compile(
            "(?<!\\d)(?<one>\\d{1,2})(?<sep>[./-])\\s?(?<two>\\d{1,2})\\k<sep>\\s?(?<year>\\d{4})(?!\\d)");
    private static final Pattern DAY_FIRST = Pattern.compile(
            "(?<!\\d)(?<day>\\d{1,2})(?:\\.|st|nd|rd|th|er|\u00ba)?\\s(?:de\\s|of\\s)?" + MONTH
                    + "(?:\\sde)?,?\\s(?<year>\\d{4})(?!\\d)",
            WORDS);
    private static final Pattern MONTH_FIRST = Pattern.compile(
            "(?<!\\p{L})" + MONTH + "\\s(?<day>\\d{1,2})(?:st|nd|rd|th)?,?\\s(?<year>\\d{4})(?!\\d)", WORDS);

    private Dates() {}

    private static Map<String, Integer> months() {
        Map<String, Integer> months = new TreeMap<>();
        for (String language : List.of("en", "de", "fr", "es", "it", "pt", "nl")) {
            Locale locale = Locale.forLanguageTag(language);
            for (Month month : Month.values()) {
                for (TextStyle style : List.of(TextStyle.FULL, TextStyle.SHORT)) {
                    String name = month.getDisplayName(style, locale)
                            .toLowerCase(locale)
                            .replace(".", "");
                    months.putIfAbsent(name, month.getValue());
                }
            }
        }
        return months;
    }

    /** Collects the days and gives back the text without them. */
    static String take(String text, Map<String, Set<LocalDate>> found) {
        String left = text;
        for (Pattern pattern : List.of(ISO, NUMERIC, DAY_FIRST, MONTH_FIRST)) {
            Matcher matcher = pattern.matcher(left);
            StringBuilder out = new StringBuilder();
            while (matcher.find()) {
                Set<LocalDate> days = days(pattern, matcher);
                if (!days.isEmpty()) {
                    found.put(matcher.group(), days);
                }
                matcher.appendReplacement(out, days.isEmpty() ? Matcher.quoteReplacement(matcher.group()) : " | ");
            }
            left = matcher.appendTail(out).toString();
        }
        return left;
    }

    private static Set<LocalDate> days(Pattern pattern, Matcher matcher) {
        int year = Integer.parseInt(matcher.group("year"));
        Set<LocalDate> days = new LinkedHashSet<>();
        if (pattern == ISO) {
            add(days, year, number(matcher, "one"), number(matcher, "two"));
        } else if (pattern == NUMERIC) {
            add(days, year, number(matcher, "two"), number(matcher, "one"));
            if (!matcher.group("sep").equals(".")) {
                add(days, year, number(matcher, "one"), number(matcher, "two"));
            }
        } else {
            Integer month = MONTHS.get(matcher.group("month").toLowerCase(Locale.ROOT));
            add(days, year, month == null ? 0 : month, number(matcher, "day"));
        }
        return days;
    }

    private static int number(Matcher matcher, String group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static void add(Set<LocalDate> days, int year, int month, int day) {
        try {
            days.add(LocalDate.of(year, month, day));
        } catch (DateTimeException e) {
            // No such day: it is read as numbers.
        }
    }
}
