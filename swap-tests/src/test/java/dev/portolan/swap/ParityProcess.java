package dev.portolan.swap;

import dev.portolan.chat.ChatRequest;
import dev.portolan.evidence.check.TextChecks;
import dev.portolan.evidence.check.TextMatch;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.dataset.Example;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.openai.OpenAiConnection;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.Secret;
import dev.portolan.testkit.parity.ParityRun;
import dev.portolan.testkit.parity.Subject;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that compares two models: {@code SOURCE-URL TARGET-URL JOURNAL}. Prints the verdict. */
final class ParityProcess {

    static final int EXAMPLES = 500;
    static final int REPEATS = 2;
    static final int CONCURRENCY = 8;

    private ParityProcess() {}

    public static void main(String[] args) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < EXAMPLES; i++) {
            examples.add(Example.builder(ChatRequest.of("question " + i)).build());
        }
        try (ProviderConnection source = connection(args[0]);
                ProviderConnection target = connection(args[1])) {
            ParityReport report = ParityRun.builder()
                    .dataset(Dataset.of("questions", examples))
                    .source(Subject.of("present", source.chatModel(settings("gpt-4o-mini"))))
                    .target(Subject.of("new", target.chatModel(settings("gpt-4.1"))))
                    .checks(TextChecks.contains(TextMatch.EXACT, "answer"))
                    .repeats(REPEATS)
                    .concurrency(CONCURRENCY)
                    .journal(Path.of(args[2]))
                    .build()
                    .run();
            System.out.println(report.verdict() + " on " + report.pairs().size());
        }
    }

    private static ProviderConnection connection(String url) {
        return OpenAiConnection.builder()
                .baseUrl(URI.create(url))
                .server("openai")
                .apiKey(Secret.of("k3y"))
                .api("chat")
                .build();
    }

    private static ModelSettings settings(String model) {
        return ModelSettings.builder("parity", model).build();
    }
}
