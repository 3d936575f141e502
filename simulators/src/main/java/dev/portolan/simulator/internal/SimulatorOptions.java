package dev.portolan.simulator.internal;

import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Pace;
import dev.portolan.simulator.Responder;
import java.time.InstantSource;
import java.util.Set;

/**
 * What a {@link dev.portolan.simulator.SimulatorBuilder} has collected; each is described there.
 *
 * @param responder the mind
 * @param apiKeys the keys that are accepted, none for any
 * @param models the models there are, none for any
 * @param pace how fast the model speaks
 * @param requestsPerMinute a limit
 * @param tokensPerMinute a limit
 * @param maxRequestBytes a limit
 * @param requestsKept how many requests the log holds
 * @param port where to listen, 0 for any free port
 * @param clock the time that answers carry
 * @param faults what goes wrong from the beginning
 * @param tls whether to speak TLS
 */
public record SimulatorOptions(
        Responder responder,
        Set<String> apiKeys,
        Set<String> models,
        Pace pace,
        long requestsPerMinute,
        long tokensPerMinute,
        int maxRequestBytes,
        int requestsKept,
        int port,
        InstantSource clock,
        Faults faults,
        boolean tls) {}
