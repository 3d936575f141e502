package dev.portolan.routing.catalog;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a price depends on beside the tokens: when, where and how a call is served. Days and times are those of UTC.
 *
 * @param day the day of the call; changes of price that were announced for it or before have happened
 * @param time the time of the call, or {@code null} to leave prices of certain hours out of account, as when list prices are compared
 * @param scope where processing is kept, such as {@code eu}, or {@code null} for the widest scope
 * @param serviceClass how urgently it is served
 * @param cacheTime how long the vendor keeps what is written to its cache
 */
public record PriceTerms(
        LocalDate day,
        @Nullable LocalTime time,
        @Nullable String scope,
        ServiceClass serviceClass,
        CacheTime cacheTime) {

    /** How long the vendor keeps what is written to its cache, as far as that has prices of its own. */
    public enum CacheTime {
        /** The vendor's shortest time, such as five minutes. */
        SHORT,
        /** An hour. */
        HOUR
    }

    /**
     * Checks the components.
     *
     * @param day as above
     * @param time as above
     * @param scope as above
     * @param serviceClass as above
     * @param cacheTime as above
     */
    public PriceTerms {
        Objects.requireNonNull(day, "day");
        Objects.requireNonNull(serviceClass, "serviceClass");
        Objects.requireNonNull(cacheTime, "cacheTime");
    }

    /**
     * A call at a moment, served at once, in the widest scope, with the shortest cache.
     *
     * @param moment when
     * @return the terms
     */
    public static PriceTerms at(Instant moment) {
        ZonedDateTime utc = moment.atZone(ZoneOffset.UTC);
        return new PriceTerms(utc.toLocalDate(), utc.toLocalTime(), null, ServiceClass.STANDARD, CacheTime.SHORT);
    }

    /**
     * The list price of a day: as {@link #at} without regard to the hour.
     *
     * @param day when
     * @return the terms
     */
    public static PriceTerms on(LocalDate day) {
        return new PriceTerms(day, null, null, ServiceClass.STANDARD, CacheTime.SHORT);
    }

    /**
     * The same in another scope.
     *
     * @param name as {@link Scope#name()} has it, or {@code null} for the widest
     * @return the terms
     */
    public PriceTerms in(@Nullable String name) {
        return new PriceTerms(day, time, name, serviceClass, cacheTime);
    }

    /**
     * The same in another class.
     *
     * @param other how urgently it is served
     * @return the terms
     */
    public PriceTerms with(ServiceClass other) {
        return new PriceTerms(day, time, scope, other, cacheTime);
    }

    /**
     * The same with another cache.
     *
     * @param other how long the vendor keeps what is written to it
     * @return the terms
     */
    public PriceTerms with(CacheTime other) {
        return new PriceTerms(day, time, scope, serviceClass, other);
    }

    /**
     * The moment of the call.
     *
     * @return the moment, or {@code null} when only the day counts
     */
    public @Nullable Instant moment() {
        return time == null ? null : day.atTime(time).toInstant(ZoneOffset.UTC);
    }
}
