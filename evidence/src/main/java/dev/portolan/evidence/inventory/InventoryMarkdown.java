package dev.portolan.evidence.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** An inventory for people. */
final class InventoryMarkdown {

    private InventoryMarkdown() {}

    static String of(JsonNode content) {
        StringBuilder out = new StringBuilder("# Workload inventory\n\n");
        out.append(content.path("calls").asInt())
                .append(" calls, from ")
                .append(content.path("from").asText("?"))
                .append(" to ")
                .append(content.path("to").asText("?"))
                .append(".\n\n## To fill in\n\n| Topic | Status | Owner | Answer |\n|---|---|---|---|\n");
        for (JsonNode open : content.path("toFillIn")) {
            row(out, text(open, "topic"), text(open, "status"), text(open, "owner"), text(open, "answer"));
        }
        for (var section : content.properties()) {
            JsonNode value = section.getValue();
            if (value.isObject() && !value.isEmpty()) {
                out.append("\n## ").append(title(section.getKey())).append("\n\n|  |  |\n|---|---|\n");
                for (var entry : value.properties()) {
                    row(out, entry.getKey(), words(entry.getValue()));
                }
            }
        }
        out.append("\n## Prompt templates\n\n| Template | Texts | Calls |\n|---|---|---|\n");
        for (JsonNode template : content.path("promptTemplates")) {
            row(out, text(template, "template"), text(template, "texts"), text(template, "calls"));
        }
        out.append("\n## Prompts\n\n| Hash | Template | Characters | Calls |\n|---|---|---|---|\n");
        for (JsonNode prompt : content.path("prompts")) {
            row(out, text(prompt, "hash"), text(prompt, "template"), text(prompt, "characters"), text(prompt, "calls"));
        }
        out.append("\n## Trouble\n\n|  |  |\n|---|---|\n");
        for (String what : List.of("unanswered", "abandoned", "retried", "rateLimitHits", "filtered")) {
            row(out, title(what), content.path(what).isNull() ? "not known from a log" : text(content, what));
        }
        return out.toString();
    }

    private static String words(JsonNode value) {
        List<String> parts = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(entry -> parts.add(entry.asText()));
            return parts.isEmpty() ? "none" : String.join(", ", parts);
        }
        if (!value.isObject()) {
            return value.asText();
        }
        value.properties()
                .forEach(entry ->
                        parts.add(entry.getKey() + ": " + entry.getValue().asText()));
        return String.join(", ", parts);
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).isNull() ? "" : node.path(name).asText();
    }

    private static void row(StringBuilder out, String... cells) {
        out.append('|');
        for (String cell : cells) {
            out.append(' ').append(escaped(cell)).append(" |");
        }
        out.append('\n');
    }

    /** Names come from traffic: none of them may break the table or be markup. */
    private static String escaped(String cell) {
        return cell.replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replace("`", "\\`")
                .replace("[", "\\[")
                .replace("*", "\\*")
                .replaceAll("[\\r\\n]+", " ");
    }

    /** inputTokens as Input tokens. */
    private static String title(String name) {
        StringBuilder out = new StringBuilder();
        name.codePoints().forEach(letter -> {
            if (out.length() == 0) {
                out.appendCodePoint(Character.toUpperCase(letter));
            } else if (Character.isUpperCase(letter)) {
                out.append(' ').appendCodePoint(Character.toLowerCase(letter));
            } else {
                out.appendCodePoint(letter);
            }
        });
        return out.toString();
    }
}
