package dev.portolan.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.azure.AzureSimulator;
import dev.portolan.simulator.bedrock.BedrockSimulator;
import dev.portolan.simulator.ollama.OllamaSimulator;
import dev.portolan.simulator.openai.OpenAiSimulator;
import dev.portolan.simulator.vertex.VertexSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/testing.md} says what the simulators say. */
class FaultsPageTest {

    private static final Pattern ROW = Pattern.compile("\\| `([a-zA-Z0-9]+(?:\\([a-z-]+\\))?)` \\| [^|]+ \\| (.*) \\|");

    /** By the name in the table; an error kind that no wire has is left out there. */
    private static Map<String, Fault> faults() {
        Map<String, Fault> faults = new LinkedHashMap<>();
        faults.put("silent", Fault.silent());
        faults.put("stallAfter", Fault.stallAfter(1));
        faults.put("resetAfter", Fault.resetAfter(1));
        faults.put("truncateAfter", Fault.truncateAfter(1));
        faults.put("status", Fault.status(500));
        faults.put("garble", Fault.garble(1));
        faults.put("spoilFrame", Fault.spoilFrame(1));
        faults.put("invalidUtf8", Fault.invalidUtf8(1));
        faults.put("slow", Fault.slow(1));
        faults.put("delay", Fault.delay(Duration.ZERO));
        faults.put("duplicateFinish", Fault.duplicateFinish());
        faults.put("noUsage", Fault.noUsage());
        faults.put("noFinish", Fault.noFinish());
        faults.put("missingIds", Fault.missingIds());
        faults.put("htmlErrorPage", Fault.htmlErrorPage(502));
        faults.put("wrongContentType", Fault.wrongContentType("text/plain"));
        faults.put("hugeBody", Fault.hugeBody(1));
        for (ErrorKind kind : ErrorKind.values()) {
            faults.put("error(" + kind + ")", Fault.error(kind));
        }
        for (ErrorKind kind : ErrorKind.values()) {
            faults.put("errorInStream(" + kind + ")", Fault.errorInStream(1, kind));
        }
        return faults;
    }

    @Test
    void thePageTellsWhichWireHasWhichFault() throws IOException {
        Map<String, String> expected = new LinkedHashMap<>();
        String wires;
        try (Simulator openai = OpenAiSimulator.start(Responder.echo());
                Simulator azure = AzureSimulator.start(Responder.echo());
                Simulator bedrock = BedrockSimulator.start(Responder.echo());
                Simulator vertex = VertexSimulator.start(Responder.echo());
                Simulator ollama = OllamaSimulator.start(Responder.echo())) {
            List<Simulator> simulators = List.of(openai, azure, bedrock, vertex, ollama);
            wires = simulators.stream().map(Simulator::vendor).collect(Collectors.joining(" | "));
            faults().forEach((name, fault) -> {
                List<String> cells = new ArrayList<>();
                simulators.forEach(simulator -> cells.add(simulator.supports(fault) ? "yes" : "no"));
                if (cells.contains("yes")) {
                    expected.put(name, String.join(" | ", cells));
                }
            });
        }
        Map<String, String> told = new LinkedHashMap<>();
        String page = Files.readString(Path.of("..", "docs", "testing.md"));
        assertThat(page).contains("| fault | what the client sees | " + wires + " |");
        String section = page.substring(page.indexOf("### Faults by wire"));
        Matcher row = ROW.matcher(section.substring(0, section.indexOf("\n## ")));
        while (row.find()) {
            told.put(row.group(1), row.group(2));
        }
        assertThat(told).containsExactlyEntriesOf(expected);
    }

    @Test
    void thePageLeavesNoFaultOut() {
        Set<Class<?>> sampled = faults().values().stream().map(Object::getClass).collect(Collectors.toSet());
        sampled.add(Fault.Joined.class);

        assertThat(Fault.class.getPermittedSubclasses()).containsExactlyInAnyOrderElementsOf(sampled);
    }
}
