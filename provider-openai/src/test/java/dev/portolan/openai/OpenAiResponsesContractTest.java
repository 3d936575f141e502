package dev.portolan.openai;

import dev.portolan.testkit.contract.WireFeature;
import java.util.Set;

/** The Responses API keeps the contract. */
class OpenAiResponsesContractTest extends OpenAiContract {

    OpenAiResponsesContractTest() {
        super("responses");
    }

    /** Thoughts are shown when their summary was asked for: see {@link OpenAiReasoningContractTest}. */
    @Override
    protected Set<WireFeature> wireLacks() {
        return Set.of(WireFeature.REASONING_TEXT);
    }
}
