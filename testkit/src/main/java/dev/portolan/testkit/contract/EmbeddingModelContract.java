package dev.portolan.testkit.contract;

import dev.portolan.simulator.Simulator;
import dev.portolan.spi.ProviderConnection;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What every embedding model behind a provider keeps to, as tests. Works as {@link ChatModelContract} does: an author extends it,
 * says how to connect, and inherits the list.
 */
@ExtendWith(ContractExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
@Timeout(60)
public abstract class EmbeddingModelContract implements EmbeddingCases, EmbeddingErrorCases {

    /** For subclasses. */
    protected EmbeddingModelContract() {}

    /**
     * What the results are filed under.
     *
     * @return a short name, such as {@code openai-embeddings}; letters, digits and hyphens
     */
    protected abstract String name();

    /**
     * The model to test.
     *
     * @return its id on the provider
     */
    protected abstract String model();

    /**
     * Opens a connection to what is tested. Called several times; each is closed by the contract.
     *
     * @param apiKey the key to use; a provider with other credentials makes them of it, one without ignores it
     * @return a new connection
     */
    protected abstract ProviderConnection connect(String apiKey);

    /**
     * Whether a request may say how many numbers a vector shall have.
     *
     * @return by default true
     */
    protected boolean takesDimensions() {
        return true;
    }

    /**
     * The simulator that connections lead to. The contract steers it, and closes it after the last case.
     *
     * @return always the same running simulator, or {@code null} when the model talks to nobody
     */
    protected @Nullable Simulator simulator() {
        return null;
    }

    /**
     * What the vendor's wire has no place for. Cases about it are skipped.
     *
     * @return by default nothing: everything is expected
     */
    protected Set<WireFeature> wireLacks() {
        return Set.of();
    }

    final EmbeddingBench bench() {
        return new EmbeddingBench(connect(Bench.KEY), model(), simulator(), wireLacks(), takesDimensions());
    }
}
