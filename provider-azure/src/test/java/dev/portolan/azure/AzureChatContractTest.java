package dev.portolan.azure;

/** Chat Completions at a dated address keeps the contract. */
class AzureChatContractTest extends AzureContract {

    AzureChatContractTest() {
        super("chat", "2024-10-21");
    }
}
