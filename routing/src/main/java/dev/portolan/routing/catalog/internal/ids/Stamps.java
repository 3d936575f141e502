package dev.portolan.routing.catalog.internal.ids;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The dates that vendors put into ids. What is no day of a calendar, or of no year with such models, is no date. */
final class Stamps {

    private static final Pattern DASHED = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern COMPACT = Pattern.compile("[0-9]{8}");
    private static final Pattern MONTH_DAY = Pattern.compile("[0-9]{4}");
    private static final Pattern MONTH_YEAR = Pattern.compile("[0-9]{2}-[0-9]{4}");
    private static final Pattern SHORT_MONTH_DAY = Pattern.compile("[0-9]{2}-[0-9]{2}");
    private static final int FIRST_YEAR = 2020;
    private static final int LAST_YEAR = 2049;

    private Stamps() {}

    /** The day of {@code 2024-07-18}, as it stands; {@code null} when it is none. */
    static @Nullable String dashed(String text) {
        return DASHED.matcher(text).matches()
                ? day(text.substring(0, 4), text.substring(5, 7), text.substring(8))
                : null;
    }

    /** The day of {@code 20240718}, with dashes; {@code null} when it is none. */
    static @Nullable String compact(String text) {
        return COMPACT.matcher(text).matches()
                ? day(text.substring(0, 4), text.substring(4, 6), text.substring(6))
                : null;
    }

    /** Whether it is a month and a day, as in {@code 0613}. */
    static boolean monthDay(String text) {
        return MONTH_DAY.matcher(text).matches() && day("2024", text.substring(0, 2), text.substring(2)) != null;
    }

    /** Whether it is a month and a day or a month and a year, as in {@code 05-06} and {@code 09-2025}. */
    static boolean monthFirst(String text) {
        if (SHORT_MONTH_DAY.matcher(text).matches()) {
            return day("2024", text.substring(0, 2), text.substring(3)) != null;
        }
        return MONTH_YEAR.matcher(text).matches() && day(text.substring(3), text.substring(0, 2), "01") != null;
    }

    private static @Nullable String day(String year, String month, String day) {
        int number = Integer.parseInt(year);
        if (number < FIRST_YEAR || number > LAST_YEAR) {
            return null;
        }
        try {
            return LocalDate.of(number, Integer.parseInt(month), Integer.parseInt(day))
                    .toString();
        } catch (DateTimeException e) {
            return null; // no day of a calendar, so no date
        }
    }
}
