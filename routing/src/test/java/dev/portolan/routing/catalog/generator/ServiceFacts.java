package dev.portolan.routing.catalog.generator;

import dev.portolan.chat.Capability;
import dev.portolan.routing.catalog.Cloud;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What services promise for all their models: certifications and support. What no document states is not known. */
final class ServiceFacts {

    /**
     * What vLLM's server takes of OpenAI's protocol whatever the model is, as its pages "OpenAI-Compatible Server" and "Structured
     * Outputs" have it (https://docs.vllm.ai).
     */
    static final List<Capability> OWN_SERVER = List.of(
            Capability.STREAMING,
            Capability.SYSTEM_MESSAGES,
            Capability.JSON_OUTPUT,
            Capability.JSON_SCHEMA_OUTPUT,
            Capability.TEMPERATURE,
            Capability.TOP_P,
            Capability.MAX_OUTPUT_TOKENS,
            Capability.STOP,
            Capability.SEED,
            Capability.FREQUENCY_PENALTY,
            Capability.PRESENCE_PENALTY,
            Capability.LOGPROBS);

    private ServiceFacts() {}

    /**
     * What a service is certified for, and what it signs.
     *
     * <ul>
     *   <li>OpenAI: <a href="https://openai.com/security-and-privacy/">its page on security and privacy</a> and its trust portal, which name
     *       the API; read in July 2026.
     *   <li>Azure: Microsoft's pages on Azure's SOC 2 and ISO audits, HIPAA and FedRAMP. They are sure for OpenAI's models alone; what
     *       partners sell there is outside of Microsoft's own promises.
     *   <li>Bedrock: <a href="https://aws.amazon.com/compliance/services-in-scope/">services in scope by programme</a>, which speaks of the
     *       service and not of models; FedRAMP High is that of the regions of us-gov.
     *   <li>Vertex AI: <a href="https://cloud.google.com/security/compliance/services-in-scope">services in scope</a>, and <a
     *       href="https://docs.cloud.google.com/architecture/security/deploy-gemini-gov">Gemini for Government</a> of 2025-11-10 for FedRAMP;
     *       sure for Google's own models.
     *   <li>Anthropic: its trust portal; read in June 2026. Mistral: its help centre; read in July 2026.
     * </ul>
     */
    static Set<String> certifications(Cloud cloud, Fact fact) {
        String vendor = fact.need("vendor");
        return switch (cloud) {
            case OPENAI ->
                Set.of(
                        "SOC 2",
                        "ISO 27001",
                        "ISO 27017",
                        "ISO 27018",
                        "ISO 27701",
                        "ISO 42001",
                        "CSA STAR Level 1",
                        "HIPAA BAA");
            case AZURE ->
                vendor.equals("openai") && fact.text("hosting") == null
                        ? Set.of("SOC 1", "SOC 2", "SOC 3", "ISO 27001", "ISO 42001", "HIPAA BAA", "FedRAMP High")
                        : Set.of();
            case BEDROCK -> bedrock(fact);
            case VERTEX ->
                vendor.equals("google")
                        ? Set.of(
                                "SOC 1",
                                "SOC 2",
                                "SOC 3",
                                "ISO 27001",
                                "ISO 27017",
                                "ISO 27018",
                                "ISO 42001",
                                "HIPAA BAA",
                                "FedRAMP High")
                        : Set.of();
            case ANTHROPIC -> Set.of("SOC 2", "ISO 27001", "ISO 42001", "HIPAA BAA");
            case MISTRAL -> Set.of("SOC 2", "ISO 27001", "ISO 27701");
            case GOOGLE, DEEPSEEK, QWEN, OLLAMA, SELF_HOSTED -> Set.of();
        };
    }

    private static Set<String> bedrock(Fact fact) {
        Set<String> all =
                new TreeSet<>(Set.of("SOC 1", "SOC 2", "SOC 3", "ISO 27001", "CSA STAR Level 2", "HIPAA BAA"));
        if (fact.texts("residency").contains("us-gov")) {
            all.add("FedRAMP High in us-gov");
        }
        return all;
    }

    /**
     * Who helps. The clouds sell plans of support for all their services; Microsoft's page on Foundry's models says that partners answer
     * for what partners sell.
     */
    static @Nullable String support(Cloud cloud, Fact fact) {
        String vendor = fact.need("vendor");
        return switch (cloud) {
            case AZURE ->
                vendor.equals("openai") || vendor.equals("microsoft")
                        ? "Microsoft, by the subscription's Azure support plan"
                        : List.of("anthropic", "meta", "cohere", "mistral").contains(vendor)
                                ? "The model's vendor, for models of partners"
                                : null;
            case BEDROCK -> "AWS, by the account's AWS Support plan";
            case VERTEX -> "Google, by the organisation's Customer Care plan";
            case OLLAMA -> "Community";
            default -> null;
        };
    }
}
