package dev.portolan.openai;

import dev.portolan.testkit.contract.WireFeature;
import java.util.Set;

/** Chat Completions keeps the contract. */
class OpenAiChatContractTest extends OpenAiContract {

    OpenAiChatContractTest() {
        super("chat");
    }

    /** Thoughts are counted and not shown; chunks of a stream have no number. */
    @Override
    protected Set<WireFeature> wireLacks() {
        return Set.of(WireFeature.REASONING_TEXT, WireFeature.LOSS_DETECTION);
    }
}
