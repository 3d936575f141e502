package dev.portolan.routing.catalog;

/** The keys of behaviours that the library knows. A catalog may hold others; they are shown and used for nothing. */
public final class Behaviours {

    /** The setting {@code temperature} fails. */
    public static final String REJECTS_TEMPERATURE = "rejects.temperature";

    /** The setting {@code topP} fails. */
    public static final String REJECTS_TOP_P = "rejects.top-p";

    /** The setting {@code topK} fails. */
    public static final String REJECTS_TOP_K = "rejects.top-k";

    /** A temperature above {@code max} fails. */
    public static final String TEMPERATURE_MAX = "temperature.max";

    /** It reasons unless told not to; {@code effort} is its default where that is known. Reasoning is billed as output. */
    public static final String REASONS_BY_DEFAULT = "reasons.by-default";

    /** Its reasoning cannot be switched off. */
    public static final String REASONS_ALWAYS = "reasons.always";

    /** It has no mode that reasons. */
    public static final String REASONS_NEVER = "reasons.never";

    /** Reasoning is set by {@code name} on the wire, not by {@code instead-of} as for its elders. */
    public static final String REASONING_SETTING = "reasons.setting";

    /** A request without a limit of output fails. */
    public static final String OUTPUT_LIMIT_REQUIRED = "output-limit.required";

    /** The limit of output is called {@code name} on the wire, not {@code instead-of} as for its elders. */
    public static final String OUTPUT_LIMIT_NAME = "output-limit.name";

    /** Its output limit without streaming is lower, by {@code factor}. */
    public static final String OUTPUT_LIMIT_UNSTREAMED = "output-limit.unstreamed";

    /** Tools fail on Chat Completions unless reasoning is off; the Responses interface takes them. */
    public static final String TOOLS_NEED_RESPONSES = "tools.need-responses";

    /** Tools fail in streams. */
    public static final String TOOLS_NOT_STREAMED = "tools.not-streamed";

    /** Tools fail on this cloud. */
    public static final String TOOLS_MISSING = "tools.missing";

    /** Less context than the model has elsewhere: {@code here}, {@code elsewhere}. */
    public static final String CONTEXT_SMALLER = "context.smaller";

    /** More context only by a setting of the server: {@code native}, {@code extended}. */
    public static final String CONTEXT_EXTENDED = "context.extended";

    /** A server of one's own serves less context unless told: {@code below-24gib}, {@code below-48gib}, {@code from-48gib}. */
    public static final String CONTEXT_SERVED = "context.served";

    /** Requests above {@code above} input tokens cost {@code input} and {@code output} times as much. */
    public static final String LONG_REQUESTS_DEARER = "cost.long-requests";

    /** It costs about {@code factor} times as much as the model {@code than}. */
    public static final String COST_RATIO = "cost.ratio";

    /** It costs {@code factor} times as much at certain hours. */
    public static final String COST_HOURS = "cost.hours";

    /** It cannot be kept in the zone {@code zone}. */
    public static final String RESIDENCY_MISSING = "residency.missing";

    /** Only its vendor's clouds have it: {@code vendor}. */
    public static final String SINGLE_CLOUD = "availability.single-cloud";

    /** The clouds that have it are few: {@code clouds}. */
    public static final String FEW_CLOUDS = "availability.few-clouds";

    /** The vendor answers this id with another model: {@code model}. */
    public static final String ANSWERED_BY = "availability.answered-by";

    /** From the day {@code from} on the cloud may charge more than the price says, until the end. */
    public static final String EXTENDED_ACCESS = "availability.extended-access";

    /** No source shows the id itself; it follows from how the cloud makes ids. */
    public static final String ID_UNVERIFIED = "availability.id-unverified";

    /** It answers with more than text: {@code media}. */
    public static final String OTHER_OUTPUT = "output.media";

    /** The weights served by default are quantised, {@code quantisation}; published scores are of full precision. */
    public static final String QUANTISED = "weights.quantised";

    /** It is good at something: {@code at}. */
    public static final String STRENGTH = "strength";

    private Behaviours() {}
}
