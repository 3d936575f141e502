package dev.portolan.routing.catalog.internal.overlay;

import dev.portolan.chat.Capability;
import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.Lifecycle;
import dev.portolan.routing.catalog.ModelKind;
import dev.portolan.routing.catalog.ServiceClass;
import dev.portolan.routing.catalog.Tier;
import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The fields of an overlay: those of the catalog's file, all of them optional. Where the file has a list whose items have a name of their
 * own, an overlay may have them by that name too, to change one and keep the others.
 */
final class Shapes {

    static final List<String> CLOUDS =
            Arrays.stream(Cloud.values()).map(Cloud::id).toList();

    static final List<String> CAPABILITIES =
            Arrays.stream(Capability.values()).map(Shapes::word).toList();

    private static final Shape CAPABILITY = Words.oneOf("capability", CAPABILITIES);

    private static final Shape TEXTS = Shape.listOf(Words.TEXT);

    private static final Shape RATES = Shape.object()
            .with("input", Words.AMOUNT)
            .with("output", Words.AMOUNT)
            .with("cachedInput", Words.AMOUNT)
            .with("cacheWrite", Words.AMOUNT)
            .with("cacheWriteHour", Words.AMOUNT)
            .with("reasoning", Words.AMOUNT);

    private static final Shape PRICING = Shape.object()
            .with("currency", Words.CURRENCY)
            .with("unit", Words.TEXT)
            .with("base", RATES)
            .with(
                    "steps",
                    Shape.listOf(Shape.object()
                            .with("above", Words.COUNT)
                            .with("rates", RATES)
                            .with("wholeRequest", Words.BOOLEAN)
                            .requiring("above", "rates", "wholeRequest")))
            .with(
                    "classes",
                    Shape.tableOf(Words.oneOf("class of service", ServiceClass.class, ServiceClass::id), RATES))
            .with(
                    "windows",
                    Shape.listOf(Shape.object()
                            .with("days", Shape.listOf(Words.oneOf("day of the week", DayOfWeek.class, Shapes::word)))
                            .with("from", Words.TIME)
                            .with("to", Words.TIME)
                            .with("rates", RATES)
                            .requiring("days", "from", "to", "rates")))
            .with(
                    "changes",
                    Shape.listOf(Shape.object()
                            .with("from", Words.DATE)
                            .with("rates", RATES)
                            .with("note", Words.TEXT)
                            .requiring("rates")))
            .with("uplift", Shape.tableOf(Words.TEXT, Words.AMOUNT));

    private static final Shape LIMITS = Shape.object()
            .with("context", Words.COUNT)
            .with("input", Words.COUNT)
            .with("output", Words.COUNT)
            .with("dimensions", Words.COUNT);

    private static final Shape LIFECYCLE = Shape.object()
            .with("state", Words.oneOf("state of life", Lifecycle.State.class, Lifecycle.State::id))
            .with("deprecated", Words.DATE)
            .with("retires", Words.DATE)
            .with("notBefore", Words.DATE)
            .with("replacement", Words.TEXT)
            .with("knownFrom", Words.oneOf("way to know", Lifecycle.KnownFrom.class, Lifecycle.KnownFrom::id))
            .with("source", Words.TEXT)
            .with("asOf", Words.DATE)
            .with("note", Words.TEXT);

    private static final Shape BEHAVIOURS = Shape.named(
            "key",
            Shape.object()
                    .with("parameters", Shape.tableOf(Words.TEXT, Words.TEXT))
                    .with("text", Words.TEXT),
            "text");

    private static final Shape SCORES = Shape.named(
            "benchmark",
            Shape.object()
                    .with("score", Words.PER_CENT)
                    .with("source", Words.TEXT)
                    .with("asOf", Words.DATE)
                    .with("confirmed", Words.BOOLEAN),
            "score",
            "source",
            "asOf");

    private static final Shape SOURCES = Shape.listOf(Shape.object()
            .with("name", Words.TEXT)
            .with("asOf", Words.DATE)
            .with("licence", Words.TEXT)
            .with("credit", Words.TEXT)
            .requiring("name"));

    static final Shape.ObjectShape MODEL = Shape.object()
            .with("kind", Words.oneOf("kind of model", ModelKind.class, ModelKind::id))
            .with("title", Words.TEXT)
            .with("family", Words.TEXT)
            .with("generation", Words.TEXT)
            .with("tier", Words.oneOf("tier", Tier.class, Tier::id))
            .with("secondTier", Words.oneOf("tier", Tier.class, Tier::id))
            .with("openWeights", Words.BOOLEAN)
            .with("licence", Words.TEXT)
            .with("tokenizer", Words.TEXT)
            .with("tokenizerFactor", Words.AMOUNT)
            .with("released", Words.DATE)
            .with("knowledge", Words.TEXT)
            .with("limits", LIMITS)
            .with("reasoning", Words.BOOLEAN)
            .with("efforts", TEXTS)
            .with("scores", SCORES)
            .with("behaviours", BEHAVIOURS)
            .with("successor", Words.TEXT);

    static final Shape.ObjectShape OFFER_FACTS = Shape.object()
            .with("snapshot", Words.TEXT)
            .with("moving", Words.BOOLEAN)
            .with("versions", Shape.named("version", Shape.object().with("lifecycle", LIFECYCLE)))
            .with(
                    "scopes",
                    Shape.named("name", Shape.object().with("id", Words.TEXT).with("rates", RATES)))
            .with("pricing", PRICING)
            .with("limits", LIMITS)
            .with("can", Shape.listOf(CAPABILITY))
            .with("cannot", Shape.listOf(CAPABILITY))
            .with("capabilities", Shape.tableOf(CAPABILITY, Words.BOOLEAN))
            .with("lifecycle", LIFECYCLE)
            .with("regions", TEXTS)
            .with("interfaces", TEXTS)
            .with("hosting", Words.TEXT)
            .with(
                    "selfHosting",
                    Shape.object()
                            .with("parameters", Words.AMOUNT)
                            .with("activeParameters", Words.AMOUNT)
                            .with("quantisation", Words.TEXT)
                            .with("weightBytes", Words.COUNT)
                            .with("memoryBytes", Words.COUNT))
            .with("behaviours", BEHAVIOURS)
            .with("certifications", TEXTS)
            .with("support", Words.TEXT);

    static final Shape.ObjectShape OFFER =
            Shape.object().with("model", Words.TEXT).with("aliases", TEXTS).with(OFFER_FACTS);

    static final Shape.ObjectShape DEPLOYMENT = Shape.object()
            .with("base", Words.TEXT)
            .with("aliases", TEXTS)
            .with(OFFER_FACTS)
            .requiring("base");

    static final Shape CLOUD = Words.oneOf("cloud", CLOUDS);

    static final Shape.ObjectShape EQUIVALENCE = Shape.object()
            .with("sources", TEXTS)
            .with("cloud", CLOUD)
            .with("targets", TEXTS)
            .with("reason", Words.TEXT)
            .requiring("sources", "cloud", "targets", "reason");

    /** What stands above the entries; the entries themselves are read one by one. */
    static final Shape.ObjectShape HEADER = Shape.object()
            .with("schema", Words.COUNT)
            .with("name", Words.TEXT)
            .with("asOf", Words.DATE)
            .with("note", Words.TEXT)
            .with("sources", SOURCES);

    private Shapes() {}

    private static <E extends Enum<E>> String word(E constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
