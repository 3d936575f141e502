package dev.portolan.routing.rollout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.routing.internal.MarkdownTable;
import dev.portolan.routing.rollout.judge.Arm;
import dev.portolan.routing.rollout.judge.Finding;
import java.util.List;
import java.util.Objects;

/**
 * What happened in a rollout and how the target does: what is read together 7 to 14 days after the cut-over. Immutable.
 *
 * @param plan what was planned
 * @param status how it stands
 * @param log every event since it began
 */
public record RolloutReview(RolloutPlan plan, RolloutStatus status, List<RolloutEvent> log) {

    /**
     * Copies the components.
     *
     * @param plan as above
     * @param status as above
     * @param log as above
     */
    public RolloutReview {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(status, "status");
        log = List.copyOf(log);
    }

    /**
     * Whether the time of the review is over, so that it can be read as the last word.
     *
     * @return whether it is
     */
    public boolean due() {
        return log.stream().anyMatch(event -> event.kind() == RolloutEvent.Kind.REVIEWED);
    }

    /**
     * The report as Markdown.
     *
     * @return the text
     */
    public String toMarkdown() {
        StringBuilder text =
                new StringBuilder("# Review of the rollout ").append(plan.id()).append("\n\n");
        text.append(due() ? "The time of the review is over." : "The time of the review is not over yet.")
                .append("\n\n");
        text.append("- Owner: ").append(MarkdownTable.escaped(plan.owner())).append('\n');
        text.append("- Success is measured by: ")
                .append(MarkdownTable.escaped(plan.successMetric()))
                .append('\n');
        text.append("- It goes back when: ")
                .append(MarkdownTable.escaped(plan.rollbackTrigger()))
                .append('\n');
        text.append("- Now: ").append(MarkdownTable.escaped(status.explain())).append("\n\n");
        text.append("## Figures\n\n");
        text.append("Calls of the target: ")
                .append(status.evidence().calls(Arm.TARGET))
                .append(", of which failed: ")
                .append(status.evidence().errors(Arm.TARGET).hits())
                .append(".\n\n");
        if (status.judgement() != null) {
            MarkdownTable table = new MarkdownTable(text, "Metric", "Status", "Warning", "What was found");
            for (Finding finding : status.judgement().findings()) {
                table.row(
                        finding.metric().id(),
                        finding.status()
                                .name()
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', ' '),
                        finding.alert() ? "yes" : "",
                        finding.text());
            }
            text.append('\n');
        }
        text.append("## What happened\n\n");
        MarkdownTable table = new MarkdownTable(text, "No.", "When", "What", "By", "Share", "Why");
        for (RolloutEvent event : log) {
            table.row(
                    Long.toString(event.number()),
                    event.at().toString(),
                    event.kind().id(),
                    event.actor() + " (" + event.rule() + ")",
                    event.percent() + " %",
                    event.reason());
        }
        text.append('\n');
        text.append("## Questions for the review\n\n");
        text.append("- Is the success metric where it was to be, by its own source?\n");
        text.append("- Which warnings came, and what was done about each?\n");
        text.append("- Do complaints and escalations since the cut-over name the model?\n");
        text.append("- Is the source still needed to go back, or may its keys and routes be taken away?\n");
        return text.toString();
    }

    /**
     * The report as JSON.
     *
     * @return one line, {@code portolan-rollout-review/1}
     */
    public String toJson() {
        ObjectNode node = RolloutJson.MAPPER.createObjectNode();
        node.put("format", "portolan-rollout-review/1");
        node.put("rollout", plan.id());
        node.put("owner", plan.owner());
        node.put("successMetric", plan.successMetric());
        node.put("rollbackTrigger", plan.rollbackTrigger());
        node.put("due", due());
        node.put("stage", status.stage().id());
        node.put("explanation", status.explain());
        node.put("evidence", status.evidence().toJson());
        if (status.judgement() != null) {
            node.put("judgement", status.judgement().toJson());
        }
        ArrayNode events = node.putArray("events");
        log.forEach(event -> events.add(RolloutJson.read(event.toJson(), "rollout event")));
        return node.toString();
    }
}
