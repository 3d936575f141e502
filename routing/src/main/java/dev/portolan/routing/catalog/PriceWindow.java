package dev.portolan.routing.catalog;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * Other rates at certain hours, in UTC.
 *
 * @param days on which; the day on which the window begins counts
 * @param from the first moment
 * @param to the moment it is over; before {@code from} when it runs over midnight
 * @param rates the rates then; what they lack is as outside
 */
public record PriceWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to, Rates rates) {

    /**
     * Checks the components.
     *
     * @param days as above; copied
     * @param from as above
     * @param to as above
     * @param rates as above
     */
    public PriceWindow {
        if (days.isEmpty()) {
            throw new IllegalArgumentException("days: must not be empty");
        }
        days = Collections.unmodifiableSet(EnumSet.copyOf(days));
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(rates, "rates");
    }

    /**
     * Whether it is open.
     *
     * @param at a moment
     * @return true from the first moment to just before the last
     */
    public boolean contains(Instant at) {
        ZonedDateTime utc = at.atZone(ZoneOffset.UTC);
        LocalTime time = utc.toLocalTime();
        if (from.isBefore(to)) {
            return days.contains(utc.getDayOfWeek()) && !time.isBefore(from) && time.isBefore(to);
        }
        boolean begunToday = days.contains(utc.getDayOfWeek()) && !time.isBefore(from);
        return begunToday || (days.contains(utc.getDayOfWeek().minus(1)) && time.isBefore(to));
    }
}
