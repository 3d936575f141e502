package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portolan.chat.CallContext;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.embedding.EmbeddingResponse;
import dev.portolan.error.LlmException;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Simulator;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderConnection;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the cases of an embedding contract work with. */
final class EmbeddingBench implements ContractBench {

    private final ProviderConnection connection;
    private final String modelId;
    private final @Nullable Simulator simulator;
    private final Set<WireFeature> lacks;
    private final boolean takesDimensions;
    private final EmbeddingModel model;

    EmbeddingBench(
            ProviderConnection connection,
            String modelId,
            @Nullable Simulator simulator,
            Set<WireFeature> lacks,
            boolean takesDimensions) {
        this.connection = connection;
        this.modelId = modelId;
        this.simulator = simulator;
        this.lacks = Set.copyOf(lacks);
        this.takesDimensions = takesDimensions;
        this.model = connection.embeddingModel(
                ModelSettings.builder("contract", modelId).build());
    }

    @Override
    public void reset() {
        if (simulator != null) {
            simulator.inject(Faults.NONE);
            simulator.forgetRequests();
        }
    }

    @Override
    public void close() {
        connection.close();
        if (simulator != null) {
            simulator.close();
        }
    }

    String modelId() {
        return modelId;
    }

    EmbeddingModel model() {
        return model;
    }

    boolean takesDimensions() {
        return takesDimensions;
    }

    boolean wired() {
        return simulator != null;
    }

    Simulator wire() {
        assumeTrue(simulator != null, "there is no wire");
        return Objects.requireNonNull(simulator);
    }

    boolean has(WireFeature feature) {
        return !lacks.contains(feature);
    }

    void needs(WireFeature feature) {
        assumeTrue(has(feature), () -> "the wire has no " + Words.of(feature));
    }

    void meets(Fault fault) {
        assumeTrue(wire().supports(fault), () -> "the wire cannot have " + fault);
        wire().inject(Faults.always(fault));
    }

    void nothingSent() {
        if (simulator != null) {
            assertThat(simulator.requests())
                    .as("requests that reached the service")
                    .isEmpty();
        }
    }

    void quiet() {
        if (simulator != null) {
            Bench.eventually("no request is in flight", () -> simulator.inFlight() == 0);
        }
    }

    EmbeddingResponse embed(String... texts) {
        return model.embed(EmbeddingRequest.of(texts));
    }

    LlmException failure(EmbeddingRequest request, CallContext context) {
        try {
            EmbeddingResponse response = model.embed(request, context);
            throw new AssertionError("There should have been an exception, and there were "
                    + response.vectors().size() + " vectors");
        } catch (LlmException e) {
            return e;
        }
    }
}
