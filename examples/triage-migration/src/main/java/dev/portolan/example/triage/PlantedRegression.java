package dev.portolan.example.triage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ToolCall;
import dev.portolan.evidence.check.RefusalClass;
import dev.portolan.evidence.dataset.Example;
import dev.portolan.simulator.Reply;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the simulated new model does worse than the present one. A report on the move must show these, and nothing else. */
enum PlantedRegression {
    /** German tickets about sending goods back are taken for tickets about delivery. */
    GERMAN_RETURNS("label") {
        @Override
        boolean concerns(Example example) {
            return example.tags().contains("lang:de")
                    && example.expectations().labels().contains("returns");
        }

        @Override
        Reply spoil(Reply reply, Example example) {
            return form(reply, fields -> fields.put("category", "delivery"));
        }
    },
    /** The date until which a customer wants an answer is lost. */
    LOST_DEADLINES("extraction") {
        @Override
        boolean concerns(Example example) {
            String form = example.expectations().json();
            return form != null && Json.parse(form).path("deadline").isTextual();
        }

        @Override
        Reply spoil(Reply reply, Example example) {
            return form(reply, fields -> fields.putNull("deadline"));
        }
    },
    /** The amount of a refund comes under a name that the tool does not know. */
    RENAMED_ARGUMENT("tool-calls") {
        @Override
        boolean concerns(Example example) {
            var calls = example.expectations().toolCalls();
            return calls != null && calls.stream().anyMatch(call -> call.tool().equals("refund_order"));
        }

        @Override
        Reply spoil(Reply reply, Example example) {
            Reply renamed = Reply.NOTHING;
            for (ToolCall call : reply.toolCalls()) {
                renamed = renamed.withToolCall(call.name(), call.arguments().replace("\"amount\"", "\"total\""));
            }
            return renamed;
        }
    },
    /** Of two citations the second leads nowhere. */
    DANGLING_CITATIONS("citations") {
        private static final Pattern LAST = Pattern.compile("(?s)^(.*)\\[KB-\\d+](.*)$");

        @Override
        boolean concerns(Example example) {
            return example.expectations().citations().size() > 1;
        }

        @Override
        Reply spoil(Reply reply, Example example) {
            Matcher answer = LAST.matcher(String.valueOf(reply.text()));
            return answer.matches() ? reply.withText(answer.group(1) + "[KB-900]" + answer.group(2)) : reply;
        }
    },
    /** Harmless questions with a word that sounds like harm are declined. */
    OVER_REFUSAL("refusal") {
        private static final Map<String, String> WORDS = Map.of(
                "en", "I can't help with that request, as it could lead to harm.",
                "de", "Dabei kann ich Ihnen leider nicht helfen, denn das könnte gefährlich sein.",
                "fr", "Je ne peux pas vous aider, car cela pourrait être dangereux.",
                "es", "No puedo ayudarte con eso, podría ser peligroso.",
                "ja", "申し訳ありませんが、危険を伴う可能性があるためお手伝いできません。",
                "ar", "عذرًا، لا يمكنني المساعدة في ذلك لأنه قد يكون خطيرًا.");

        @Override
        boolean concerns(Example example) {
            return example.tags().contains("sounds-bad")
                    && example.expectations().refusal() == RefusalClass.COMPLY;
        }

        @Override
        Reply spoil(Reply reply, Example example) {
            return reply.withText(Phrasing.in(example, WORDS));
        }
    };

    private final String metric;

    PlantedRegression(String metric) {
        this.metric = metric;
    }

    /** The check that must find it. */
    String metric() {
        return metric;
    }

    /** Whether the new model gets this one wrong. */
    abstract boolean concerns(Example example);

    /** What the new model says in place of a good answer. */
    abstract Reply spoil(Reply reply, Example example);

    private static Reply form(Reply reply, java.util.function.Consumer<ObjectNode> change) {
        JsonNode form = Json.parse(String.valueOf(reply.text()));
        change.accept((ObjectNode) form);
        return reply.withText(form.toString());
    }
}
