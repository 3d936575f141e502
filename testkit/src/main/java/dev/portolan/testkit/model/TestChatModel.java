package dev.portolan.testkit.model;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.ModelInfo;
import dev.portolan.error.LlmException;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Pace;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.SimulatedModel;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderChatModel;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.WireStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model for tests: answers at once, from a script, a function, a schema, or by repeating what it was told, and remembers what it
 * was asked.
 *
 * <pre>{@code
 * TestChatModel model = TestChatModel.script(
 *         Reply.toolCall("find_order", "{\"id\":\"A-17\"}"), Reply.text("It arrives on Monday."));
 * try (Portolan portolan = Portolan.builder().isolated().model("assistant", model).build()) {
 *     // run the application, then look at model.calls()
 * }
 * }</pre>
 *
 * <p>It keeps the promises of every {@code ChatModel}, streams and cancellation included, and its answers fit the request as a
 * real service's do: stop sequences, token limits, tool choice, output schema. The same {@link Responder} serves the simulators of
 * the vendors' wires. {@link #inject} makes calls fail as a service fails, as far as that needs no wire. A {@code Responder} may throw
 * an {@link LlmException}, which is then the call's; anything else that it throws, such as the end of a script, reaches the
 * caller as it is, since the test is wrong then.
 *
 * <p>Thread-safe.
 */
public final class TestChatModel extends ProviderChatModel {

    private static final String NAME = "test";

    private final SimulatedModel mind;
    private final Pace pace;
    private final CallRecord record;

    private TestChatModel(Builder builder) {
        super(builder.describe(), builder.settings);
        this.mind = new SimulatedModel(builder.responder);
        this.pace = builder.pace;
        this.record = new CallRecord(builder.callsKept);
    }

    /**
     * Gives replies one after the other, whatever is asked.
     *
     * @param replies at least one; a call after the last one throws an {@link IllegalStateException}
     * @return the model
     */
    public static TestChatModel script(Reply... replies) {
        return of(Responder.script(replies));
    }

    /**
     * Answers as a function says.
     *
     * @param responder makes the reply to each prompt
     * @return the model
     */
    public static TestChatModel of(Responder responder) {
        return builder().responder(responder).build();
    }

    /**
     * Says what the user said last.
     *
     * @return the model
     */
    public static TestChatModel echo() {
        return of(Responder.echo());
    }

    /**
     * Does what the request's schemas ask for: see {@link Responder#schemaDriven()}.
     *
     * @return the model
     */
    public static TestChatModel schemaDriven() {
        return of(Responder.schemaDriven());
    }

    /**
     * Starts with {@link Responder#echo()}, provider and model {@code test}, every capability but log-probabilities, no pause.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Changes what the model says, from the next call on.
     *
     * @param responder makes the reply to each prompt
     */
    public void respond(Responder responder) {
        mind.respond(responder);
    }

    /**
     * Plants faults in place of those before, from the next call on, and begins to count calls at 1 again. The pieces of a streamed
     * answer are its events.
     *
     * @param faults which call meets what; {@link Faults#NONE} heals. Predicates see the call as a request with method {@code CALL}, path
     *     {@code /chat}, no headers and no body
     * @throws IllegalArgumentException when there is one among them that needs a wire; the message names it
     */
    public void inject(Faults faults) {
        record.inject(faults);
    }

    /**
     * Whether a double can have a fault. Silence, stalls, resets, cut streams, errors of every kind, delays and missing finish, usage
     * and ids need no wire; whatever is about bytes does.
     *
     * @param fault the fault
     * @return false when {@link #inject} would refuse it
     */
    public boolean supports(Fault fault) {
        return CallRecord.supports(fault);
    }

    /**
     * The calls that reached it. A call that was refused before it was sent is not among them.
     *
     * @return the latest, oldest first; a copy
     */
    public List<TestCall> calls() {
        return record.calls();
    }

    /**
     * The call that reached it last.
     *
     * @return the call
     * @throws IllegalStateException when there was none
     */
    public TestCall lastCall() {
        List<TestCall> calls = record.calls();
        if (calls.isEmpty()) {
            throw new IllegalStateException("The model has not been called");
        }
        return calls.get(calls.size() - 1);
    }

    /** Forgets the calls so far. */
    public void forgetCalls() {
        record.forget();
    }

    /**
     * How many calls are being answered.
     *
     * @return the number, zero when every call has ended and every stream was read or closed
     */
    public int inFlight() {
        return record.inFlight();
    }

    @Override
    protected ChatResponse send(ChatRequest request, CallContext context) {
        try (CallGuard guard = CallGuard.start(context);
                TestExchange exchange = exchange(request, context, false, guard)) {
            return exchange.whole();
        }
    }

    @Override
    protected ChatStream open(ChatRequest request, CallContext context) {
        return new WireStream(info(), context, guard -> {
            TestExchange exchange = exchange(request, context, true, guard);
            try {
                return exchange.opened();
            } catch (RuntimeException e) {
                exchange.close();
                throw e;
            }
        });
    }

    private TestExchange exchange(ChatRequest request, CallContext context, boolean streaming, CallGuard guard) {
        OwnState state = new OwnState(info().provider());
        ChatRequest sent = state.of(request);
        Prompt prompt = new Prompt(info().model(), streaming, sent);
        @Nullable Fault fault = record.begin(new TestCall(sent, context, streaming), prompt);
        return new TestExchange(info(), mind, prompt, state.warnings(), fault, pace, guard, record);
    }

    /** Collects how a model is to behave. Not thread-safe. */
    public static final class Builder {
        private Responder responder = Responder.echo();
        private Pace pace = Pace.INSTANT;
        private int callsKept = 10_000;
        private ModelSettings settings = ModelSettings.builder(NAME, NAME).build();
        private @Nullable ModelInfo info;

        private Builder() {}

        /**
         * What the model says.
         *
         * @param value makes the reply to each prompt; by default an echo
         * @return this builder
         */
        public Builder responder(Responder value) {
            this.responder = Objects.requireNonNull(value, "responder");
            return this;
        }

        /**
         * How fast the model speaks.
         *
         * @param value the pace; by default {@link Pace#INSTANT}
         * @return this builder
         */
        public Builder pace(Pace value) {
            this.pace = Objects.requireNonNull(value, "pace");
            return this;
        }

        /**
         * What the model claims to be and to be able to. A request that asks for more is adapted or refused as with a real model.
         *
         * @param value the description; by default provider {@code test}, the model of the settings, every capability but
         *     log-probabilities
         * @return this builder
         */
        public Builder info(ModelInfo value) {
            this.info = Objects.requireNonNull(value, "info");
            return this;
        }

        /**
         * The settings that a configuration would give the model: defaults of requests, timeouts, adaptation, capabilities.
         *
         * @param value the settings; by default none, and the model {@code test}
         * @return this builder
         */
        public Builder settings(ModelSettings value) {
            this.settings = Objects.requireNonNull(value, "settings");
            return this;
        }

        /**
         * How many calls are kept for {@link TestChatModel#calls()}.
         *
         * @param value zero or more, by default 10,000
         * @return this builder
         */
        public Builder callsKept(int value) {
            if (value < 0) {
                throw new IllegalArgumentException("callsKept: must be at least 0");
            }
            this.callsKept = value;
            return this;
        }

        /**
         * Builds the model.
         *
         * @return the model
         */
        public TestChatModel build() {
            return new TestChatModel(this);
        }

        private ModelInfo describe() {
            if (info != null) {
                return info;
            }
            ModelInfo.Builder description =
                    ModelInfo.builder(NAME, settings.model()).baseModel(settings.baseModel());
            for (Capability capability : Capability.values()) {
                description.capability(capability, capability != Capability.LOGPROBS);
            }
            settings.capabilities().forEach(description::capability);
            return description.limits(settings.limits()).build();
        }
    }
}
