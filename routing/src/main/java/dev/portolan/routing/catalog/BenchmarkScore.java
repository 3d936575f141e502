package dev.portolan.routing.catalog;

import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A published score. Says little of an application's own work; never ranks candidates by itself.
 *
 * @param benchmark which, such as {@code gpqa_diamond}
 * @param score per cent
 * @param source who published it
 * @param asOf when
 * @param confirmed true when a second source has the same, false when it has another, {@code null} when there is none
 */
public record BenchmarkScore(
        String benchmark,
        double score,
        String source,
        LocalDate asOf,
        @Nullable Boolean confirmed) {

    /**
     * Checks the components.
     *
     * @param benchmark as above
     * @param score as above
     * @param source as above
     * @param asOf as above
     * @param confirmed as above
     */
    public BenchmarkScore {
        Objects.requireNonNull(benchmark, "benchmark");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(asOf, "asOf");
        if (!(score >= 0 && score <= 100)) {
            throw new IllegalArgumentException("score: must be per cent from 0 to 100, not " + score);
        }
    }
}
