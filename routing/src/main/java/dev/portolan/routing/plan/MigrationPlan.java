package dev.portolan.routing.plan;

import dev.portolan.routing.internal.RecordJson;
import dev.portolan.routing.portability.PortabilityReport;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a migration. A document: {@link MigrationPlanner} makes it, people fill it in as JSON, and it reads as Markdown. The same
 * inputs, catalog and day give the same plan. Holds figures, names and hashes; no prompt and no answer.
 *
 * @param schema the version of the form of the JSON; 1
 * @param day the day for which was judged
 * @param catalogVersion the name of the catalog's state
 * @param inputs the files that it was made from, by hash
 * @param source what the workload runs on
 * @param target where it is to move, or {@code null} when nothing was found
 * @param targetModel what the configuration calls it, the zone included, or {@code null} without a target
 * @param zones where processing must stay; empty when nobody asked for any
 * @param path how much of a move it is
 * @param reasons why, and what may still change it
 * @param workload the figures of today
 * @param comparison the source, the target and the other candidates
 * @param notes what else the search for candidates has to say
 * @param portability what would break, or {@code null} when no requests were given
 * @param controlsAsOf when the documents behind the controls were read
 * @param controls what has to be set up again around the model
 * @param openControls what the control map does not know of this pair of clouds
 * @param cost what it costs and brings, or {@code null} without a target
 * @param strategy the way that is recommended, and why
 * @param phases the steps, with what must hold to go on and what sends it back
 * @param limits the figures of what sends it back
 * @param risks what may go wrong
 * @param openEntries what people must fill in
 */
public record MigrationPlan(
        int schema,
        LocalDate day,
        String catalogVersion,
        List<PlanInput> inputs,
        String source,
        @Nullable String target,
        @Nullable String targetModel,
        List<String> zones,
        MigrationPath path,
        List<PathReason> reasons,
        WorkloadFigures workload,
        List<CandidateRow> comparison,
        List<String> notes,
        @Nullable PortabilityReport portability,
        LocalDate controlsAsOf,
        List<ControlStep> controls,
        List<String> openControls,
        @Nullable PlannedCost cost,
        String strategy,
        List<PlannedPhase> phases,
        GateLimits limits,
        List<PlannedRisk> risks,
        List<OpenEntry> openEntries) {

    /** The version of the form that this library writes. */
    public static final int SCHEMA = 1;

    /**
     * Checks the components.
     *
     * @param schema as above
     * @param day as above
     * @param catalogVersion as above
     * @param inputs as above; copied
     * @param source as above
     * @param target as above
     * @param targetModel as above
     * @param zones as above; copied
     * @param path as above
     * @param reasons as above; copied
     * @param workload as above
     * @param comparison as above; copied
     * @param notes as above; copied
     * @param portability as above
     * @param controlsAsOf as above
     * @param controls as above; copied
     * @param openControls as above; copied
     * @param cost as above
     * @param strategy as above
     * @param phases as above; copied
     * @param limits as above
     * @param risks as above; copied
     * @param openEntries as above; copied
     */
    public MigrationPlan {
        if (schema != SCHEMA) {
            throw new IllegalArgumentException("schema: " + schema + " is not known, only " + SCHEMA + " is");
        }
        Objects.requireNonNull(day, "day");
        Objects.requireNonNull(catalogVersion, "catalogVersion");
        inputs = List.copyOf(inputs);
        Objects.requireNonNull(source, "source");
        zones = List.copyOf(zones);
        Objects.requireNonNull(path, "path");
        reasons = List.copyOf(reasons);
        Objects.requireNonNull(workload, "workload");
        comparison = List.copyOf(comparison);
        notes = List.copyOf(notes);
        Objects.requireNonNull(controlsAsOf, "controlsAsOf");
        controls = List.copyOf(controls);
        openControls = List.copyOf(openControls);
        Objects.requireNonNull(strategy, "strategy");
        phases = List.copyOf(phases);
        Objects.requireNonNull(limits, "limits");
        risks = List.copyOf(risks);
        openEntries = List.copyOf(openEntries);
    }

    /**
     * The names of what people must fill in before any traffic moves, and have not.
     *
     * @return in the order of the document; empty when all of it is there
     */
    public List<String> unfilled() {
        return openEntries.stream()
                .filter(entry -> entry.required() && blank(entry.answer()))
                .map(OpenEntry::field)
                .toList();
    }

    /**
     * What people filled in.
     *
     * @param field such as {@code owner}
     * @return the answer, or {@code null} when there is none
     */
    public @Nullable String answer(String field) {
        for (OpenEntry entry : openEntries) {
            if (entry.field().equals(field) && !blank(entry.answer())) {
                return entry.answer();
            }
        }
        return null;
    }

    private static boolean blank(@Nullable String answer) {
        return answer == null || answer.isBlank();
    }

    /**
     * Takes over what people filled in.
     *
     * @param earlier a plan that was made before, of the same move
     * @return this plan with the earlier answers to its own questions
     */
    public MigrationPlan withAnswersOf(MigrationPlan earlier) {
        Map<String, String> entries = new HashMap<>();
        earlier.openEntries().stream()
                .filter(entry -> !blank(entry.answer()))
                .forEach(entry -> entries.put(entry.field(), String.valueOf(entry.answer())));
        Map<String, String> answers = new HashMap<>();
        earlier.controls().stream()
                .filter(step -> !blank(step.answer()))
                .forEach(step -> answers.put(step.id(), String.valueOf(step.answer())));
        List<OpenEntry> filled = new ArrayList<>();
        openEntries.forEach(entry ->
                filled.add(entries.containsKey(entry.field()) ? entry.answered(entries.get(entry.field())) : entry));
        List<ControlStep> steps = new ArrayList<>();
        controls.forEach(
                step -> steps.add(answers.containsKey(step.id()) ? step.answered(answers.get(step.id())) : step));
        return new MigrationPlan(
                schema,
                day,
                catalogVersion,
                inputs,
                source,
                target,
                targetModel,
                zones,
                path,
                reasons,
                workload,
                comparison,
                notes,
                portability,
                controlsAsOf,
                steps,
                openControls,
                cost,
                strategy,
                phases,
                limits,
                risks,
                filled);
    }

    /**
     * The plan as JSON, to be filled in.
     *
     * @return the text, indented; the same plan gives the same text
     */
    public String toJson() {
        return RecordJson.write(this);
    }

    /**
     * A plan that was written.
     *
     * @param json what {@link #toJson} gave, filled in; unknown fields are passed over
     * @return the plan
     * @throws IllegalArgumentException when it is none; the message tells the line and the place
     */
    public static MigrationPlan fromJson(String json) {
        return RecordJson.read(json, MigrationPlan.class, "migration plan");
    }

    /**
     * The plan as Markdown, for people.
     *
     * @return the text
     */
    public String toMarkdown() {
        return new PlanMarkdown(this).text();
    }

    /** The two ends and the path. */
    @Override
    public String toString() {
        return "MigrationPlan[" + source + " to " + target + ", " + path + "]";
    }
}
