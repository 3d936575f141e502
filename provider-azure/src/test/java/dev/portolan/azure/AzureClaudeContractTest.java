package dev.portolan.azure;

import dev.portolan.testkit.contract.WireFeature;
import java.util.Set;

/** Claude on Foundry keeps the contract: a model that thinks when it is told to. */
class AzureClaudeContractTest extends AzureContract {

    AzureClaudeContractTest() {
        super("anthropic", "v1");
    }

    @Override
    protected String name() {
        return "azure-claude";
    }

    @Override
    protected String model() {
        return "claude-sonnet-4-6";
    }

    @Override
    protected Set<WireFeature> wireLacks() {
        return Set.of(
                WireFeature.RATE_LIMITS,
                WireFeature.TEXT_ARGUMENTS,
                WireFeature.REASONING_TEXT,
                WireFeature.REFUSALS,
                WireFeature.OUTPUT_FILTER,
                WireFeature.SCHEMA_NAMES,
                WireFeature.LOSS_DETECTION);
    }
}
