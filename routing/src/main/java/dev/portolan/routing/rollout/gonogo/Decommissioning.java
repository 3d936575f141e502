package dev.portolan.routing.rollout.gonogo;

import dev.portolan.evidence.parity.RunFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is left to do when all traffic has moved and the rollback window is over. */
final class Decommissioning {

    private Decommissioning() {}

    static List<String> steps(@Nullable RunFacts facts) {
        String model = facts == null ? "the source" : facts.source().name();
        String provider = facts == null ? "its provider" : facts.source().provider();
        return List.of(
                "Credentials: withdraw the keys and roles of " + provider + " that only " + model
                        + " used, and delete them from secret stores.",
                "Routes: remove " + model
                        + " from configurations, fallbacks, hedges and budgets, and the rollout itself.",
                "Alerts: remove alerts and dashboards of " + model
                        + "; make sure that those of the target have owners.",
                "Data: ask " + provider
                        + " to delete what it keeps, or note until when it does; delete or archive recordings, shadows and"
                        + " caches of " + model + " by your retention rules.",
                "Capacity: return quotas, reserved throughput and deployments of " + model
                        + ", and end its contract or budget.",
                "Prompts and tests: remove variants that only " + model
                        + " used, and keep the last parity report as the new baseline.");
    }
}
