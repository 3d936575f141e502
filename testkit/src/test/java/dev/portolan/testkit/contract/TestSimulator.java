package dev.portolan.testkit.contract;

import dev.portolan.chat.ChatModel;
import dev.portolan.codec.JsonCodec;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.ReceivedRequest;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.Simulator;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.testkit.model.TestChatModel;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes a simulator and a provider of doubles, so that they meet every case that needs no bytes. */
final class TestSimulator implements Simulator {

    private final List<TestChatModel> models = new CopyOnWriteArrayList<>();
    private volatile Responder responder = Responder.echo();
    private volatile Faults faults = Faults.NONE;

    ProviderConnection connect() {
        return new ProviderConnection() {
            @Override
            public ChatModel chatModel(ModelSettings settings) {
                TestChatModel model = TestChatModel.builder()
                        .settings(settings)
                        .responder(responder)
                        .build();
                model.inject(faults);
                models.add(model);
                return model;
            }

            @Override
            public EmbeddingModel embeddingModel(ModelSettings settings) {
                throw new IllegalArgumentException("no embeddings");
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public String vendor() {
        return "test";
    }

    @Override
    public URI baseUrl() {
        return URI.create("test:/");
    }

    @Override
    public int port() {
        return 0;
    }

    @Override
    public X509Certificate certificate() {
        return null;
    }

    @Override
    public void respond(Responder value) {
        responder = value;
        models.forEach(model -> model.respond(value));
    }

    @Override
    public void inject(Faults value) {
        faults = value;
        models.forEach(model -> model.inject(value));
    }

    @Override
    public boolean supports(Fault fault) {
        return TestChatModel.echo().supports(fault);
    }

    @Override
    public List<ReceivedRequest> requests() {
        List<ReceivedRequest> all = new ArrayList<>();
        models.forEach(model -> model.calls()
                .forEach(call -> all.add(new ReceivedRequest(
                        "CALL",
                        "/chat",
                        Map.of(),
                        JsonCodec.CHAT_REQUEST.toJson(call.request()),
                        new Prompt(model.info().model(), call.streaming(), call.request())))));
        return all;
    }

    @Override
    public void forgetRequests() {
        models.forEach(TestChatModel::forgetCalls);
    }

    @Override
    public int inFlight() {
        return models.stream().mapToInt(TestChatModel::inFlight).sum();
    }

    @Override
    public int openConnections() {
        return 0;
    }

    @Override
    public void close() {}
}
