package dev.portolan.ollama;

/** A model that sees, calls tools, and thinks or does not, keeps the contract. */
class OllamaContractTest extends OllamaContract {

    OllamaContractTest() {
        super("ollama", "qwen3-vl:8b", "completion", "tools", "vision", "thinking");
    }
}
