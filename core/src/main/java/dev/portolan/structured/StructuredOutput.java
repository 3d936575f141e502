package dev.portolan.structured;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.OutputMode;
import dev.portolan.error.StructuredOutputFailed;
import dev.portolan.schema.JsonBinding;
import dev.portolan.schema.JsonSchema;
import java.lang.reflect.Type;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers as Java types:
 *
 * <pre>{@code
 * Invoice invoice = StructuredOutput.of(Invoice.class)
 *         .chat(model, ChatRequest.of("Read this invoice: ..."))
 *         .value();
 * }</pre>
 *
 * <p>How the answer is asked for is the model's matter, see {@link OutputMode}. It is always held against the original schema, whatever
 * the vendor enforces. What does not leave its meaning in doubt is {@linkplain Tolerance tolerated}. An answer that does not fit is
 * shown to the model with what is wrong, once unless {@link #repairs} says otherwise. Answers that were cut at the limit of tokens,
 * refused or filtered are not repaired.
 *
 * <p>Immutable and thread-safe; make one for each type and keep it.
 *
 * @param <T> the type
 */
public final class StructuredOutput<T> {

    private static final int MOST_REPAIRS = 5;

    private final OutputFormat.Schema format;
    private final Function<String, T> binding;
    private final AnswerText text;
    private final int repairs;

    private StructuredOutput(OutputFormat.Schema format, Function<String, T> binding, AnswerText text, int repairs) {
        this.format = format;
        this.binding = binding;
        this.text = text;
        this.repairs = repairs;
    }

    private static <T> StructuredOutput<T> of(String name, JsonSchema schema, Function<String, T> binding) {
        return new StructuredOutput<>(OutputFormat.schema(name, schema), binding, new AnswerText(schema), 1);
    }

    /**
     * Answers of a class.
     *
     * @param type a record, class, enum, sealed type or array; see {@link TypeSchema}
     * @param <T> the class
     * @return structured output of its schema, named after the class
     * @throws IllegalArgumentException when the type has no schema; the message names it
     */
    public static <T> StructuredOutput<T> of(Class<T> type) {
        return of(name(type.getSimpleName()), TypeSchema.of(type), json -> JsonBinding.read(json, type));
    }

    /**
     * Answers of a type with arguments.
     *
     * @param type such as {@code new TypeRef<List<Invoice>>() {}}
     * @param <T> the type
     * @return structured output of its schema
     * @throws IllegalArgumentException when the type has no schema; the message names it
     */
    @SuppressWarnings("unchecked") // What is bound to the type of a TypeRef<T> is a T.
    public static <T> StructuredOutput<T> of(TypeRef<T> type) {
        Type meant = type.type();
        return of("answer", TypeSchema.of(type), json -> (T) JsonBinding.read(json, meant));
    }

    /**
     * Answers of a schema, as JSON text.
     *
     * @param schema the schema
     * @return structured output whose values are JSON text that fits the schema
     */
    public static StructuredOutput<String> of(JsonSchema schema) {
        return of("answer", schema, json -> json);
    }

    private static String name(String simple) {
        String letters = simple.replaceAll("[^A-Za-z0-9_-]", "_");
        return letters.isEmpty() ? "answer" : letters;
    }

    /**
     * The same under another name.
     *
     * @param name what the model is told that the answer is; letters, digits, {@code _} and {@code -} work everywhere
     * @return structured output
     */
    public StructuredOutput<T> named(String name) {
        return with(
                new OutputFormat.Schema(name, format.schema(), format.description(), format.strict(), format.mode()));
    }

    /**
     * The same with a description.
     *
     * @param description what the answer is, for the model, or {@code null}
     * @return structured output
     */
    public StructuredOutput<T> described(@Nullable String description) {
        return with(
                new OutputFormat.Schema(format.name(), format.schema(), description, format.strict(), format.mode()));
    }

    /**
     * The same in one mode only; a call is refused where that is impossible.
     *
     * @param mode how the answer is to be asked for, or {@code null} to leave it to the table of modes
     * @return structured output
     */
    public StructuredOutput<T> mode(@Nullable OutputMode mode) {
        return with(format.withMode(mode));
    }

    /**
     * The same with or without the vendor's enforcement.
     *
     * @param strict true refuses the call where the vendor cannot enforce the schema; {@code null} enforces where it can
     * @return structured output
     */
    public StructuredOutput<T> strict(@Nullable Boolean strict) {
        return with(
                new OutputFormat.Schema(format.name(), format.schema(), format.description(), strict, format.mode()));
    }

    /**
     * The same with another number of repairs.
     *
     * @param rounds how often the model is shown what is wrong with its answer, 0 to 5; by default 1
     * @return structured output
     */
    public StructuredOutput<T> repairs(int rounds) {
        if (rounds < 0 || rounds > MOST_REPAIRS) {
            throw new IllegalArgumentException("repairs must be 0 to " + MOST_REPAIRS);
        }
        return new StructuredOutput<>(format, binding, text, rounds);
    }

    private StructuredOutput<T> with(OutputFormat.Schema changed) {
        return new StructuredOutput<>(changed, binding, text, repairs);
    }

    /**
     * The schema that answers are held against.
     *
     * @return the original schema
     */
    public JsonSchema schema() {
        return format.schema();
    }

    /**
     * A request that asks for such an answer; for those who send it themselves, in a loop of tools for example, and {@link #read} the
     * last answer.
     *
     * @param request what to ask
     * @return the request with this format of the answer
     */
    public ChatRequest request(ChatRequest request) {
        return request.toBuilder().outputFormat(format).build();
    }

    /**
     * Asks, with nothing known of the call.
     *
     * @param model the model
     * @param request what to ask; its format of the answer is set
     * @return the answer
     * @throws StructuredOutputFailed when no answer came that fits
     */
    public StructuredResult<T> chat(ChatModel model, ChatRequest request) {
        return chat(model, request, CallContext.EMPTY);
    }

    /**
     * Asks.
     *
     * @param model the model
     * @param request what to ask; its format of the answer is set
     * @param context what belongs to the call; its deadline holds for repairs too
     * @return the answer
     * @throws StructuredOutputFailed when no answer came that fits, also after repair; the last answer is its partial response, and the
     *     message holds nothing of it
     */
    public StructuredResult<T> chat(ChatModel model, ChatRequest request, CallContext context) {
        ChatRequest asked = request(request);
        return new Repair<>(text, binding, repairs, model, asked, context).of(model.chat(asked, context));
    }

    /**
     * Asks and reads the answer while it comes, with nothing known of the call.
     *
     * @param model the model
     * @param request what to ask; its format of the answer is set
     * @return the beginnings of the answer, and the answer; to be closed
     */
    public StructuredStream<T> stream(ChatModel model, ChatRequest request) {
        return stream(model, request, CallContext.EMPTY);
    }

    /**
     * Asks and reads the answer while it comes. Repairs, if there are any, are not streamed.
     *
     * @param model the model
     * @param request what to ask; its format of the answer is set
     * @param context what belongs to the call; its deadline holds for repairs too
     * @return the beginnings of the answer, and the answer; to be closed
     */
    public StructuredStream<T> stream(ChatModel model, ChatRequest request, CallContext context) {
        ChatRequest asked = request(request);
        return new StructuredStream<>(
                model.stream(asked, context), schema(), new Repair<>(text, binding, repairs, model, asked, context));
    }

    /**
     * Reads an answer that somebody else asked for, by {@link #request}. Nothing is repaired.
     *
     * @param response the answer
     * @return the answer as its type
     * @throws StructuredOutputFailed when it does not fit
     */
    public StructuredResult<T> read(ChatResponse response) {
        return new Repair<>(text, binding, 0, null, null, CallContext.EMPTY)
                .of(Objects.requireNonNull(response, "response"));
    }

    @Override
    public String toString() {
        return "StructuredOutput[" + format + ", repairs=" + repairs + "]";
    }
}
