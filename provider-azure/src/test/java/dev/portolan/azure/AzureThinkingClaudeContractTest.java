package dev.portolan.azure;

import dev.portolan.testkit.contract.WireFeature;
import java.util.Set;

/** Claude on Foundry keeps the contract: a model that always thinks, and shows what. */
class AzureThinkingClaudeContractTest extends AzureContract {

    AzureThinkingClaudeContractTest() {
        super("anthropic", "v1", "{\"thinking\":{\"type\":\"adaptive\",\"display\":\"summarized\"}}");
    }

    @Override
    protected String name() {
        return "azure-claude-thinking";
    }

    @Override
    protected String model() {
        return "claude-opus-5-5";
    }

    @Override
    protected Set<WireFeature> wireLacks() {
        return Set.of(
                WireFeature.RATE_LIMITS,
                WireFeature.TEXT_ARGUMENTS,
                WireFeature.REFUSALS,
                WireFeature.OUTPUT_FILTER,
                WireFeature.SCHEMA_NAMES,
                WireFeature.LOSS_DETECTION);
    }
}
