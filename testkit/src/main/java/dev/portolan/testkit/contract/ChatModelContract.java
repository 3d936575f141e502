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
 * What every chat model behind a provider keeps to, as tests. An author extends it, says how to connect, and inherits the whole
 * list: what is sent and what comes back for every noun, the promises of streams, every kind of error, each fault on both paths,
 * limits of time, cancellation, concurrency, leaks, secrets.
 *
 * <pre>{@code
 * class AcmeContractTest extends ChatModelContract {
 *     private final AcmeSimulator simulator = AcmeSimulator.start(Responder.echo());
 *
 *     protected String name() { return "acme"; }
 *     protected String model() { return "acme-large"; }
 *     protected Simulator simulator() { return simulator; }
 *     protected ProviderConnection connect(String apiKey) {
 *         return AcmeConnection.builder().baseUrl(simulator.baseUrl()).apiKey(Secret.of(apiKey)).build();
 *     }
 * }
 * }</pre>
 *
 * <p>Without a simulator (a model that talks to nobody) the cases that need a wire are skipped. What the model is known not to do
 * (its {@code ModelInfo}) skips the case for it; the twin of each such case, that the missing feature is refused or told and never
 * dropped in silence, always runs. Faults that the simulator cannot have are skipped too. A skipped case tells why.
 *
 * <p>Cases in which a socket stalls carry the tag {@code integration}. The outcome of each case is written to {@code
 * target/contract/<name>.json}, or under the folder of the system property {@code portolan.contract.folder}.
 *
 * <p>All cases share one instance, one connection and one simulator, and run one after the other.
 */
@ExtendWith(ContractExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
@Timeout(60)
public abstract class ChatModelContract
        implements MessageCases,
                MediaCases,
                StateCases,
                ToolCases,
                ToolChoiceCases,
                OutputCases,
                SettingCases,
                ResponseCases,
                UsageCases,
                StreamCases,
                StreamLifeCases,
                ErrorCases,
                FaultCases,
                TimeCases,
                CancellationCases,
                ConcurrencyCases,
                SecretCases,
                ListeningCases,
                CheckCases {

    /** For subclasses. */
    protected ChatModelContract() {}

    /**
     * What the results are filed under.
     *
     * @return a short name of provider and wire, such as {@code openai-responses}; letters, digits and hyphens
     */
    protected abstract String name();

    /**
     * The model to test, best one that can much.
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

    final Bench bench() {
        return new Bench(model(), this::connect, simulator(), wireLacks());
    }
}
