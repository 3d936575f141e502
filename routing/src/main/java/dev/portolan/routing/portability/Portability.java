package dev.portolan.routing.portability;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a move would break, told without a call: each thing in recorded requests that the target cannot honour, with a remedy, and each
 * topic of which nothing can be told. It is the step "map the API and the models" of a migration, in a second.
 *
 * <pre>{@code
 * PortabilityReport report = Portability.check(
 *         Workload.ofRecordings(Recordings.read(file).list()),
 *         PortabilityTarget.of(portolan.chatModel("next")).catalog(catalog).residency("eu").on(today).build());
 * System.out.println(report.toMarkdown());
 * }</pre>
 *
 * <p>What is found comes from the model itself ({@link ChatModel#check}), from options and state of other vendors in the requests, from
 * figures of the calls, and from the catalog. A request without findings may still fail: for what nobody knows. Holds nothing; its
 * methods may be called by several threads.
 */
public final class Portability {

    private Portability() {}

    /**
     * Holds requests against a model, without a catalog.
     *
     * @param requests what is asked
     * @param target the model; it is not called
     * @return what was found
     */
    public static PortabilityReport check(Iterable<ChatRequest> requests, ChatModel target) {
        return check(Workload.ofRequests(requests), PortabilityTarget.of(target).build());
    }

    /**
     * Holds a workload against a target.
     *
     * @param workload the calls
     * @param target the model and what is known of it; no call is made
     * @return what was found; the same input gives the same report
     */
    public static PortabilityReport check(Workload workload, PortabilityTarget target) {
        Objects.requireNonNull(workload, "workload");
        Findings findings = new Findings();
        ChatModel model = target.model();
        GapRules gaps = model == null ? null : new GapRules(model, findings);
        OptionRules options = new OptionRules(target.provider(), findings);
        MessageRules messages = new MessageRules(target.provider(), target.cloud(), findings);
        CatalogRules catalog = new CatalogRules(target, findings);
        ContextRules context = new ContextRules(target, findings);
        TrafficRules traffic = new TrafficRules(target, findings);
        PriceRules price = new PriceRules(target, findings);
        for (WorkloadCall call : workload.calls()) {
            if (gaps != null) {
                gaps.check(call);
            }
            options.check(call);
            messages.check(call);
            catalog.check(call);
            context.check(call);
            traffic.check(call);
            price.check(call);
        }
        catalog.finish();
        context.finish();
        traffic.finish();
        price.finish();
        new LifeRules(target, findings).finish();
        embeddings(target, findings);
        if (gaps == null) {
            unbuilt(target, findings);
        }
        findings.open(PortabilityArea.PROMPTS, "whether the prompts' wording works on the target: a parity run tells");
        return new PortabilityReport(
                target.source() == null ? null : target.source().shown(),
                target.shown(),
                workload.calls().size(),
                target.catalogVersion(),
                target.day(),
                findings.findings(),
                findings.open(),
                findings.clear());
    }

    private static void unbuilt(PortabilityTarget target, Findings findings) {
        String why = "no model is built for " + target.shown() + ", so nothing could be asked of it";
        for (PortabilityArea area : List.of(
                PortabilityArea.SYSTEM_MESSAGES,
                PortabilityArea.SETTINGS,
                PortabilityArea.SCHEMAS,
                PortabilityArea.TOOLS,
                PortabilityArea.MEDIA)) {
            findings.open(area, why);
        }
    }

    private static void embeddings(PortabilityTarget target, Findings findings) {
        String from = target.sourceEmbedding();
        String to = target.targetEmbedding();
        if (from == null) {
            findings.open(
                    PortabilityArea.EMBEDDINGS, "whether the application keeps vectors is not known from requests");
            return;
        }
        findings.judged(PortabilityArea.EMBEDDINGS);
        if (!from.equals(to)) {
            findings.found(
                    new Findings.Cause(
                            PortabilityArea.EMBEDDINGS,
                            Severity.BLOCKS,
                            "re-index",
                            null,
                            List.of(),
                            "vectors of " + from + " cannot be compared with those of " + shown(to),
                            "Embed every stored text anew into a second index, compare retrieval, then switch; or keep "
                                    + from + " for retrieval and move the answers alone"),
                    null);
        }
    }

    private static String shown(@Nullable String to) {
        return to == null ? "another model" : to;
    }
}
