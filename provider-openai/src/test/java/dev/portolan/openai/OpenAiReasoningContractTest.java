package dev.portolan.openai;

import dev.portolan.spi.ProviderConnection;

/** So does a model that thinks, over the Responses API, with its thoughts summed up. */
class OpenAiReasoningContractTest extends OpenAiContract {

    OpenAiReasoningContractTest() {
        super("responses");
    }

    @Override
    protected String name() {
        return "openai-reasoning";
    }

    @Override
    protected String model() {
        return "gpt-5-mini";
    }

    @Override
    protected ProviderConnection connect(String apiKey) {
        return connection(apiKey)
                .vendorOptions("{\"reasoning\":{\"summary\":\"auto\"}}")
                .build();
    }
}
