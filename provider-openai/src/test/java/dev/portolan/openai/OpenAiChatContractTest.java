package dev.portolan.openai;

/** Chat Completions keeps the contract. */
class OpenAiChatContractTest extends OpenAiContract {

    OpenAiChatContractTest() {
        super("chat");
    }
}
