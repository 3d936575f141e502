package dev.portolan.azure;

import dev.portolan.testkit.contract.WireFeature;
import java.util.Set;

/** Chat Completions at a dated address keeps the contract. */
class AzureChatContractTest extends AzureContract {

    AzureChatContractTest() {
        super("chat", "2024-10-21");
    }

    @Override
    protected Set<WireFeature> wireLacks() {
        return Set.of(WireFeature.REASONING_TEXT, WireFeature.LOSS_DETECTION);
    }
}
