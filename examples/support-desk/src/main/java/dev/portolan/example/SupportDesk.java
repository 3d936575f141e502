package dev.portolan.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portolan.Portolan;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Message;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.config.ConfigurationException;
import dev.portolan.error.LlmException;
import dev.portolan.schema.JsonSchema;
import dev.portolan.simulator.openai.OpenAiSimulator;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers three support tickets: one streamed, one with a tool, one as JSON. Which model answers is up to {@code
 * portolan.properties} and the profile; nothing here knows a vendor but the lines that start the simulator.
 */
public final class SupportDesk {

    private static final String HOUSE_RULES =
            "You answer for a shop that sells clothes. Returns are free for 30 days. Be brief and friendly.";

    private static final JsonSchema TRIAGE = JsonSchema.of("""
            {"type":"object","additionalProperties":false,"required":["category","urgent","summary"],"properties":{
              "category":{"type":"string","enum":["billing","delivery","returns"]},
              "urgent":{"type":"boolean"},"summary":{"type":"string"}}}""");

    private final ChatModel assistant;
    private final OrderTable orders = new OrderTable();
    private final PrintStream out;

    SupportDesk(ChatModel assistant, PrintStream out) {
        this.assistant = assistant;
        this.out = out;
    }

    /** What a model makes of a ticket that nobody has read yet. */
    record Triage(String category, boolean urgent, String summary) {}

    /**
     * Runs the program. A mistake in the configuration and a call that failed are told in words, with exit status 1.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        try {
            run(System.out);
        } catch (ConfigurationException | LlmException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void run(PrintStream out) {
        Portolan.Builder settings = Portolan.builder();
        try (OpenAiSimulator simulator = profileChosen() ? null : ScriptedAgent.simulator()) {
            if (simulator != null) {
                out.println("No key, no network: the answers are scripted, by the OpenAI simulator at "
                        + simulator.baseUrl() + ".");
                out.println("With OPENAI_API_KEY and -Dportolan.profile=openai a real model answers.");
                settings.property(
                        "portolan.providers.openai.base-url",
                        simulator.baseUrl().toString());
            }
            try (Portolan portolan = settings.build()) {
                new SupportDesk(portolan.chatModel("assistant"), out).answerAll();
            }
        }
    }

    private static boolean profileChosen() {
        return System.getProperty("portolan.profile") != null || System.getenv("PORTOLAN_PROFILE") != null;
    }

    void answerAll() {
        streamed("Can I send back a jacket that is too small?");
        withTool("Where is my order 1042?");
        asJson("I was charged twice for order 1017! I need the money back before Friday.");
    }

    /** Prints the answer while it comes. */
    private void streamed(String ticket) {
        heading("streamed", ticket);
        try (ChatStream stream = assistant.stream(request(ticket).build())) {
            for (String piece : stream.text()) {
                out.print(piece);
                out.flush();
            }
            out.println();
            figures(stream.response());
        }
    }

    /** Lets the model look an order up, and hands it what was found. */
    private void withTool(String ticket) {
        heading("with a tool", ticket);
        ChatRequest question =
                request(ticket).tools(List.of(OrderTable.FIND_ORDER)).build();
        ChatResponse wish = assistant.chat(question);
        figures(wish);
        List<ToolResult> results = new ArrayList<>();
        for (ToolCall call : wish.toolCalls()) {
            String order = orders.answer(call);
            out.println(call.name() + " " + call.arguments() + " -> " + order);
            results.add(ToolResult.of(call, order));
        }
        ChatResponse answer = assistant.chat(question.toBuilder()
                .add(wish.message())
                .add(Message.toolResults(results.toArray(ToolResult[]::new)))
                .build());
        out.println(answer.text());
        figures(answer);
    }

    /** Has the answer in a form that the program can read. */
    private void asJson(String ticket) {
        heading("as JSON", ticket);
        ChatResponse answer = assistant.chat(request(ticket)
                .outputFormat(OutputFormat.schema("triage", TRIAGE))
                .build());
        try {
            out.println(new ObjectMapper().readValue(answer.text(), Triage.class));
        } catch (JsonProcessingException e) {
            out.println("The answer is not the JSON that was asked for.");
        }
        figures(answer);
    }

    private static ChatRequest.Builder request(String ticket) {
        return ChatRequest.builder().system(HOUSE_RULES).user(ticket);
    }

    private void heading(String how, String ticket) {
        out.printf("%n== %s: %s%n", how, ticket);
    }

    private void figures(ChatResponse response) {
        Duration first = response.timings().firstToken();
        out.printf(
                "   [%s/%s, %s tokens in, %s out, first token %s, total %d ms, finish %s, warnings %s]%n",
                response.provider(),
                response.model(),
                response.usage().inputTokens(),
                response.usage().outputTokens(),
                first == null ? "-" : first.toMillis() + " ms",
                response.timings().total().toMillis(),
                response.finishReason().kind(),
                response.warnings().isEmpty() ? "none" : response.warnings());
    }
}
