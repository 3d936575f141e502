package dev.portolan.swap;

import dev.portolan.azure.AzureConnection;
import dev.portolan.bedrock.BedrockConnection;
import dev.portolan.ollama.OllamaConnection;
import dev.portolan.openai.OpenAiConnection;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.Simulator;
import dev.portolan.simulator.azure.AzureSimulator;
import dev.portolan.simulator.bedrock.BedrockSimulator;
import dev.portolan.simulator.ollama.OllamaSimulator;
import dev.portolan.simulator.openai.OpenAiSimulator;
import dev.portolan.simulator.vertex.VertexSimulator;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.Secret;
import dev.portolan.vertex.VertexConnection;
import java.util.List;
import java.util.function.Function;

/**
 * The wires between which conversations change. One that comes joins by an entry here and in {@link #ALL}: the model, where the state is at home that its
 * answers give, how its simulator is started and asked, and what describes its requests.
 */
final class Wire {

    private static final String KEY = "k3y";

    /** So that reasoning comes with what must go back. */
    private static final String ENCRYPTED = "{\"include\":[\"reasoning.encrypted_content\"]}";

    static final Wire OPENAI_CHAT = new Wire(
            "OPENAI_CHAT",
            "gpt-4.1",
            "openai/chat-completions",
            Wire::openAi,
            at -> openAi(at, "chat"),
            Description.OPENAI_CHAT);
    static final Wire OPENAI_RESPONSES = new Wire(
            "OPENAI_RESPONSES",
            "gpt-5",
            "openai/responses",
            Wire::openAi,
            at -> openAi(at, "responses"),
            Description.OPENAI_RESPONSES);
    static final Wire AZURE_CHAT = new Wire(
            "AZURE_CHAT",
            "gpt-4.1",
            "azure/chat-completions",
            Wire::azure,
            at -> azure(at, "chat"),
            Description.AZURE_CHAT);
    static final Wire AZURE_RESPONSES = new Wire(
            "AZURE_RESPONSES",
            "gpt-5",
            "azure/responses",
            Wire::azure,
            at -> azure(at, "responses"),
            Description.AZURE_RESPONSES);
    static final Wire AZURE_CLAUDE = new Wire(
            "AZURE_CLAUDE",
            "claude-opus-4-6",
            "anthropic/messages",
            Wire::azure,
            at -> azure(at, "anthropic"),
            Description.NONE);
    static final Wire BEDROCK_CLAUDE = new Wire(
            "BEDROCK_CLAUDE",
            "us.anthropic.claude-opus-4-6-v1",
            "bedrock/claude",
            Wire::bedrock,
            Wire::bedrock,
            Description.CONVERSE);
    static final Wire BEDROCK_CLAUDE_BUDGET = new Wire(
            "BEDROCK_CLAUDE_BUDGET",
            "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
            "bedrock/claude",
            Wire::bedrock,
            Wire::bedrock,
            Description.CONVERSE);
    static final Wire BEDROCK_NOVA = new Wire(
            "BEDROCK_NOVA",
            "us.amazon.nova-2-lite-v1:0",
            "bedrock/nova",
            Wire::bedrock,
            Wire::bedrock,
            Description.CONVERSE);
    static final Wire VERTEX_GEMINI = new Wire(
            "VERTEX_GEMINI", "gemini-3.5-flash", "vertex/gemini", Wire::vertex, Wire::vertex, Description.NONE);
    static final Wire VERTEX_CLAUDE = new Wire(
            "VERTEX_CLAUDE", "claude-opus-4-6", "anthropic/messages", Wire::vertex, Wire::vertex, Description.NONE);
    static final Wire OLLAMA =
            new Wire("OLLAMA", "qwen3-vl", "ollama/chat", Wire::ollama, Wire::ollama, Description.OLLAMA);

    static final List<Wire> ALL = List.of(
            OPENAI_CHAT,
            OPENAI_RESPONSES,
            AZURE_CHAT,
            AZURE_RESPONSES,
            AZURE_CLAUDE,
            BEDROCK_CLAUDE,
            BEDROCK_CLAUDE_BUDGET,
            BEDROCK_NOVA,
            VERTEX_GEMINI,
            VERTEX_CLAUDE,
            OLLAMA);

    private final String name;

    /** Whose answers are asked for. */
    final String model;

    /** Wires of one home take each other's state back. */
    final String home;

    final Description description;
    private final Starter starter;
    private final Function<Simulator, ProviderConnection> connect;

    private Wire(
            String name,
            String model,
            String home,
            Starter starter,
            Function<Simulator, ProviderConnection> connect,
            Description description) {
        this.name = name;
        this.model = model;
        this.home = home;
        this.starter = starter;
        this.connect = connect;
        this.description = description;
    }

    /** Starts a simulator. */
    interface Starter {
        Simulator start(Responder responder);
    }

    @Override
    public String toString() {
        return name;
    }

    Running start() {
        Simulator simulator = starter.start(Responder.echo());
        return new Running(this, simulator, connect.apply(simulator));
    }

    private static Simulator openAi(Responder responder) {
        return OpenAiSimulator.start(responder);
    }

    private static ProviderConnection openAi(Simulator simulator, String api) {
        OpenAiConnection.Builder builder = OpenAiConnection.builder()
                .baseUrl(simulator.baseUrl())
                .server("openai")
                .apiKey(Secret.of(KEY))
                .api(api);
        return (api.equals("responses") ? builder.vendorOptions(ENCRYPTED) : builder).build();
    }

    private static Simulator azure(Responder responder) {
        return AzureSimulator.start(responder);
    }

    private static ProviderConnection azure(Simulator simulator, String api) {
        AzureConnection.Builder builder = AzureConnection.builder(simulator.baseUrl())
                .apiKey(Secret.of(KEY))
                .api(api);
        return (api.equals("responses") ? builder.vendorOptions(ENCRYPTED) : builder).build();
    }

    private static Simulator bedrock(Responder responder) {
        return BedrockSimulator.start(responder);
    }

    private static ProviderConnection bedrock(Simulator simulator) {
        return BedrockConnection.builder()
                .region("us-east-1")
                .apiKey(Secret.of(KEY))
                .endpoint(simulator.baseUrl())
                .build();
    }

    private static Simulator vertex(Responder responder) {
        return VertexSimulator.start(responder);
    }

    private static ProviderConnection vertex(Simulator simulator) {
        return VertexConnection.builder()
                .project("acme")
                .location("us-central1")
                .accessToken(Secret.of(KEY))
                .endpoint(simulator.baseUrl())
                .build();
    }

    private static Simulator ollama(Responder responder) {
        return OllamaSimulator.builder()
                .model("qwen3-vl", "completion", "tools", "vision", "thinking")
                .responder(responder)
                .start();
    }

    private static ProviderConnection ollama(Simulator simulator) {
        return OllamaConnection.builder()
                .baseUrl(simulator.baseUrl())
                .apiKey(Secret.of(KEY))
                .build();
    }
}
