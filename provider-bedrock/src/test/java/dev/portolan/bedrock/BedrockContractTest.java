package dev.portolan.bedrock;

/** Converse on HTTP/2, as it is used by default. */
class BedrockContractTest extends BedrockContract {

    BedrockContractTest() {
        super(true, "us.anthropic.claude-opus-4-6-v1");
    }
}
