package dev.portolan.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portolan.chat.OutputFormat;
import dev.portolan.simulator.Pace;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.openai.OpenAiSimulator;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mind of the simulated model: a support agent who knows a few sentences. */
final class ScriptedAgent implements Responder {

    private static final Pattern ORDER_NUMBER = Pattern.compile("\\d{4,}");

    /** A simulator that answers like a small, quick model. */
    static OpenAiSimulator simulator() {
        return OpenAiSimulator.builder()
                .responder(new ScriptedAgent())
                .pace(Pace.of(Duration.ofMillis(120), 80))
                .start();
    }

    @Override
    public Reply reply(Prompt prompt) {
        String ticket = prompt.userText().toLowerCase(Locale.ROOT);
        if (!prompt.toolResults().isEmpty()) {
            return Reply.text(about(prompt.toolResults().get(0).text()));
        }
        if (prompt.request().outputFormat() instanceof OutputFormat.Schema) {
            return Reply.text(triage(ticket));
        }
        Matcher number = ORDER_NUMBER.matcher(ticket);
        if (!prompt.request().tools().isEmpty() && number.find()) {
            return Reply.toolCall("find_order", "{\"number\":" + number.group() + "}");
        }
        return Reply.text(
                ticket.contains("send back")
                        ? "Of course. Returns are free for 30 days: print the label from your account, put the jacket in"
                                + " any parcel box, and we will send the next size as soon as it is back."
                        : "Thank you for writing to us. A colleague will answer you today.");
    }

    private static String about(String order) {
        JsonNode found;
        try {
            found = new ObjectMapper().readTree(order);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The order table speaks JSON", e);
        }
        return found.has("error")
                ? "I could not find that order. Could you check the number?"
                : "Your order " + found.get("number").asText() + " ("
                        + found.get("item").asText() + ") is "
                        + found.get("status").asText() + " and arrives on "
                        + found.get("arrives").asText() + ".";
    }

    private static String triage(String ticket) {
        String category = ticket.contains("charged") ? "billing" : ticket.contains("order") ? "delivery" : "returns";
        boolean urgent = ticket.contains("!");
        return "{\"category\":\"" + category + "\",\"urgent\":" + urgent
                + ",\"summary\":\"Customer was charged twice and wants a refund.\"}";
    }
}
