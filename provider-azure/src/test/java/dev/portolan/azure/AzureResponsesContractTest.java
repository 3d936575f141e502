package dev.portolan.azure;

/** The Responses API at the address without a version keeps the contract. */
class AzureResponsesContractTest extends AzureContract {

    AzureResponsesContractTest() {
        super("responses", "v1");
    }
}
