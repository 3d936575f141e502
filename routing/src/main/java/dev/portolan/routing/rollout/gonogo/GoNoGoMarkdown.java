package dev.portolan.routing.rollout.gonogo;

import dev.portolan.routing.internal.MarkdownTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A document for people: the decision first, then the answers, then what it is bound to. */
final class GoNoGoMarkdown {

    private final GoNoGoDocument document;
    private final StringBuilder out = new StringBuilder();

    GoNoGoMarkdown(GoNoGoDocument document) {
        this.document = document;
    }

    String text(@Nullable SignedGoNoGo signed) {
        out.append("# ")
                .append(document.go() ? "GO" : "NO GO")
                .append(": ")
                .append(MarkdownTable.escaped(document.rollout()))
                .append("\n\n");
        MarkdownTable facts = new MarkdownTable(out, "in short", "");
        facts.row("decided", document.at());
        facts.row("owner", document.owner());
        facts.row("success metric", document.successMetric());
        facts.row("rollback trigger", document.rollbackTrigger());
        facts.row("steps", document.steps().isEmpty() ? "none: no traffic moves" : String.join("; ", document.steps()));
        if (signed == null) {
            facts.row("signed", "not yet");
        } else {
            String reason = signed.overrideReason();
            facts.row(reason == null ? "signed" : "overridden", signed.actor() + ", " + signed.at());
            if (reason != null) {
                facts.row("why", reason);
            }
            facts.row("content", signed.contentHash());
        }
        list("Why not", document.reasons());
        out.append("\n## Questions\n\n");
        MarkdownTable questions = new MarkdownTable(out, "question", "answer", "because");
        for (ClosingAnswer answer : document.answers()) {
            questions.row(answer.question().text(), answer.finding(), String.join(" ", answer.basis()));
        }
        list("What changes", document.changes());
        out.append("\n## Bound to\n\n");
        MarkdownTable hashes = new MarkdownTable(out, "what", "hash");
        document.hashes().forEach(hashes::row);
        out.append("\n## When all has moved\n\n");
        document.decommissioning()
                .forEach(step ->
                        out.append("- [ ] ").append(MarkdownTable.escaped(step)).append('\n'));
        return out.toString();
    }

    private void list(String title, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        out.append("\n## ").append(title).append("\n\n");
        lines.forEach(
                line -> out.append("- ").append(MarkdownTable.escaped(line)).append('\n'));
    }
}
