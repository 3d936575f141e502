package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.ToolChoice;
import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.spi.support.EffortRules;
import dev.portolan.spi.support.Quirks;
import dev.portolan.wire.anthropic.ThinkingBudget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What sets a family of models apart on Bedrock, from {@code capabilities.json}: the quirks of the file by name, with what
 * holds when nothing is known.
 */
final class Family extends Quirks {

    /** The family's name; state that only its own models take back carries it. */
    static final String NAME = "family";

    /** Where topK goes among the additional fields, a path with dots. Without it the model has none. */
    static final String TOP_K = "top-k";

    /** Where the seed goes among the additional fields. */
    static final String SEED = "seed";

    /** {@code yes}: frequency_penalty and presence_penalty are taken among the additional fields. */
    static final String PENALTIES = "penalties";

    /** {@code one}: temperature or topP, not both. */
    static final String SAMPLING = "sampling";

    /**
     * How effort is said: {@code output} (outputConfig), {@code field} (reasoning_effort among the additional fields), {@code
     * budget} (a budget of thinking tokens) or {@code nova} (reasoningConfig).
     */
    static final String EFFORT = "effort";

    /** The levels of effort that the model has, separated by commas. Without it any is sent. */
    static final String EFFORTS = EffortRules.EFFORTS;

    /** {@code any}: a conversation may begin with the assistant. */
    static final String FIRST_ROLE = "first-role";

    /** What may not stand beside tool results: {@code documents} or {@code anything}. */
    static final String BESIDE_RESULTS = "not-beside-results";

    /** {@code json}: results of tools are JSON, not text. */
    static final String RESULT_SHAPE = "result-shape";

    /** {@code no}: the status of a result is refused. */
    static final String RESULT_STATUS = "result-status";

    /** Media that results may hold, of {@code image,document,video}. */
    static final String RESULT_MEDIA = "result-media";

    /** {@code short}: ids of calls are nine letters and digits. */
    static final String TOOL_IDS = "tool-ids";

    /** {@code no}: tools are refused in a stream, though not otherwise. */
    static final String STREAMED_TOOLS = "streamed-tools";

    /** The format of InvokeModel, see {@code InvokeFormat}, or {@value #MESSAGES}. */
    static final String INVOKE = "invoke-format";

    /** Anthropic's Messages as format of InvokeModel. */
    static final String MESSAGES = "messages";

    /** The API that the family is called by when nothing is set: {@code converse} or {@code invoke}. */
    static final String API = "api";

    static final Set<String> QUIRKS = Set.of(
            NAME,
            TOP_K,
            SEED,
            PENALTIES,
            SAMPLING,
            EFFORT,
            EFFORTS,
            FIRST_ROLE,
            BESIDE_RESULTS,
            RESULT_SHAPE,
            RESULT_STATUS,
            RESULT_MEDIA,
            TOOL_IDS,
            STREAMED_TOOLS,
            INVOKE,
            API);

    Family(CapabilityProfiles.Profile profile) {
        this(profile.quirks());
    }

    Family(Map<String, String> quirks) {
        super(quirks);
    }

    String name() {
        return get(NAME, "unknown");
    }

    /**
     * The gaps as they are on this wire: a choice of no tool is kept by offering none, of temperature and topP some models take
     * one, and what thinks by a budget has rules of its own.
     *
     * @param gaps what is known already
     * @param request what is asked
     * @param holdsNone whether the gap for a choice of no tool holds as it is: the API has one, or the user said himself
     * @param own tells reasoning that the model takes back
     */
    List<Gap> amended(List<Gap> gaps, ChatRequest request, boolean holdsNone, Predicate<ReasoningPart> own) {
        List<Gap> amended = new ArrayList<>(gaps);
        ToolChoice choice = request.toolChoice();
        if (!holdsNone && choice != null && choice.mode() == ToolChoice.Mode.NONE) {
            amended.removeIf(gap -> gap.field().equals("toolChoice"));
            if (!request.tools().isEmpty()) {
                amended.add(new Gap(
                        "toolChoice",
                        Gap.Effect.REWRITTEN,
                        "Converse has no choice of no tool; the tools are not sent"));
            }
        }
        if (is(EFFORT, "budget")) {
            amended = new ArrayList<>(ThinkingBudget.addTo(amended, request, own));
        }
        if (is(SAMPLING, "one")
                && sends("temperature", request.temperature(), amended)
                && sends("topP", request.topP(), amended)) {
            amended.add(new Gap("topP", Gap.Effect.LEFT_OUT, "the model takes temperature or topP, not both"));
        }
        return amended.equals(gaps) ? gaps : amended;
    }

    /** Whether reasoning was signed by this family through Converse. */
    boolean signed(ReasoningPart thought) {
        JsonNode own = Origin.own(thought.vendorState());
        return own != null && own.path("family").asText().equals(name());
    }

    private static boolean sends(String field, @Nullable Object value, List<Gap> gaps) {
        return value != null
                && gaps.stream().noneMatch(gap -> gap.field().equals(field) && gap.effect() == Gap.Effect.LEFT_OUT);
    }

    boolean takesInResults(String media) {
        return Arrays.asList(get(RESULT_MEDIA, "").split(",", -1)).contains(media);
    }
}
