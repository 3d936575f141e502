package dev.portolan.openai;

/** The Responses API keeps the contract. */
class OpenAiResponsesContractTest extends OpenAiContract {

    OpenAiResponsesContractTest() {
        super("responses");
    }
}
