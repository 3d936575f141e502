package dev.portolan.azure;

import dev.portolan.testkit.contract.WireFeature;
import java.util.Set;

/** The Responses API at the address without a version keeps the contract. */
class AzureResponsesContractTest extends AzureContract {

    AzureResponsesContractTest() {
        super("responses", "v1");
    }

    @Override
    protected Set<WireFeature> wireLacks() {
        return Set.of(WireFeature.REASONING_TEXT);
    }
}
