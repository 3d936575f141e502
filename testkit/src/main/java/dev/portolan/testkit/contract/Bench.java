package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.error.LlmException;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.ReceivedRequest;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.Simulator;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderConnection;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the cases of a contract work with: the model under test, the simulator behind it, and what does not apply to them. */
final class Bench implements ContractBench {

    /** The key of all connections, to be found in requests and nowhere else. */
    static final String KEY = "sk-pl4nted-key-0123456789abcdef";

    /** How long an attempt may take that is meant to run out of time. */
    static final Duration SHORT = Duration.ofMillis(300);

    /** How long what must happen may take on a busy machine. */
    static final Duration SOON = Duration.ofSeconds(10);

    private final String modelId;
    private final Function<String, ProviderConnection> connect;
    private final @Nullable Simulator simulator;
    private final Set<WireFeature> lacks;
    private final ProviderConnection connection;
    private final ChatModel model;

    Bench(
            String modelId,
            Function<String, ProviderConnection> connect,
            @Nullable Simulator simulator,
            Set<WireFeature> lacks) {
        this.modelId = modelId;
        this.connect = connect;
        this.simulator = simulator;
        this.lacks = Set.copyOf(lacks);
        this.connection = connect.apply(KEY);
        this.model = connection.chatModel(settings().build());
    }

    /** As if nothing had happened before. */
    @Override
    public void reset() {
        if (simulator != null) {
            simulator.inject(Faults.NONE);
            simulator.respond(Responder.echo());
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

    /** The settings of a named model, to be added to. */
    ModelSettings.Builder settings() {
        return ModelSettings.builder("contract", modelId);
    }

    String modelId() {
        return modelId;
    }

    ChatModel model() {
        return model;
    }

    ChatModel modelWith(UnaryOperator<ModelSettings.Builder> more) {
        return connection.chatModel(more.apply(settings()).build());
    }

    /** The model as if it were known to lack something: the user's word counts more than what the provider knows. */
    ChatModel modelWithout(Capability... missing) {
        Map<Capability, Boolean> stated = new EnumMap<>(Capability.class);
        for (Capability one : missing) {
            stated.put(one, false);
        }
        return modelWith(settings -> settings.capabilities(stated));
    }

    ProviderConnection connect() {
        return connect.apply(KEY);
    }

    boolean wired() {
        return simulator != null;
    }

    Simulator wire() {
        assumeTrue(simulator != null, "there is no wire");
        return Objects.requireNonNull(simulator);
    }

    void needs(Capability... wanted) {
        for (Capability one : wanted) {
            assumeTrue(model.info().supports(one), () -> "the model lacks " + Words.of(one));
        }
    }

    void needs(WireFeature... wanted) {
        for (WireFeature one : wanted) {
            assumeTrue(!lacks.contains(one), () -> "the wire has no " + Words.of(one));
        }
    }

    boolean has(WireFeature feature) {
        return !lacks.contains(feature);
    }

    /** The model says this from now on. */
    void says(Responder responder) {
        wire().respond(responder);
    }

    void says(Reply reply) {
        wire().respond(prompt -> reply);
    }

    void says(String text) {
        says(Reply.text(text));
    }

    /** Every request meets this from now on. */
    void meets(Fault fault) {
        assumeTrue(wire().supports(fault), () -> "the wire cannot have " + fault);
        wire().inject(Faults.always(fault));
    }

    /** The requests that reached the service. */
    List<ReceivedRequest> received() {
        return wire().requests();
    }

    ReceivedRequest lastReceived() {
        List<ReceivedRequest> all = received();
        assertThat(all).as("requests that reached the service").isNotEmpty();
        return all.get(all.size() - 1);
    }

    /** What the service understood of the last request. */
    Prompt sent() {
        Prompt prompt = lastReceived().prompt();
        assertThat(prompt).as("what the service understood of the last request").isNotNull();
        return Objects.requireNonNull(prompt);
    }

    ChatRequest sentRequest() {
        return sent().request();
    }

    /** The ways to ask that this model has. */
    List<Path> paths() {
        return model.info().supports(Capability.STREAMING) ? List.of(Path.values()) : List.of(Path.BLOCKING);
    }

    void onEachPath(Consumer<Path> test) {
        for (Path path : paths()) {
            if (simulator != null) {
                simulator.forgetRequests();
            }
            try {
                test.accept(path);
            } catch (AssertionError e) {
                throw new AssertionError(path + ": " + e.getMessage(), e);
            }
        }
    }

    ChatResponse ask(Path path, ChatRequest request) {
        return path.ask(model, request, CallContext.EMPTY);
    }

    ChatResponse ask(ChatRequest request) {
        return model.chat(request, CallContext.EMPTY);
    }

    LlmException failure(Path path, ChatRequest request, CallContext context) {
        return failure(path, model, request, context);
    }

    LlmException failure(Path path, ChatModel asked, ChatRequest request, CallContext context) {
        try {
            ChatResponse response = path.ask(asked, request, context);
            throw new AssertionError("There should have been an exception, and there was a response that ended with "
                    + response.finishReason().kind());
        } catch (LlmException e) {
            return e;
        }
    }

    /** Waits until something is so; fails when it is not so soon. */
    static void eventually(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("still not so after %s: %s", SOON, what)
                    .isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** Nothing is on its way any more, as the server sees it. */
    void quiet() {
        if (simulator != null) {
            eventually("no request is in flight", () -> simulator.inFlight() == 0);
        }
    }
}
