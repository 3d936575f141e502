package dev.portolan.cli;

import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.openai.OpenAiSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Two simulated services, a configuration that names a model of each, and datasets about numbers. */
final class Bench implements AutoCloseable {

    static final String KEY = "sk-never-to-be-shown-0123456789";

    /** Says of each number whether it is even. */
    static final Responder CLEVER = prompt -> Reply.text(number(prompt.userText()) % 2 == 0 ? "even" : "odd");

    /** Says so of all. */
    static final Responder DULL = Responder.text("even");

    final OpenAiSimulator present;
    final OpenAiSimulator next;
    private final Path folder;

    Bench(Path folder, Responder present, Responder next) {
        this.folder = folder;
        this.present = OpenAiSimulator.builder().apiKeys(KEY).responder(present).start();
        this.next = OpenAiSimulator.builder().apiKeys(KEY).responder(next).start();
    }

    private static int number(String text) {
        String digits = text.replaceAll("\\D", "");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    Path configuration() throws IOException {
        return Files.writeString(
                folder.resolve("models.properties"), """
                portolan.models.present.provider=here
                portolan.models.present.model=gpt-4o-mini
                portolan.models.present.retry=off
                portolan.providers.here.type=openai
                portolan.providers.here.base-url=%s
                portolan.providers.here.api-key=%s
                portolan.models.next.provider=there
                portolan.models.next.model=gpt-4.1-mini
                portolan.models.next.retry=off
                portolan.providers.there.type=openai
                portolan.providers.there.base-url=%s
                portolan.providers.there.api-key=%s
                """.formatted(present.baseUrl(), KEY, next.baseUrl(), KEY));
    }

    Path numbers(int count) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            lines.append("{\"id\":\"n-%d\",\"prompt\":\"Is %d even or odd?\",\"expect\":{\"label\":\"%s\"}}\n"
                    .formatted(i, i, i % 2 == 0 ? "even" : "odd"));
        }
        return Files.writeString(folder.resolve("numbers.jsonl"), lines);
    }

    /** Runs {@code portolan parity run} with both models and what is added. */
    Commands.Outcome parity(Path dataset, String... more) throws IOException {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("--config", configuration().toString());
        options.put("--dataset", dataset.toString());
        options.put("--source", "present");
        options.put("--target", "next");
        options.put("--repeats", "1");
        options.put("--out", folder.resolve("report").toString());
        options.keySet().removeAll(Arrays.asList(more));
        List<String> arguments = new ArrayList<>(List.of("parity", "run", "--quiet"));
        options.forEach((name, value) -> arguments.addAll(List.of(name, value)));
        arguments.addAll(Arrays.asList(more));
        return Commands.run(arguments.toArray(String[]::new));
    }

    int calls() {
        return present.requests().size() + next.requests().size();
    }

    @Override
    public void close() {
        try (present) {
            next.close();
        }
    }
}
