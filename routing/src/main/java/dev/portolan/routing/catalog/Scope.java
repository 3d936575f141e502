package dev.portolan.routing.catalog;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where an offer's processing can be kept: a zone, or a single region. It decides residency and price, and on Bedrock the id.
 *
 * @param name {@code global} (anywhere), a zone ({@code eu}, {@code us}, {@code us-gov}, {@code jp}, {@code au}, {@code apac}, {@code in},
 *     {@code ca}, {@code self-hosted}), or {@code region:} with a region's name
 * @param id what is sent in place of the offer's id, or {@code null} when the place is chosen otherwise (endpoint, deployment)
 * @param rates prices there, or {@code null} where they are those of the offer or unknown
 */
public record Scope(
        String name, @Nullable String id, @Nullable Rates rates) {

    /** The name of the scope that keeps processing nowhere. */
    public static final String GLOBAL = "global";

    /**
     * Checks the components.
     *
     * @param name as above
     * @param id as above
     * @param rates as above
     */
    public Scope {
        Objects.requireNonNull(name, "name");
    }
}
