package dev.portolan.azure;

import dev.portolan.testkit.contract.WireFeature;
import java.util.Set;

/** Claude on Foundry keeps the contract. */
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
        return Set.of();
    }
}
