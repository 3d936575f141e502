package dev.portolan.tool;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a model, runs the tools it calls, tells it their results, and so on until it answers.
 *
 * <pre>{@code
 * ToolLoop loop = ToolLoop.of(toolbox);
 * ToolLoopResult result = loop.run(model, ChatRequest.of("Where is parcel 17?"));
 * if (result instanceof ToolLoopResult.Completed completed) {
 *     System.out.println(completed.text());
 * }
 * }</pre>
 *
 * <ul>
 *   <li>Calls of one turn run at once; their results stand in the order of the calls.
 *   <li>A call of a tool that does not exist, or with arguments that do not fit, is answered with an error that says what is wrong.
 *   <li>Calls that were cut off, and calls that the provider ran itself, never run here.
 *   <li>A tool choice that forces a call holds until the model has called; then the model decides.
 *   <li>What happens next follows from the messages alone: a run with a history that ends with unanswered calls runs these first. So a
 *       history can be kept, and go on in another process with another model. A call whose result is in it never runs again.
 *   <li>An exception of a tool is told to the model as a failed call. An {@link Error} is not: it ends the run and goes up to the caller,
 *       be it of the JVM, a class that is missing, or an assertion that failed in a tool. Only a {@link StackOverflowError} is the
 *       tool's own failure, over once it is caught.
 *   <li>Cancelling the context, its deadline, and interrupting the thread stop the model and the tools that run.
 * </ul>
 *
 * <p>Immutable; thread-safe.
 */
public final class ToolLoop {

    /** The tag of the {@link CallContext} that names the conversation, for audit and journal: {@value}. */
    public static final String CONVERSATION_TAG = "conversation";

    /** How often a run asks the model where nothing else is said. */
    public static final int DEFAULT_MAX_ROUNDS = 10;

    private final LoopSettings settings;

    private ToolLoop(LoopSettings settings) {
        this.settings = settings;
    }

    /**
     * A loop with the defaults.
     *
     * @param toolbox the tools
     * @return the loop
     */
    public static ToolLoop of(Toolbox toolbox) {
        return builder(toolbox).build();
    }

    /**
     * Starts a loop with the defaults.
     *
     * @param toolbox the tools
     * @return a builder
     */
    public static Builder builder(Toolbox toolbox) {
        return new Builder(toolbox);
    }

    /**
     * Runs with nothing set for the call.
     *
     * @param model who is asked
     * @param request as for {@link #run(ChatModel, ChatRequest, CallContext)}
     * @return how it ended
     * @throws ToolLoopFailed when the model fails
     */
    public ToolLoopResult run(ChatModel model, ChatRequest request) {
        return run(model, request, CallContext.EMPTY);
    }

    /**
     * Asks the model and runs the tools it calls until it answers, or somebody has to decide.
     *
     * @param model who is asked
     * @param request what is asked. The tools of the toolbox are added to its own; a tool that it declares and the toolbox does not have
     *     is for somebody else to run, and pauses the loop
     * @param context what belongs to the calls: deadline and cancellation span the whole run
     * @return how it ended
     * @throws ToolLoopFailed when the model fails, the run is cancelled or its deadline passes; holds what was done
     * @throws IllegalArgumentException when there is a journal and the context names no conversation
     */
    public ToolLoopResult run(ChatModel model, ChatRequest request, CallContext context) {
        return resume(model, request, List.of(), context);
    }

    /**
     * Goes on after a pause.
     *
     * @param model who is asked; may be another one than before
     * @param request what is asked, with the messages of {@link ToolLoopResult.Paused}
     * @param decisions what was decided about the pending calls; a call about which nothing was decided goes on waiting
     * @param context what belongs to the calls
     * @return how it ended
     * @throws ToolLoopFailed when the model fails, the run is cancelled or its deadline passes; holds what was done
     * @throws IllegalArgumentException when there is a journal and the context names no conversation
     */
    public ToolLoopResult resume(
            ChatModel model, ChatRequest request, Collection<ToolDecision> decisions, CallContext context) {
        LoopRun run = new LoopRun(settings, model, ModelAnswer::whole, request, context, decisions);
        while (true) {
            if (run.next() instanceof ToolLoopEvent.Ended ended) {
                return ended.result();
            }
        }
    }

    /**
     * Runs piece by piece, with nothing set for the call.
     *
     * @param model who is asked
     * @param request what is asked
     * @return what happens as it happens, to be closed by the caller
     */
    public ToolLoopStream stream(ChatModel model, ChatRequest request) {
        return stream(model, request, List.of(), CallContext.EMPTY);
    }

    /**
     * Runs piece by piece; also after a pause.
     *
     * @param model who is asked
     * @param request what is asked
     * @param decisions what was decided about pending calls, empty for none
     * @param context what belongs to the calls
     * @return what happens as it happens, to be closed by the caller
     * @throws IllegalArgumentException when there is a journal and the context names no conversation
     */
    public ToolLoopStream stream(
            ChatModel model, ChatRequest request, Collection<ToolDecision> decisions, CallContext context) {
        return new ToolLoopStream(new LoopRun(settings, model, ModelAnswer::streamed, request, context, decisions));
    }

    @Override
    public String toString() {
        return "ToolLoop[" + settings.toolbox() + ", maxRounds=" + settings.maxRounds() + "]";
    }

    /** Collects how a loop runs. Not thread-safe. */
    public static final class Builder {
        private final Toolbox toolbox;
        private ToolGate gate = ToolGate.ASK_WHEN_SENSITIVE;
        private ToolAudit audit = ToolAudit.NONE;
        private @Nullable ToolJournal journal;
        private UnknownOutcome unknownOutcome = UnknownOutcome.PAUSE;
        private DuplicateCalls duplicates = DuplicateCalls.SHARE;
        private BiFunction<ToolDefinition, Throwable, String> failureText = (tool, failure) -> CallResults.failed(tool);
        private @Nullable Executor executor;
        private int parallelism = 8;
        private int maxRounds = DEFAULT_MAX_ROUNDS;
        private Clock clock = Clock.systemUTC();
        private LongSupplier nanoClock = System::nanoTime;

        private Builder(Toolbox toolbox) {
            this.toolbox = Objects.requireNonNull(toolbox, "toolbox");
        }

        /**
         * Sets who decides whether a tool may run.
         *
         * @param value the gate, by default {@link ToolGate#ASK_WHEN_SENSITIVE}
         * @return this builder
         */
        public Builder gate(ToolGate value) {
            this.gate = Objects.requireNonNull(value, "gate");
            return this;
        }

        /**
         * Sets who is told each step in the life of a call.
         *
         * @param value the audit, by default {@link ToolAudit#NONE}
         * @return this builder
         */
        public Builder audit(ToolAudit value) {
            this.audit = Objects.requireNonNull(value, "audit");
            return this;
        }

        /**
         * Sets what remembers calls beyond the messages. The context must then name the conversation.
         *
         * @param value the journal, by default {@code null} for none
         * @return this builder
         */
        public Builder journal(@Nullable ToolJournal value) {
            this.journal = value;
            return this;
        }

        /**
         * Sets what becomes of calls that had begun, and of which the journal does not know how they ended.
         *
         * @param value what becomes of them, by default {@link UnknownOutcome#PAUSE}
         * @return this builder
         */
        public Builder unknownOutcome(UnknownOutcome value) {
            this.unknownOutcome = Objects.requireNonNull(value, "unknownOutcome");
            return this;
        }

        /**
         * Sets what becomes of equal calls in one turn.
         *
         * @param value what becomes of them, by default {@link DuplicateCalls#SHARE}
         * @return this builder
         */
        public Builder duplicates(DuplicateCalls value) {
            this.duplicates = Objects.requireNonNull(value, "duplicates");
            return this;
        }

        /**
         * Sets what the model is told when a tool throws anything but {@link ToolFailure}; also the place to log the exception.
         *
         * @param value makes the text; by default it is "The tool NAME failed." and tells nothing of the exception
         * @return this builder
         */
        public Builder failureText(BiFunction<ToolDefinition, Throwable, String> value) {
            this.failureText = Objects.requireNonNull(value, "failureText");
            return this;
        }

        /**
         * Sets where tools run. Interrupting its threads must be harmless; an executor that runs tasks on the calling thread makes tools
         * unstoppable.
         *
         * @param value the executor; by default {@code null} for virtual threads, on Java 17 for daemon threads that end when idle
         * @return this builder
         */
        public Builder executor(@Nullable Executor value) {
            this.executor = value;
            return this;
        }

        /**
         * Sets how many calls of one turn run at once.
         *
         * @param value at least 1, by default 8; with 1 they run one after the other, in order
         * @return this builder
         */
        public Builder parallelism(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("parallelism: must be at least 1");
            }
            this.parallelism = value;
            return this;
        }

        /**
         * Sets how often one run asks the model. When the last answer still calls tools, the run ends with {@link
         * ToolLoopResult.LimitReached}.
         *
         * @param value at least 1, by default {@link #DEFAULT_MAX_ROUNDS}
         * @return this builder
         */
        public Builder maxRounds(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("maxRounds: must be at least 1");
            }
            this.maxRounds = value;
            return this;
        }

        /** Sets the clocks, for tests. */
        Builder clocks(Clock wall, LongSupplier nanos) {
            this.clock = wall;
            this.nanoClock = nanos;
            return this;
        }

        /**
         * Builds the loop.
         *
         * @return the loop
         */
        public ToolLoop build() {
            return new ToolLoop(new LoopSettings(
                    toolbox,
                    gate,
                    audit,
                    journal,
                    unknownOutcome,
                    duplicates,
                    failureText,
                    executor,
                    parallelism,
                    maxRounds,
                    clock,
                    nanoClock));
        }
    }
}
