package dev.portolan.swap;

import dev.portolan.chat.ChatModel;
import dev.portolan.simulator.Simulator;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderConnection;

/** A wire with its simulator and a connection to it. */
record Running(Wire wire, Simulator simulator, ProviderConnection connection) implements AutoCloseable {

    ChatModel model() {
        return connection.chatModel(ModelSettings.builder("swap", wire.model).build());
    }

    @Override
    public void close() {
        connection.close();
        simulator.close();
    }
}
