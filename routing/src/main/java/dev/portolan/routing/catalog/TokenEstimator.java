package dev.portolan.routing.catalog;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Message;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Part;
import dev.portolan.chat.Tool;
import dev.portolan.chat.VideoPart;
import dev.portolan.conversation.TokenEstimate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the input tokens of a request before it is sent, for a model of the catalog.
 *
 * <p>Texts are counted by the model's own encoding where that is one of OpenAI's ({@code o200k_base}, {@code cl100k_base}), else by
 * {@code o200k_base} times the {@linkplain CatalogModel#tokenizerFactor() factor} of the model's tokenizer, else, when asked for, by
 * characters. What surrounds the texts is assumed:
 *
 * <ul>
 *   <li>four tokens for a message with its role and three for the beginning of the answer, as OpenAI tells for its chat models in its
 *       cookbook ("How to count tokens with tiktoken"); a model of another vendor is taken to need as many;
 *   <li>for a tool its name, its description and the JSON text of its schema, and twelve more, about what the cookbook adds for each
 *       function; no vendor states how tools are written into the prompt;
 *   <li>for a schema of the answer its JSON text;
 *   <li>1,500 for an image, audio, video or document that is no text, as {@link TokenEstimate#of}: OpenAI takes 765 for a picture of
 *       1024 x 1024 on gpt-4o, Claude about 1,600 for its largest; what it really takes depends on size, length and model.
 * </ul>
 *
 * <p>It is a {@link TokenEstimate} too, to trim conversations by. The encodings are read from the class path when they are first needed,
 * which takes part of a second, and kept. Thread-safe.
 */
public final class TokenEstimator implements TokenEstimate {

    private static final long ANSWER_BEGINS = 3;
    private static final long TOOL = 12;
    private static final EncodingType COMMON = EncodingType.O200K_BASE;

    private final InputEstimate.Method method;
    private final BigDecimal factor;
    private final ToLongFunction<String> count;
    private final TokenEstimate parts;
    private final @Nullable String note;

    private TokenEstimator(
            InputEstimate.Method method, BigDecimal factor, ToLongFunction<String> count, @Nullable String note) {
        this.method = method;
        this.factor = factor;
        this.count = count;
        this.parts = TokenEstimate.of(count);
        this.note = note;
    }

    /**
     * The best estimate there is for a model.
     *
     * @param model the model
     * @return by its own encoding, or by its factor
     */
    public static TokenEstimator of(CatalogModel model) {
        EncodingType own = own(model);
        if (own != null) {
            return new TokenEstimator(InputEstimate.Method.EXACT_ENCODING, BigDecimal.ONE, counting(own), null);
        }
        BigDecimal factor = model.tokenizerFactor();
        return new TokenEstimator(
                InputEstimate.Method.FACTOR,
                factor == null ? BigDecimal.ONE : factor,
                counting(COMMON),
                factor == null
                        ? "the tokenizer of " + model.name() + " is not known; taken to count as " + COMMON.getName()
                                + " does"
                        : null);
    }

    /**
     * An estimate by characters alone, without reading an encoding: a token for every four.
     *
     * @return the estimate
     */
    public static TokenEstimator characters() {
        return new TokenEstimator(
                InputEstimate.Method.CHARACTERS, BigDecimal.ONE, text -> (text.length() + 3L) / 4, null);
    }

    private static @Nullable EncodingType own(CatalogModel model) {
        String name = model.tokenizer() == null ? "" : model.tokenizer().toLowerCase(Locale.ROOT);
        if (name.equals(EncodingType.O200K_BASE.getName())) {
            return EncodingType.O200K_BASE;
        }
        return name.equals(EncodingType.CL100K_BASE.getName()) ? EncodingType.CL100K_BASE : null;
    }

    private static ToLongFunction<String> counting(EncodingType type) {
        // Ordinary: what looks like a special token in a prompt is text.
        return text -> Loaded.encoding(type).countTokensOrdinary(text);
    }

    /**
     * How texts are counted.
     *
     * @return the method
     */
    public InputEstimate.Method method() {
        return method;
    }

    /**
     * Estimates a text alone.
     *
     * @param text the text
     * @return its tokens, without anything around it
     */
    public InputEstimate estimate(String text) {
        return result(count.applyAsLong(text), new ArrayList<>());
    }

    /**
     * Estimates the input of a request: messages, tools and the schema of the answer.
     *
     * @param request what would be asked
     * @return its tokens, and what was assumed
     */
    public InputEstimate estimate(ChatRequest request) {
        List<String> assumptions = new ArrayList<>();
        long tokens = ANSWER_BEGINS;
        boolean media = false;
        for (Message message : request.messages()) {
            tokens += parts.tokens(message);
            media |= message.parts().stream().anyMatch(TokenEstimator::isMedia);
        }
        assumptions.add("four tokens for each message and three for the beginning of the answer");
        if (media) {
            assumptions.add("1500 tokens for each image, audio, video or document that is no text");
        }
        for (Tool tool : request.tools()) {
            tokens += TOOL
                    + count.applyAsLong(tool.name())
                    + (tool.description() == null ? 0 : count.applyAsLong(tool.description()))
                    + count.applyAsLong(tool.parameters().json());
        }
        if (!request.tools().isEmpty()) {
            assumptions.add("a tool takes the tokens of its JSON and " + TOOL + " more");
        }
        if (request.outputFormat() instanceof OutputFormat.Schema schema) {
            tokens += count.applyAsLong(schema.schema().json());
            assumptions.add("the schema of the answer takes the tokens of its JSON");
        }
        return result(tokens, assumptions);
    }

    private static boolean isMedia(Part part) {
        return part instanceof ImagePart
                || part instanceof AudioPart
                || part instanceof VideoPart
                || part instanceof DocumentPart;
    }

    @Override
    public long tokens(Message message) {
        return scaled(parts.tokens(message));
    }

    private InputEstimate result(long counted, List<String> assumptions) {
        if (note != null) {
            assumptions.add(note);
        }
        return new InputEstimate(scaled(counted), method, factor, assumptions);
    }

    private long scaled(long counted) {
        return factor.multiply(BigDecimal.valueOf(counted))
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
    }

    @Override
    public String toString() {
        return "TokenEstimator[" + method + ", factor " + factor.toPlainString() + "]";
    }

    /** Read when first needed: the encodings are megabytes. */
    private static final class Loaded {
        private static final EncodingRegistry REGISTRY = Encodings.newLazyEncodingRegistry();

        static Encoding encoding(EncodingType type) {
            return REGISTRY.getEncoding(type);
        }
    }
}
