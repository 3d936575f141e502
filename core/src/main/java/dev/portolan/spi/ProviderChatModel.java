package dev.portolan.spi;

import dev.portolan.chat.AdaptationPolicy;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Deadline;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Timeouts;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimeoutPhase;
import dev.portolan.schema.SchemaDialect;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Base of the models behind a provider: does what is the same for all vendors, so that a subclass only sends.
 *
 * <p>Before each call, in this order: the settings' defaults are filled into the request (the request wins) and the settings'
 * limits into the context (the context wins); of texts made of prompts, the variant for this model is taken; a cancelled or late call ends here; what the model cannot honour is adapted, or
 * refused, naming every field. After it, each adaptation is told as a warning. A request that fits as it is reaches the
 * subclass uncopied.
 *
 * <p>Schemas of tools and of answers are brought into the wire's {@linkplain #schemaDialect() dialect}, and the way in which the schema
 * of an answer is asked for is chosen from the table in {@code docs/structured-output.md}. Whole answers and whole tool calls come
 * back in the words of the original schemas; the deltas of a stream stay as the wire wrote them.
 *
 * <p>Where neither context nor settings limit a phase, {@link #CHAT_TIMEOUTS} and {@link #STREAM_TIMEOUTS} hold. Without a
 * deadline of the context, {@link ModelSettings#timeout()} starts with each call of this model, so whoever sends more than
 * once sets the deadline outside.
 *
 * <p>Subclasses are thread-safe, as every {@link ChatModel}.
 */
public abstract class ProviderChatModel implements ChatModel {

    /**
     * The limits of a blocking call where nothing else is set: 10 s to connect, 10 min to the first byte. The first byte comes
     * when the whole answer is written, and a reasoning model may think for minutes, so this only guards against an answer
     * that never comes; set a timeout for anything shorter.
     */
    public static final Timeouts CHAT_TIMEOUTS =
            new Timeouts(Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ofMinutes(2));

    /**
     * The limits of a stream where nothing else is set: 10 s to connect, 2 min to the first byte, 2 min of silence. Reasoning
     * models are silent while they think.
     */
    public static final Timeouts STREAM_TIMEOUTS =
            new Timeouts(Duration.ofSeconds(10), Duration.ofMinutes(2), Duration.ofMinutes(2));

    private final ModelInfo info;
    private final ModelSettings settings;
    private final SettingDefaults defaults;
    private final Timeouts chatTimeouts;
    private final Timeouts streamTimeouts;
    private volatile @Nullable FittedTools lastTools;

    /**
     * A model behind a provider.
     *
     * @param info what is known of the model, the user's statements included
     * @param settings the named model's settings
     */
    protected ProviderChatModel(ModelInfo info, ModelSettings settings) {
        this(info, settings, STREAM_TIMEOUTS);
    }

    /**
     * A model behind a provider whose streams may need longer to begin.
     *
     * @param info what is known of the model, the user's statements included
     * @param settings the named model's settings
     * @param streamTimeouts what holds for streams in place of {@link #STREAM_TIMEOUTS} where nothing is set
     */
    protected ProviderChatModel(ModelInfo info, ModelSettings settings, Timeouts streamTimeouts) {
        this.info = Objects.requireNonNull(info, "info");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.defaults = new SettingDefaults(settings);
        this.chatTimeouts = settings.timeouts().orElse(CHAT_TIMEOUTS);
        this.streamTimeouts = settings.timeouts().orElse(streamTimeouts);
    }

    /**
     * Sends a request and waits for the whole answer.
     *
     * @param request what to send: defaults filled in, nothing in it that the model is known not to take
     * @param context what belongs to the call; each phase has a limit
     * @return the answer, with the warnings of the wire only; its model empty when the vendor named none
     */
    protected abstract ChatResponse send(ChatRequest request, CallContext context);

    /**
     * Opens a stream. Returns at once: the request is sent on the first pull, where everything that goes wrong surfaces.
     *
     * @param request what to send: defaults filled in, nothing in it that the model is known not to take
     * @param context what belongs to the call; each phase has a limit
     * @return the answer as it comes, with the warnings of the wire only
     */
    protected abstract ChatStream open(ChatRequest request, CallContext context);

    /**
     * What of a request this model cannot honour. Subclasses add what only their dialect knows; a gap on a field that {@link
     * RequestAdapter} does not change is theirs to act on when they send.
     *
     * @param request what would be asked, defaults filled in
     * @return the gaps, empty when everything known fits
     */
    protected List<Gap> gaps(ChatRequest request) {
        return ChatModel.super.check(request);
    }

    /**
     * How the wire takes schemas of tools and of answers. Subclasses tell it; asked for at each call that has a schema, so it is
     * remembered by them.
     *
     * @return the dialect, or {@code null} when schemas are sent as they are written
     */
    protected @Nullable SchemaDialect schemaDialect() {
        return null;
    }

    @Override
    public final List<Gap> check(ChatRequest request) {
        ChatRequest filled = filled(request);
        return SchemaFitter.concerns(filled) ? fitted(filled).gaps() : gaps(filled);
    }

    @Override
    public final ModelInfo info() {
        return refined(info);
    }

    /**
     * What is known of the model by now. A subclass whose server tells what its models can adds what was told so far, below what
     * the user stated; it calls nothing here.
     *
     * @param stated what was known when the model was made
     * @return the description, by default the very same
     */
    protected ModelInfo refined(ModelInfo stated) {
        return stated;
    }

    /**
     * The named model's settings.
     *
     * @return the settings
     */
    protected final ModelSettings settings() {
        return settings;
    }

    @Override
    public final ChatResponse chat(ChatRequest request, CallContext context) {
        CallContext limited = limit(context, chatTimeouts);
        requireOpen(limited);
        ChatRequest filled = filled(request);
        if (!SchemaFitter.concerns(filled)) {
            return PromptedStream.tell(answer(filled, gaps(filled), limited), filled.prompts());
        }
        FittedRequest fitted = fitted(filled);
        ChatResponse answer = fitted.restored(answer(fitted.request(), fitted.gaps(), limited));
        return PromptedStream.tell(answer, filled.prompts());
    }

    private ChatRequest filled(ChatRequest request) {
        return defaults.applyTo(request).forModel(info);
    }

    private FittedRequest fitted(ChatRequest request) {
        SchemaFitter fitter = new SchemaFitter(info(), schemaDialect(), this::gaps);
        FittedTools tools = lastTools;
        if (tools == null || !tools.areThose(request.tools(), fitter.enforces())) {
            tools = fitter.tools(request.tools());
            lastTools = tools;
        }
        return fitter.fit(request, tools);
    }

    private ChatResponse answer(ChatRequest request, List<Gap> gaps, CallContext limited) {
        if (gaps.isEmpty()) {
            return named(send(request, limited));
        }
        RequestAdapter.Adapted adapted = adapt(request, gaps, limited);
        ChatResponse response = named(send(adapted.request(), limited));
        if (!adapted.cutAt().isEmpty()) {
            response = new StopCut(adapted.cutAt()).applyTo(response);
        }
        return AdaptedStream.warn(response, adapted.warnings());
    }

    /** An answer that names no model is of the one that was asked, as far as anybody knows. */
    private ChatResponse named(ChatResponse response) {
        return response.model().isEmpty()
                ? response.toBuilder().model(info.model()).build()
                : response;
    }

    /**
     * Opens a stream; what goes wrong, a request that does not fit included, surfaces on the first pull. Where {@code stop}
     * is emulated, the answer is read on behind the cut for its usage, at most 8,192 characters, then aborted.
     */
    @Override
    public final ChatStream stream(ChatRequest request, CallContext context) {
        CallContext limited = limit(context, streamTimeouts);
        ChatRequest filled = filled(request);
        try {
            requireOpen(limited);
            requireStreaming();
            if (!SchemaFitter.concerns(filled)) {
                return PromptedStream.around(opened(filled, gaps(filled), limited), filled.prompts());
            }
            FittedRequest fitted = fitted(filled);
            ChatStream stream = opened(fitted.request(), fitted.gaps(), limited);
            stream = fitted.restoresNothing() ? stream : new RestoringStream(stream, fitted);
            return PromptedStream.around(stream, filled.prompts());
        } catch (LlmException e) {
            return new FailedStream(e);
        }
    }

    private ChatStream opened(ChatRequest request, List<Gap> gaps, CallContext context) {
        if (gaps.isEmpty()) {
            return open(request, context);
        }
        RequestAdapter.Adapted adapted = adapt(request, gaps, context);
        ChatStream stream = open(adapted.request(), context);
        if (!adapted.cutAt().isEmpty()) {
            stream = new StopCutStream(stream, new StopCut(adapted.cutAt()), info);
        }
        return new AdaptedStream(stream, adapted.warnings());
    }

    private RequestAdapter.Adapted adapt(ChatRequest request, List<Gap> gaps, CallContext context) {
        return new RequestAdapter(info()).adapt(request, gaps, policy(context));
    }

    private AdaptationPolicy policy(CallContext context) {
        AdaptationPolicy asked = context.adaptation();
        return asked != null ? asked : settings.adaptation();
    }

    private CallContext limit(CallContext context, Timeouts byDefault) {
        Timeouts asked = context.timeouts();
        Timeouts limits = asked.equals(Timeouts.UNSET) ? byDefault : asked.orElse(byDefault);
        Deadline deadline = context.deadline();
        if (deadline == null && settings.timeout() != null) {
            deadline = Deadline.in(settings.timeout());
        }
        if (limits.equals(asked) && Objects.equals(deadline, context.deadline())) {
            return context;
        }
        return context.toBuilder().timeouts(limits).deadline(deadline).build();
    }

    private void requireOpen(CallContext context) {
        Cancellation cancellation = context.cancellation();
        if (cancellation != null && cancellation.isCancelled()) {
            throw failure("cancelled before it was sent").toException(ErrorKind.CANCELLED);
        }
        Deadline deadline = context.deadline();
        if (deadline != null && deadline.isExpired()) {
            throw failure("the deadline passed before the request was sent")
                    .timeoutPhase(TimeoutPhase.TOTAL)
                    .retryable(false)
                    .remedy("Allow more time")
                    .toException(ErrorKind.TIMEOUT);
        }
    }

    private void requireStreaming() {
        if (!info.supports(Capability.STREAMING)) {
            throw failure("the model does not stream")
                    .remedy("Use chat in place of stream, or choose another model")
                    .toException(ErrorKind.UNSUPPORTED_FEATURE);
        }
    }

    private ErrorDetails.Builder failure(String summary) {
        return ErrorDetails.builder(summary).provider(info.provider()).model(info.model());
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + info.provider() + "/" + info.model() + "]";
    }
}
