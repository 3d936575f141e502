package dev.portolan.testkit.contract;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.OutputMode;
import dev.portolan.simulator.Responder;
import dev.portolan.testkit.model.TestChatModel;
import java.util.Map;

/** A model for tests gives the invoice back. */
class TestChatModelInvoiceTest extends InvoiceContract {

    @Override
    protected Map<String, OutputMode> modes() {
        return Map.of("test", OutputMode.NATIVE_LOOSE);
    }

    @Override
    protected ChatModel model(String id, Responder mind) {
        return TestChatModel.of(mind);
    }
}
