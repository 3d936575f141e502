package dev.portolan.routing.budget;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How long a budget lasts before it begins anew, by the calendar of a time zone. */
public enum BudgetPeriod {
    /** From full hour to full hour. */
    HOUR,
    /** From midnight to midnight. */
    DAY,
    /** From the first of a month to that of the next. */
    MONTH,
    /** For ever: it never begins anew. */
    TOTAL;

    /**
     * When the period of a moment began.
     *
     * @param moment the moment
     * @param zone whose calendar counts
     * @return its first instant, or {@code null} for {@link #TOTAL}
     */
    public @Nullable Instant start(Instant moment, ZoneId zone) {
        ZonedDateTime local = moment.atZone(zone);
        return switch (this) {
            case HOUR -> local.truncatedTo(ChronoUnit.HOURS).toInstant();
            case DAY -> local.toLocalDate().atStartOfDay(zone).toInstant();
            case MONTH ->
                local.toLocalDate().withDayOfMonth(1).atStartOfDay(zone).toInstant();
            case TOTAL -> null;
        };
    }

    /**
     * When the period of a moment ends and the next one begins.
     *
     * @param moment the moment
     * @param zone whose calendar counts
     * @return the first instant of the next period, or {@code null} for {@link #TOTAL}
     */
    public @Nullable Instant end(Instant moment, ZoneId zone) {
        ZonedDateTime local = moment.atZone(zone);
        return switch (this) {
            case HOUR -> local.truncatedTo(ChronoUnit.HOURS).toInstant().plus(Duration.ofHours(1));
            case DAY -> local.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
            case MONTH ->
                local.toLocalDate()
                        .withDayOfMonth(1)
                        .plusMonths(1)
                        .atStartOfDay(zone)
                        .toInstant();
            case TOTAL -> null;
        };
    }

    /**
     * The word for it in configurations.
     *
     * @return {@code hour}, {@code day}, {@code month} or {@code total}
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
