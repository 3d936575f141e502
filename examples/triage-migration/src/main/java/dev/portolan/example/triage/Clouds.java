package dev.portolan.example.triage;

import dev.portolan.Portolan;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.simulator.Pace;
import dev.portolan.simulator.azure.AzureSimulator;
import dev.portolan.simulator.bedrock.BedrockSimulator;
import java.time.Duration;

/** Azure and Bedrock as this machine has them: simulators of both services on loopback, each with its own wire and pace. */
final class Clouds implements AutoCloseable {

    private final AzureSimulator azure;
    private final BedrockSimulator bedrock;

    private Clouds(AzureSimulator azure, BedrockSimulator bedrock) {
        this.azure = azure;
        this.bedrock = bedrock;
    }

    /** As fast as services like these are. */
    static Clouds simulated(Dataset dataset) {
        return start(dataset, Pace.of(Duration.ofMillis(60), 600), Pace.of(Duration.ofMillis(40), 900));
    }

    /** As fast as the wires are. */
    static Clouds quick(Dataset dataset) {
        return start(dataset, Pace.INSTANT, Pace.INSTANT);
    }

    private static Clouds start(Dataset dataset, Pace present, Pace next) {
        AzureSimulator azure = AzureSimulator.builder()
                .deployment("ticket-triage", "gpt-4o-mini-2024-07-18")
                .responder(TicketMind.present(dataset))
                .pace(present)
                .start();
        try {
            return new Clouds(
                    azure,
                    BedrockSimulator.builder()
                            .responder(TicketMind.next(dataset))
                            .pace(next)
                            .start());
        } catch (RuntimeException e) {
            azure.close();
            throw e;
        }
    }

    /** Points a configuration at these. */
    Portolan.Builder into(Portolan.Builder settings) {
        return settings.property(
                        "portolan.providers.azure.endpoint", azure.baseUrl().toString())
                .property(
                        "portolan.providers.bedrock.endpoint", bedrock.baseUrl().toString());
    }

    /** Where they listen. */
    String addresses() {
        return azure.baseUrl() + " and " + bedrock.baseUrl();
    }

    @Override
    public void close() {
        try (azure) {
            bedrock.close();
        }
    }
}
