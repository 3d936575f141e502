package dev.portolan.tool;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Deadline;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Message;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.Usage;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimeoutPhase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One run of a loop, step by step: what comes next follows from the history alone. Read by one thread at a time; {@link #stop} is for
 * any.
 */
final class LoopRun {

    private final LoopSettings settings;
    private final ChatModel model;
    private final ModelAnswer.Source source;
    private final ChatRequest request;
    private final CallContext context;
    private final @Nullable String conversation;
    private final Collection<ToolDecision> decisions;
    private final List<Tool> tools;
    private final Set<String> declared;
    private final List<Message> history;
    private final int given;
    private Usage usage = Usage.UNKNOWN;
    private final List<ChatResponse> responses = new ArrayList<>();
    private @Nullable ToolLoopResult result;
    private Cancellation.@Nullable Registration bridge;
    private volatile boolean stopped;
    private volatile @Nullable ModelAnswer answer;
    private volatile @Nullable ToolTurn turn;

    LoopRun(
            LoopSettings settings,
            ChatModel model,
            ModelAnswer.Source source,
            ChatRequest request,
            CallContext context,
            Collection<ToolDecision> decisions) {
        this.settings = settings;
        this.model = model;
        this.source = source;
        this.request = request;
        this.context = context;
        this.conversation = context.tags().get(ToolLoop.CONVERSATION_TAG);
        if (settings.journal() != null && conversation == null) {
            throw new IllegalArgumentException("A loop with a journal must know the conversation: set the tag \""
                    + ToolLoop.CONVERSATION_TAG + "\" of the call context");
        }
        this.decisions = List.copyOf(decisions);
        this.declared = request.tools().stream().map(Tool::name).collect(Collectors.toSet());
        this.tools = new ArrayList<>(request.tools());
        settings.toolbox().tools().stream()
                .filter(tool -> !declared.contains(tool.name()))
                .forEach(tools::add);
        this.history = new ArrayList<>(request.messages());
        this.given = history.size();
    }

    /**
     * Waits for the next event. Not to be called after the last one, or after an exception.
     *
     * @return the event
     * @throws ToolLoopFailed when model, cancellation or deadline end the run
     */
    ToolLoopEvent next() {
        try {
            return advance();
        } catch (LlmException e) {
            release();
            throw new ToolLoopFailed(e, transcript());
        } catch (RuntimeException | Error e) {
            release();
            throw e;
        }
    }

    private ToolLoopEvent advance() {
        while (true) {
            ToolTurn running = turn;
            ModelAnswer asked = answer;
            if (result != null) {
                return new ToolLoopEvent.Ended(result);
            } else if (running != null) {
                ToolLoopEvent event = running.next();
                if (event != null) {
                    return event;
                }
                endTurn(running);
                if (!running.pending().isEmpty()) {
                    result = new ToolLoopResult.Paused(transcript(), running.pending());
                }
            } else if (asked != null) {
                return heard(asked.next());
            } else {
                failIfOver();
                OpenTurn open = OpenTurn.of(history);
                if (open != null && !open.answered()) {
                    beginTurn(open);
                } else {
                    ask();
                }
            }
        }
    }

    private void failIfOver() {
        Cancellation cancellation = context.cancellation();
        if (stopped || (cancellation != null && cancellation.isCancelled())) {
            throw ErrorDetails.builder("cancelled between two rounds of tools").toException(ErrorKind.CANCELLED);
        }
        Deadline deadline = context.deadline();
        if (deadline != null && deadline.isExpired()) {
            throw ErrorDetails.builder("the deadline passed between two rounds of tools")
                    .timeoutPhase(TimeoutPhase.TOTAL)
                    .retryable(false)
                    .remedy("Allow more time")
                    .toException(ErrorKind.TIMEOUT);
        }
    }

    private void ask() {
        ChatRequest.Builder next = request.toBuilder().messages(history).tools(tools);
        ToolChoice choice = request.toolChoice();
        if (choice != null
                && (choice.mode() == ToolChoice.Mode.REQUIRED || choice.mode() == ToolChoice.Mode.NAMED)
                && history.get(history.size() - 1) instanceof ToolMessage) {
            // It was forced and it has called; forced again it could never answer.
            next.toolChoice(ToolChoice.AUTO);
        }
        CallContext call = context;
        if (context.idempotencyKey() != null) {
            // Each round asks something else, and the vendor must not take it for the same.
            call = context.toBuilder()
                    .idempotencyKey(context.idempotencyKey() + "-" + history.size())
                    .build();
        }
        ModelAnswer asked = source.ask(model, next.build(), call);
        answer = asked;
        if (stopped) {
            asked.close();
        }
    }

    private ToolLoopEvent heard(ChatEvent event) {
        int round = responses.size() + 1;
        if (event instanceof ChatEvent.Completed completed) {
            ModelAnswer whole = answer;
            answer = null;
            if (whole != null) {
                whole.close();
            }
            take(completed.response());
        }
        return new ToolLoopEvent.ModelEvent(round, event);
    }

    private void take(ChatResponse response) {
        responses.add(response);
        usage = usage.plus(response.usage());
        boolean calls = !response.toolCalls().isEmpty();
        if (calls && cutOff(response.finishReason())) {
            result = new ToolLoopResult.Incomplete(transcript(), response);
            return;
        }
        history.add(response.message());
        OpenTurn open = OpenTurn.of(history);
        if (!calls || open == null) {
            result = new ToolLoopResult.Completed(transcript(), response);
            return;
        }
        AuditTrail trail = trail(open);
        open.calls()
                .forEach(call -> trail.requested(
                        call, settings.toolbox().definition(call.call().name())));
        if (responses.size() >= settings.maxRounds()) {
            result = new ToolLoopResult.LimitReached(transcript(), response);
        }
    }

    private static boolean cutOff(FinishReason reason) {
        return switch (reason.kind()) {
            case LENGTH, CONTENT_FILTER, REFUSAL -> true;
            case STOP, TOOL_CALLS, OTHER -> false;
        };
    }

    private void beginTurn(OpenTurn open) {
        AuditTrail trail = trail(open);
        CallJournal journal = new CallJournal(settings.journal(), conversation);
        ToolTurn begun = new ToolTurn(settings, context, conversation, trail, journal);
        turn = begun;
        if (context.cancellation() != null) {
            bridge = context.cancellation().onCancel(begun::stop);
        }
        CallDecisions deciding = new CallDecisions(settings, open, context, conversation, decisions, trail, journal);
        for (OpenTurn.Call call : open.calls()) {
            if (call.result() == null) {
                CheckedCall checked = CheckedCall.of(call, settings.toolbox(), declared);
                begun.add(checked, deciding.of(checked));
            }
        }
        if (stopped) {
            begun.stop();
        }
    }

    private AuditTrail trail(OpenTurn open) {
        return new AuditTrail(settings.audit(), settings.clock(), context, conversation, open.number());
    }

    private void endTurn(ToolTurn ended) {
        turn = null;
        if (bridge != null) {
            bridge.close();
            bridge = null;
        }
        List<ToolResult> results = ended.results();
        if (!results.isEmpty()) {
            history.add(new ToolMessage(results));
        }
    }

    private ToolTranscript transcript() {
        return new ToolTranscript(history, given, responses, usage);
    }

    /** Ends what is going on. For any thread; the one that reads then gets an exception. */
    void stop() {
        stopped = true;
        ModelAnswer asked = answer;
        if (asked != null) {
            asked.close();
        }
        ToolTurn running = turn;
        if (running != null) {
            running.stop();
        }
    }

    /** Gives everything back; while nobody reads. */
    void release() {
        ToolTurn running = turn;
        if (running != null) {
            running.abandon();
            endTurn(running);
        }
        ModelAnswer asked = answer;
        answer = null;
        if (asked != null) {
            asked.close();
        }
    }
}
