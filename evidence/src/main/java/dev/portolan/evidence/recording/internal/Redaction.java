package dev.portolan.evidence.recording.internal;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.Attempt;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Part;
import dev.portolan.chat.PromptOrigin;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.TokenLogprob;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.UserMessage;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.VideoPart;
import dev.portolan.chat.Warning;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.LlmException;
import dev.portolan.evidence.recording.MediaRetention;
import dev.portolan.evidence.recording.Recording;
import dev.portolan.schema.JsonSchema;
import dev.portolan.spi.support.Redactor;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes out of nouns what must not be kept. Ids, names of tools and numbers of settings stay. */
public final class Redaction {

    private final Redactor redactor;
    private final MediaRetention media;

    public Redaction(Redactor redactor, MediaRetention media) {
        this.redactor = redactor;
        this.media = media;
    }

    public Recording of(Recording recording) {
        Recording.Builder clean = Recording.builder(of(recording.request()))
                .startedAt(recording.startedAt())
                .took(recording.took())
                .name(recording.name())
                .context(of(recording.context()));
        LlmException error = recording.error();
        ChatResponse response = recording.response();
        if (recording.streamed()) {
            clean.streamed(new DeltaRedaction(this).of(recording.events()), error == null ? null : of(error));
        } else if (response != null) {
            clean.answered(of(response));
        } else if (error != null) {
            clean.failed(of(error));
        }
        return clean.build();
    }

    public ChatRequest of(ChatRequest request) {
        ChatRequest.Builder clean = request.toBuilder()
                .messages(request.messages().stream().map(this::message).toList())
                .stop(request.stop().stream().map(this::text).toList())
                .tools(request.tools().stream().map(this::tool).toList());
        OutputFormat format = request.outputFormat();
        if (format instanceof OutputFormat.Schema schema) {
            clean.outputFormat(new OutputFormat.Schema(
                    schema.name(),
                    JsonSchema.of(json(schema.schema().json())),
                    textOrNull(schema.description()),
                    schema.strict()));
        }
        request.vendorOptions().forEach((provider, options) -> clean.vendorOptions(provider, json(options)));
        return clean.build();
    }

    private Tool tool(Tool tool) {
        return new Tool(
                tool.name(),
                text(tool.description()),
                JsonSchema.of(json(tool.parameters().json())),
                tool.strict());
    }

    private Message message(Message message) {
        List<Part> parts = parts(message.parts());
        VendorState state = state(message.vendorState());
        if (message instanceof SystemMessage) {
            return new SystemMessage(parts, state);
        }
        if (message instanceof UserMessage) {
            return new UserMessage(parts, state);
        }
        return message instanceof ToolMessage ? new ToolMessage(parts, state) : new AssistantMessage(parts, state);
    }

    private List<Part> parts(List<Part> parts) {
        return parts.stream().map(this::part).toList();
    }

    /** Which prompt it was stays; how it reads for others is no part of the call. */
    private static @Nullable PromptOrigin prompt(TextPart said) {
        PromptOrigin prompt = said.prompt();
        return prompt == null ? null : prompt.settled();
    }

    private Part part(Part part) {
        VendorState state = state(part.vendorState());
        if (part instanceof TextPart said) {
            return new TextPart(text(said.text()), state, prompt(said));
        } else if (part instanceof ReasoningPart reasoning) {
            return new ReasoningPart(text(reasoning.text()), state);
        } else if (part instanceof RefusalPart refusal) {
            return new RefusalPart(text(refusal.text()), state);
        } else if (part instanceof ToolCall call) {
            return call(call);
        } else if (part instanceof ToolResult result) {
            return new ToolResult(result.callId(), result.toolName(), parts(result.content()), result.error(), state);
        } else if (part instanceof ImagePart image) {
            return new ImagePart(MediaTrace.of(image.media(), media, redactor), image.detail(), state);
        } else if (part instanceof DocumentPart document) {
            return new DocumentPart(
                    MediaTrace.of(document.media(), media, redactor), textOrNull(document.name()), state);
        } else if (part instanceof AudioPart audio) {
            return new AudioPart(MediaTrace.of(audio.media(), media, redactor), textOrNull(audio.transcript()), state);
        } else if (part instanceof VideoPart video) {
            return new VideoPart(MediaTrace.of(video.media(), media, redactor), state);
        } else if (part instanceof CitationPart citation) {
            return new CitationPart(
                    textOrNull(citation.url()),
                    textOrNull(citation.title()),
                    citation.startIndex(),
                    citation.endIndex(),
                    state);
        }
        OtherPart other = (OtherPart) part;
        return new OtherPart(
                other.type(),
                new VendorState(
                        other.vendorState().origin(), json(other.vendorState().json())));
    }

    ToolCall call(ToolCall call) {
        return new ToolCall(
                call.id(),
                call.name(),
                json(call.arguments()),
                call.syntheticId(),
                call.providerExecuted(),
                state(call.vendorState()));
    }

    public ChatResponse of(ChatResponse response) {
        String metadata = json(response.vendorMetadata());
        return response.toBuilder()
                .message(new AssistantMessage(
                        parts(response.message().parts()),
                        state(response.message().vendorState())))
                .warnings(response.warnings().stream().map(this::warning).toList())
                .attempts(attempts(response.attempts()))
                .logprobs(logprobs(response.logprobs()))
                .vendorMetadata(() -> metadata)
                .build();
    }

    private Warning warning(Warning warning) {
        return new Warning(warning.code(), warning.field(), text(warning.message()));
    }

    private List<Attempt> attempts(List<Attempt> attempts) {
        return attempts.stream()
                .map(attempt -> new Attempt(
                        attempt.provider(),
                        attempt.model(),
                        attempt.startedAt(),
                        attempt.duration(),
                        attempt.outcome(),
                        attempt.status(),
                        attempt.requestId(),
                        textOrNull(attempt.note()),
                        attempt.usage()))
                .toList();
    }

    /** The tokens spell the answer once more; where something in it must not be kept, none of them is. */
    private List<TokenLogprob> logprobs(List<TokenLogprob> logprobs) {
        String spelled = logprobs.stream().map(TokenLogprob::token).collect(Collectors.joining());
        return text(spelled).equals(spelled) ? logprobs : List.of();
    }

    public LlmException of(LlmException error) {
        ErrorDetails details = error.details();
        ChatResponse partial = details.partialResponse();
        ErrorDetails.Builder clean = ErrorDetails.builder(text(details.summary()))
                .remedy(textOrNull(details.remedy()))
                .provider(details.provider())
                .model(details.model())
                .status(details.status())
                .vendorCode(details.vendorCode())
                .requestId(details.requestId())
                .retryAfter(details.retryAfter())
                .retryable(details.retryable())
                .timeoutPhase(details.timeoutPhase())
                .outputBegun(details.outputBegun())
                .partialResponse(partial == null ? null : of(partial))
                .vendorMessage(jsonOrNull(details.vendorMessage()))
                .vendorMetadata(jsonOrNull(details.vendorMetadata()))
                .attempts(attempts(details.attempts()));
        return clean.toException(error.kind());
    }

    /** Only what is ever written of a context. */
    public CallContext of(CallContext context) {
        CallContext.Builder clean = CallContext.builder()
                .tenant(textOrNull(context.tenant()))
                .feature(textOrNull(context.feature()))
                .taskKey(textOrNull(context.taskKey()))
                .stickinessKey(textOrNull(context.stickinessKey()));
        context.tags().forEach((name, value) -> clean.tag(name, text(value)));
        return clean.build();
    }

    /** Deltas are not for this method: what they hold shows only when they are put together. */
    ChatEvent of(ChatEvent event) {
        if (event instanceof ChatEvent.ToolCallCompleted completed) {
            return new ChatEvent.ToolCallCompleted(call(completed.call()), completed.block());
        } else if (event instanceof ChatEvent.Completed completed) {
            return new ChatEvent.Completed(of(completed.response()));
        } else if (event instanceof ChatEvent.Other other) {
            return new ChatEvent.Other(other.type(), json(other.json()));
        }
        return event;
    }

    private @Nullable VendorState state(@Nullable VendorState state) {
        return state == null ? null : new VendorState(state.origin(), json(state.json()));
    }

    String text(String text) {
        return redactor.redact(text);
    }

    String json(String json) {
        return JsonText.redact(json, redactor);
    }

    private @Nullable String textOrNull(@Nullable String text) {
        return text == null ? null : text(text);
    }

    private @Nullable String jsonOrNull(@Nullable String json) {
        return json == null ? null : json(json);
    }
}
