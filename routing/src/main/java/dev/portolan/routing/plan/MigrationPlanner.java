package dev.portolan.routing.plan;

import dev.portolan.evidence.cost.Money;
import dev.portolan.routing.catalog.Candidate;
import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.Equivalents;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.Offer;
import dev.portolan.routing.catalog.Scope;
import dev.portolan.routing.control.Control;
import dev.portolan.routing.control.ControlMap;
import dev.portolan.routing.portability.PortabilityReport;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link MigrationPlan} of an inventory, the catalog and what people decided. Calls nothing. Not thread-safe.
 *
 * <pre>{@code
 * MigrationPlan plan = new MigrationPlanner(inventory.toJson(), catalog, LocalDate.of(2026, 11, 21))
 *         .source(catalog.offer(Cloud.AZURE, "gpt-4o-mini"))
 *         .candidates(catalog.equivalents("gpt-4o-mini", Cloud.BEDROCK, needs))
 *         .portability(report)
 *         .plan();
 * Files.writeString(Path.of("migration-plan.md"), plan.toMarkdown());
 * }</pre>
 */
public final class MigrationPlanner {

    private final String inventory;
    private final ModelCatalog catalog;
    private final LocalDate day;
    private final List<PlanInput> inputs = new ArrayList<>();
    private final List<ProposedOffer> proposed = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private ControlMap controls = ControlMap.bundled();
    private @Nullable Offer source;
    private String sourceName = "not said";
    private @Nullable Cloud sourceCloud;
    private @Nullable Offer target;
    private List<String> zones = List.of();
    private @Nullable PortabilityReport portability;
    private @Nullable Long requestsPerMonth;
    private BigDecimal hours = BigDecimal.ZERO;
    private @Nullable Money hourlyRate;
    private GateLimits limits = GateLimits.STANDARD;

    /**
     * Begins a plan.
     *
     * @param inventory the JSON of a workload inventory, with what people filled in
     * @param catalog what is known of models
     * @param day the day for which is judged
     */
    public MigrationPlanner(String inventory, ModelCatalog catalog, LocalDate day) {
        this.inventory = Objects.requireNonNull(inventory, "inventory");
        this.catalog = Objects.requireNonNull(catalog, "catalog");
        this.day = Objects.requireNonNull(day, "day");
        inputs.add(PlanInput.of("inventory", inventory));
    }

    /**
     * Names what the workload runs on.
     *
     * @param offer the offer
     * @return this planner
     */
    public MigrationPlanner source(Offer offer) {
        this.source = Objects.requireNonNull(offer, "offer");
        this.sourceName = offer.shown();
        this.sourceCloud = offer.cloud();
        return this;
    }

    /**
     * Names what the workload runs on, where the catalog does not know it there.
     *
     * @param cloud where
     * @param name what it is called there
     * @return this planner
     */
    public MigrationPlanner source(Cloud cloud, String name) {
        this.source = null;
        this.sourceName = cloud.id() + "/" + name;
        this.sourceCloud = cloud;
        return this;
    }

    /**
     * Sets the candidates, best first. The first is the target unless {@link #target} names another.
     *
     * @param found what the catalog proposes
     * @return this planner
     */
    public MigrationPlanner candidates(Equivalents found) {
        for (Candidate candidate : found.candidates()) {
            proposed.add(new ProposedOffer(
                    candidate.offer(),
                    candidate.reasons().stream().map(reason -> reason.text()).toList(),
                    candidate.warnings().stream().map(warning -> warning.text()).toList()));
        }
        notes.addAll(found.notes());
        return this;
    }

    /**
     * Sets candidates of one's own, best first, behind those that are there.
     *
     * @param offers what may take over
     * @return this planner
     */
    public MigrationPlanner candidates(List<ProposedOffer> offers) {
        proposed.addAll(offers);
        return this;
    }

    /**
     * Chooses the target.
     *
     * @param offer the offer; it need not be among the candidates
     * @return this planner
     */
    public MigrationPlanner target(Offer offer) {
        this.target = Objects.requireNonNull(offer, "offer");
        return this;
    }

    /**
     * Says where processing must stay.
     *
     * @param value names of scopes, such as {@code eu}
     * @return this planner
     */
    public MigrationPlanner residency(List<String> value) {
        this.zones = List.copyOf(value);
        return this;
    }

    /**
     * Adds what would break.
     *
     * @param report of the target
     * @return this planner
     */
    public MigrationPlanner portability(PortabilityReport report) {
        this.portability = Objects.requireNonNull(report, "report");
        return this;
    }

    /**
     * Says how many calls a month has. Otherwise it is reckoned from the inventory, which may be of a sample.
     *
     * @param value the number
     * @return this planner
     */
    public MigrationPlanner requestsPerMonth(long value) {
        this.requestsPerMonth = value;
        return this;
    }

    /**
     * Says what the move takes. Nothing when it is not said.
     *
     * @param howMany hours of work
     * @param rate what an hour costs
     * @return this planner
     */
    public MigrationPlanner team(BigDecimal howMany, Money rate) {
        this.hours = Objects.requireNonNull(howMany, "howMany");
        this.hourlyRate = Objects.requireNonNull(rate, "rate");
        return this;
    }

    /**
     * Sets what sends traffic back.
     *
     * @param value in place of {@link GateLimits#STANDARD}
     * @return this planner
     */
    public MigrationPlanner limits(GateLimits value) {
        this.limits = Objects.requireNonNull(value, "limits");
        return this;
    }

    /**
     * Sets the map of controls.
     *
     * @param value in place of {@link ControlMap#bundled}
     * @return this planner
     */
    public MigrationPlanner controls(ControlMap value) {
        this.controls = Objects.requireNonNull(value, "controls");
        return this;
    }

    /**
     * Names another file that the plan rests on.
     *
     * @param input its hash
     * @return this planner
     */
    public MigrationPlanner input(PlanInput input) {
        inputs.add(Objects.requireNonNull(input, "input"));
        return this;
    }

    /**
     * Makes the plan.
     *
     * @return the plan
     * @throws IllegalArgumentException when the inventory is none
     */
    public MigrationPlan plan() {
        WorkloadFacts facts = WorkloadFacts.of(inventory);
        WorkloadFigures figures = facts.figures(requestsPerMonth);
        Offer chosen = target != null
                ? target
                : proposed.isEmpty() ? null : proposed.get(0).offer();
        Comparison comparison = new Comparison(catalog, source, figures, zones.isEmpty() ? null : zones.get(0), day);
        List<PathReason> reasons = new ArrayList<>(facts.reasons());
        PlanRules rules = new PlanRules(figures, chosen, portability, limits);
        reasons.addAll(0, rules.reasonsOfRequests());
        MigrationPath path = PlanRules.path(reasons);
        List<CandidateRow> rows = comparison.rows(sourceName, proposed, chosen);
        PlannedCost cost = chosen == null ? null : comparison.cost(chosen, hours, hourlyRate);
        return new MigrationPlan(
                MigrationPlan.SCHEMA,
                day,
                catalog.version(),
                inputs,
                sourceName,
                chosen == null ? null : chosen.shown(),
                chosen == null ? null : idIn(chosen),
                zones,
                path,
                reasons,
                figures,
                rows,
                notes,
                portability,
                controls.asOf(),
                steps(chosen),
                chosen == null ? List.of() : controls.unanswered(sourceCloud, chosen.cloud()),
                cost,
                PlanRules.strategy(path),
                rules.phases(path),
                limits,
                rules.risks(cost),
                PlanRules.openEntries(facts.unanswered()));
    }

    /** On some clouds the id itself says where processing stays. */
    private String idIn(Offer chosen) {
        Scope scope = zones.isEmpty() ? null : chosen.scope(zones.get(0));
        String id = scope == null ? null : scope.id();
        return id == null ? chosen.id() : id;
    }

    private List<ControlStep> steps(@Nullable Offer chosen) {
        List<ControlStep> steps = new ArrayList<>();
        for (Control control : controls.controls()) {
            steps.add(new ControlStep(
                    control.id(),
                    control.title(),
                    sourceCloud == null ? null : control.on(sourceCloud),
                    chosen == null ? null : control.on(chosen.cloud()),
                    control.question(),
                    null));
        }
        return steps;
    }
}
