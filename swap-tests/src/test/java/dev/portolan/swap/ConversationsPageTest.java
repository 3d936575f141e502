package dev.portolan.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the table of rules in {@code docs/conversations.md} against the tests that bear their codes. With {@code
 * -Dportolan.conversations.write=true} the table is written anew.
 */
class ConversationsPageTest {

    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve("docs").resolve("conversations.md");
    private static final String BEGIN = "<!-- rules -->\n";
    private static final String END = "<!-- /rules -->";
    private static final Pattern TEST = Pattern.compile("void (T\\d{1,2})_\\w+\\(");

    private static final Map<String, String> WIRES = new LinkedHashMap<>();
    private static final List<String> RULES = List.of(
            "A call without an id gets one, short enough for every wire",
            "Ids are kept inside and sent where the API pairs by them",
            "Ids of calls are as the target takes them: length, characters; a digest otherwise, for call and result alike",
            "An id that occurs twice in a history is sent once",
            "Arguments travel as the text or the object that the wire has, digit for digit",
            "No arguments are an empty object",
            "Arguments that are no JSON object go back as text, or inside an object",
            "A call that was cut off is never run",
            "Names hold letters, digits, `_` and `-`, also those of calls in the history",
            "A blank description is left out where it is refused",
            "The choice of tools: words, objects, or no tools at all; the contract of a provider proves it",
            "A forced choice that the model does not take is a gap; the contract of a provider proves it",
            "The parallel switch, where there is one; the contract of a provider proves it",
            "No tools are no `tools` member",
            "Calls of the history without tools in the request",
            "Results: one message each, or all of a turn in one",
            "What may stand beside results; a turn of its own otherwise",
            "The shape of a result: text, blocks, an object",
            "A failure is a mark, or words",
            "Media of a result stay in it, or follow when all results of the turn are written",
            "Thought signatures return on the part they came on; calls of others skip the check",
            "Reasoning returns to its origin byte for byte, and nowhere else",
            "Calls make the finish reason `TOOL_CALLS`, whatever the vendor says",
            "What a provider ran itself is not run again, and not sent to another",
            "A wrapper around parallel calls, which models of OpenAI invent, is taken apart",
            "A tool that does not exist is answered with an error",
            "The order of roles: who begins, who may follow whom",
            "Blank text, trailing space, a document without text");

    static {
        WIRES.put("Core and tool loop", "core/src/test/java");
        WIRES.put("OpenAI Chat", "wire-openai/src/test/java/dev/portolan/wire/openai/chat");
        WIRES.put("Responses", "wire-openai/src/test/java/dev/portolan/wire/openai/responses");
        WIRES.put("Bedrock", "provider-bedrock/src/test/java");
        WIRES.put("Anthropic", "wire-anthropic/src/test/java");
        WIRES.put("Gemini", "provider-vertex/src/test/java");
        WIRES.put("Ollama", "provider-ollama/src/test/java");
    }

    @Test
    void theTableOfRulesIsThatOfTheTests() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        String made = table();
        if (Boolean.getBoolean("portolan.conversations.write")) {
            Files.writeString(PAGE, page.substring(0, from) + made + page.substring(to));
            return;
        }
        assertThat(page.substring(from, to))
                .as("run this test with -Dportolan.conversations.write=true")
                .isEqualTo(made);
    }

    /** Azure speaks the wires of OpenAI and is not named apart. */
    @Test
    void theRulesOfHistoryHaveTestsInEachWireThatChangesIt() throws IOException {
        for (String wire : List.of("OpenAI Chat", "Responses", "Bedrock", "Anthropic")) {
            assertThat(codes(wire))
                    .as(wire)
                    .contains(
                            "T1", "T3", "T4", "T5", "T6", "T7", "T9", "T16", "T19", "T20", "T22", "T23", "T24", "T27",
                            "T28");
        }
    }

    private static String table() throws IOException {
        StringBuilder table = new StringBuilder("| code | rule |");
        WIRES.keySet().forEach(wire -> table.append(' ').append(wire).append(" |"));
        table.append("\n|---|---|").append("---|".repeat(WIRES.size())).append('\n');
        Map<String, Set<String>> codes = new LinkedHashMap<>();
        for (String wire : WIRES.keySet()) {
            codes.put(wire, codes(wire));
        }
        for (int i = 1; i <= RULES.size(); i++) {
            String code = "T" + i;
            table.append("| ")
                    .append(code)
                    .append(" | ")
                    .append(RULES.get(i - 1))
                    .append(" |");
            codes.values().forEach(tested -> table.append(tested.contains(code) ? " • |" : " |"));
            table.append('\n');
        }
        return table.toString();
    }

    private static Set<String> codes(String wire) throws IOException {
        Set<String> codes = new TreeSet<>();
        try (Stream<Path> files = Files.walk(ROOT.resolve(WIRES.getOrDefault(wire, "none")))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith("Test.java")).toList()) {
                Matcher test = TEST.matcher(Files.readString(file));
                while (test.find()) {
                    codes.add(test.group(1));
                }
            }
        }
        return codes;
    }
}
