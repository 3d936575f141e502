package dev.portolan.routing.plan;

import java.util.Objects;

/**
 * Why a workload takes a path, or might.
 *
 * @param path the path that it speaks for
 * @param known whether it is a fact of the workload; when not, nobody has answered, and the path may still change
 * @param reason the fact, or the open question
 */
public record PathReason(MigrationPath path, boolean known, String reason) {

    /**
     * Checks the components.
     *
     * @param path as above
     * @param known as above
     * @param reason as above
     */
    public PathReason {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(reason, "reason");
    }
}
