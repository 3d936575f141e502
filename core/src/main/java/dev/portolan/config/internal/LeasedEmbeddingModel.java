package dev.portolan.config.internal;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ModelInfo;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.embedding.EmbeddingResponse;
import java.util.function.Function;
import java.util.function.Supplier;

/** The handle of a named embedding model; see {@link LeasedChatModel}. */
final class LeasedEmbeddingModel implements EmbeddingModel {

    private final String name;
    private final Supplier<Lease> leases;

    LeasedEmbeddingModel(String name, Supplier<Lease> leases) {
        this.name = name;
        this.leases = leases;
    }

    @Override
    public EmbeddingResponse embed(EmbeddingRequest request, CallContext context) {
        return call(model -> model.embed(request, context));
    }

    @Override
    public ModelInfo info() {
        return call(EmbeddingModel::info);
    }

    private <T> T call(Function<EmbeddingModel, T> what) {
        Lease lease = leases.get();
        try {
            return what.apply(lease.generation().embeddingModel(name));
        } finally {
            lease.run();
        }
    }

    @Override
    public String toString() {
        return "EmbeddingModel[" + name + "]";
    }
}
