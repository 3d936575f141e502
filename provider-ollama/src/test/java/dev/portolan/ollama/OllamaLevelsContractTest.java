package dev.portolan.ollama;

/** A model that thinks as much as it is told keeps the contract. */
class OllamaLevelsContractTest extends OllamaContract {

    OllamaLevelsContractTest() {
        super("ollama-levels", "gpt-oss:20b", "completion", "tools", "thinking");
    }
}
