package dev.portolan.simulator.internal.openai;

import dev.portolan.simulator.Fault;
import dev.portolan.simulator.internal.HttpSimulator;
import dev.portolan.simulator.internal.SimulatorOptions;
import dev.portolan.simulator.internal.SimulatorState;
import java.net.URI;
import java.util.function.Function;
import java.util.function.Predicate;

/** A simulator that serves OpenAI's API and nothing beside it. What is left is which host it is. */
public abstract class OpenAiHost extends HttpSimulator {

    /**
     * A host of the API.
     *
     * @param vendor the vendor's name
     * @param path where the API begins, such as {@code /v1}
     * @param dialect makes the host's dialect
     * @param faults which faults the host has
     */
    public record Host(
            String vendor, String path, Function<SimulatorOptions, Dialect> dialect, Predicate<Fault> faults) {}

    private final Host host;

    /**
     * Starts it.
     *
     * @param host which host it is
     * @param options how it is to behave
     */
    protected OpenAiHost(Host host, SimulatorOptions options) {
        this(host, options, new SimulatorState(host.vendor(), options, host.faults()));
    }

    private OpenAiHost(Host host, SimulatorOptions options, SimulatorState state) {
        super(options, state, new Endpoints(options, state, host.dialect().apply(options)));
        this.host = host;
    }

    @Override
    public final String vendor() {
        return host.vendor();
    }

    /**
     * The address for clients.
     *
     * @return such as {@code http://127.0.0.1:41234/v1}
     */
    @Override
    public URI baseUrl() {
        return URI.create(origin() + host.path());
    }
}
