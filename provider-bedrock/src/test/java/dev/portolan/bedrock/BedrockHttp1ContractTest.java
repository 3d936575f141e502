package dev.portolan.bedrock;

/** Converse on HTTP/1.1, for proxies that know nothing else. */
class BedrockHttp1ContractTest extends BedrockContract {

    BedrockHttp1ContractTest() {
        super(false, "us.anthropic.claude-opus-4-6-v1");
    }
}
