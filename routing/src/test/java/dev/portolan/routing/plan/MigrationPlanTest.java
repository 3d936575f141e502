package dev.portolan.routing.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.evidence.cost.Money;
import dev.portolan.routing.catalog.CatalogModel;
import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.Lifecycle;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.ModelKind;
import dev.portolan.routing.catalog.Offer;
import dev.portolan.routing.catalog.Pricing;
import dev.portolan.routing.catalog.Rates;
import dev.portolan.routing.catalog.Scope;
import dev.portolan.routing.catalog.Tier;
import dev.portolan.routing.portability.Portability;
import dev.portolan.routing.portability.PortabilityReport;
import dev.portolan.routing.portability.PortabilityTarget;
import dev.portolan.routing.portability.Workload;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MigrationPlanTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 21);
    private static final Currency USD = Currency.getInstance("USD");

    private static final Offer SOURCE = Offer.builder(Cloud.AZURE, "gpt-4o-mini", "openai/gpt-4o-mini")
            .pricing(Pricing.of(USD, Rates.of("0.15", "0.60")))
            .scopes(List.of(new Scope("eu", null, null)))
            .lifecycle(Lifecycle.of(Lifecycle.State.GA).retiring(LocalDate.of(2027, 4, 14)))
            .build();
    private static final Offer NOVA = Offer.builder(Cloud.BEDROCK, "amazon.nova-lite-v1:0", "amazon/nova-lite-1")
            .pricing(Pricing.of(USD, Rates.of("0.06", "0.24")))
            .scopes(List.of(new Scope("eu", "eu.amazon.nova-lite-v1:0", Rates.of("0.07", "0.28"))))
            .lifecycle(Lifecycle.of(Lifecycle.State.GA))
            .certifications(Set.of("SOC 2", "HIPAA"))
            .support("business")
            .build();
    private static final Offer LLAMA = Offer.builder(Cloud.BEDROCK, "meta.llama4-scout-v1:0", "meta/llama-4-scout")
            .lifecycle(Lifecycle.of(Lifecycle.State.GA))
            .build();

    private static final ModelCatalog CATALOG = ModelCatalog.builder("test-7", DAY)
            .model(CatalogModel.builder("openai/gpt-4o-mini", ModelKind.CHAT)
                    .tier(Tier.MINI)
                    .tokenizerFactor(BigDecimal.ONE)
                    .build())
            .model(CatalogModel.builder("amazon/nova-lite-1", ModelKind.CHAT)
                    .tier(Tier.MINI)
                    .tokenizerFactor(new BigDecimal("1.25"))
                    .build())
            .model(CatalogModel.builder("meta/llama-4-scout", ModelKind.CHAT).build())
            .offer(SOURCE)
            .offer(NOVA)
            .offer(LLAMA)
            .build();

    /** As an inventory of ten days of a mail desk reads, after people had answered two topics. */
    private static final String INVENTORY = """
            {"calls":100000,"from":"2026-11-01T00:00:00Z","to":"2026-11-11T00:00:00Z",
             "shapes":{"chat":90000,"stream":10000},"models":{"openai/gpt-4o-mini-2024-07-18":99000,"openai/gpt-4o":1000},
             "settings":{"temperature":{"0.2":100000},"outputFormat":{"schema":40000,"(not set)":60000},
                         "vendorOptions.openai":{"set":12,"(not set)":99988}},
             "toolsOffered":{"find 1a2b":5000},"toolsCalled":{"find":3000},"schemas":{"invoice 3c4d":40000},
             "modalities":{"text":100000,"image":200},
             "inputTokens":{"known":99000,"min":10,"p50":900,"p95":4000,"max":90000,"mean":1000},
             "outputTokens":{"known":99000,"min":1,"p50":80,"p95":400,"max":4000,"mean":100},
             "latency":{"known":99000,"min":0.2,"p50":0.9,"p95":2.5,"max":40},
             "errors":{"rate-limited":500},
             "toFillIn":[
              {"topic":"retrieval sources, how fresh they are, who may read them","status":"KNOWN","owner":"search team","answer":"wiki, hourly"},
              {"topic":"points where a person approves","status":"%s","owner":null,"answer":%s},
              {"topic":"rules on where data may be processed","status":"UNKNOWN","owner":null,"answer":null}]}
            """;

    private static String inventory() {
        return INVENTORY.formatted("UNKNOWN", "null");
    }

    private static MigrationPlanner planner(String inventory) {
        return new MigrationPlanner(inventory, CATALOG, DAY)
                .source(SOURCE)
                .candidates(List.of(
                        new ProposedOffer(NOVA, List.of("same tier"), List.of("another tokenizer | 25 % more tokens")),
                        new ProposedOffer(LLAMA, List.of("written pairing"), List.of())));
    }

    private static PortabilityReport report(String options) {
        return Portability.check(
                Workload.ofRequests(List.of(ChatRequest.builder()
                        .user("My parcel is late")
                        .vendorOptions("openai", options)
                        .build())),
                PortabilityTarget.of(CATALOG, NOVA).source(SOURCE).on(DAY).build());
    }

    @Test
    void structuredOutputToolsAndRetrievalAreACarefulPath() {
        MigrationPlan plan = planner(inventory()).plan();

        assertThat(plan.path()).isEqualTo(MigrationPath.CAREFUL);
        assertThat(plan.reasons())
                .filteredOn(PathReason::known)
                .extracting(PathReason::reason)
                .contains(
                        "answers rest on retrieved texts",
                        "tools: 1 offered, 1 called",
                        "structured output, schemas: 1",
                        "input that is not text: image",
                        "options of one vendor alone: openai",
                        "100000 model calls by an application that one controls");
        assertThat(plan.reasons())
                .filteredOn(reason -> !reason.known())
                .singleElement()
                .satisfies(open -> {
                    assertThat(open.path()).isEqualTo(MigrationPath.REBUILD);
                    assertThat(open.reason()).contains("person approves").contains("nobody has answered");
                });
    }

    @Test
    void plainCallsAreAQuickPathAndApprovalsARebuild() {
        String plain = "{\"calls\":5,\"toFillIn\":[{\"topic\":\"points where a person approves\",\"status\":\"KNOWN\","
                + "\"answer\":\"None\"}]}";
        assertThat(planner(plain).plan().path()).isEqualTo(MigrationPath.QUICK);
        assertThat(planner(INVENTORY.formatted("KNOWN", "\"every refund\""))
                        .plan()
                        .path())
                .isEqualTo(MigrationPath.REBUILD);
    }

    @Test
    void aConversationThatLiesAtTheVendorIsARebuildToo() {
        MigrationPlan plan = planner(inventory())
                .portability(report("{\"previous_response_id\":\"resp_1\"}"))
                .plan();

        assertThat(plan.path()).isEqualTo(MigrationPath.REBUILD);
        assertThat(plan.reasons().get(0).reason()).contains("lie at the vendor").contains("1 requests");
        assertThat(plan.phases()).extracting(PlannedPhase::name).contains("rebuild");
        assertThat(plan.strategy()).startsWith("In parallel");
        assertThat(plan.risks())
                .filteredOn(risk -> risk.risk().startsWith("requests that"))
                .singleElement()
                .satisfies(risk -> assertThat(risk.seen())
                        .contains("vendorOptions.openai.previous_response_id (stored-conversation)"));
        assertThat(plan.phases())
                .filteredOn(phase -> phase.name().equals("parity"))
                .flatExtracting(PlannedPhase::goOn)
                .contains("the 1 findings that block are settled");
    }

    @Test
    void theComparisonCountsTheWorkloadAtListPricesAndShowsWhatIsUnknown() {
        MigrationPlan plan = planner(inventory()).plan();

        assertThat(plan.workload().requestsPerMonth()).isEqualTo(300_000L);
        assertThat(plan.workload().tokenBasis()).isEqualTo("mean of the inventory");
        assertThat(plan.comparison()).hasSize(3);
        CandidateRow source = plan.comparison().get(0);
        // 300,000 * (1,000 * 0.15 + 100 * 0.60) / 1,000,000
        assertThat(source.costPerMonth()).isEqualByComparingTo("63.00");
        assertThat(source.latencyP50()).isEqualByComparingTo("0.9");
        assertThat(source.lifecycle()).isEqualTo("ga, ends 2027-04-14");
        CandidateRow nova = plan.comparison().get(1);
        assertThat(nova.role()).isEqualTo(CandidateRow.TARGET);
        // 1.25 * 300,000 * (1,000 * 0.06 + 100 * 0.24) / 1,000,000
        assertThat(nova.costPerMonth()).isEqualByComparingTo("31.50");
        assertThat(nova.costBasis()).contains("tokens times 1.25");
        assertThat(nova.certifications()).containsExactly("HIPAA", "SOC 2");
        assertThat(nova.support()).isEqualTo("business");
        CandidateRow llama = plan.comparison().get(2);
        assertThat(llama.role()).isEqualTo(CandidateRow.CANDIDATE);
        assertThat(llama.costPerMonth()).isNull();
        assertThat(llama.costBasis()).isEqualTo("no price per token is known");
        assertThat(plan.toMarkdown())
                .contains(
                        "| target | bedrock/amazon.nova-lite-v1:0 | mini | 31.50 USD | not measured | eu | HIPAA, SOC 2 | business"
                                + " | ga |")
                .contains(
                        "| - | bedrock/meta.llama4-scout-v1:0 | unknown | unknown | not measured | unknown | unknown | unknown | ga |")
                .contains(
                        "| same tier | another tokenizer \\| 25 % more tokens | list price, no cache, tokens times 1.25 |");
    }

    @Test
    void aZoneHasItsOwnPrice() {
        MigrationPlan plan = planner(inventory()).residency(List.of("eu")).plan();
        assertThat(plan.comparison().get(1).costPerMonth()).isEqualByComparingTo("36.75");
        assertThat(plan.toMarkdown()).contains("| configure | provider=bedrock, model=eu.amazon.nova-lite-v1:0 |");
        assertThat(planner(inventory()).plan().targetModel()).isEqualTo("amazon.nova-lite-v1:0");
    }

    @Test
    void whetherItPaysIsReckonedWhenTheEffortIsKnown() {
        PlannedCost cost = planner(inventory())
                .team(new BigDecimal(10), Money.of("3.15", "USD"))
                .plan()
                .cost();

        assertThat(cost.savingPerMonth()).isEqualByComparingTo("31.50");
        assertThat(cost.effort()).isEqualByComparingTo("31.50");
        assertThat(cost.paybackMonths()).isEqualByComparingTo("1.0");
        assertThat(cost.firstYear()).isEqualByComparingTo("346.50");
        assertThat(cost.sentence()).contains("paid back after 1.0 months");
        assertThat(cost.unknown()).isEmpty();
    }

    @Test
    void whatIsNotKnownOfTheCostIsSaid() {
        PlannedCost open = planner(inventory()).target(LLAMA).plan().cost();
        assertThat(open.savingPerMonth()).isNull();
        assertThat(open.sentence()).startsWith("Whether it pays is not known: cost after: no price per token is known");
        PlannedCost short_ = planner("{\"calls\":5,\"toFillIn\":[]}").plan().cost();
        assertThat(short_.unknown())
                .contains("cost today: requests a month are not known", "effort of the move: nobody has estimated it");
        PlannedCost stated = planner("{\"calls\":5,\"toFillIn\":[]}")
                .requestsPerMonth(1000)
                .plan()
                .cost();
        assertThat(stated.unknown()).contains("cost today: tokens are not known");
        PlannedCost mixed = planner(inventory())
                .team(BigDecimal.ONE, Money.of("1", "EUR"))
                .plan()
                .cost();
        assertThat(mixed.unknown()).containsExactly("amounts in one currency");
    }

    @Test
    void thePhasesHaveTheGatesOfARollout() {
        MigrationPlan plan = planner(inventory()).plan();

        assertThat(plan.phases())
                .extracting(PlannedPhase::name)
                .containsExactly("freeze", "parity", "shadow", "5 %", "25 %", "100 %");
        assertThat(plan.phases().get(3).goBack())
                .containsExactly(
                        "errors above 5 %",
                        "latency above 2 times the source",
                        "cost above forecast by more than 10 %",
                        "quality down by more than 10 %");
        assertThat(plan.limits()).isEqualTo(GateLimits.STANDARD);
        assertThat(plan.phases().get(1).goOn()).contains("a portability check of recorded requests has been made");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GateLimits(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, 58, 1))
                .withMessageContaining("at least 59");
    }

    @Test
    void controlsStandSideBySideAndTheirQuestionsAreOpen() {
        MigrationPlan plan = planner(inventory()).plan();

        ControlStep identity = plan.controls().get(0);
        assertThat(identity.from().role()).contains("Cognitive Services OpenAI User");
        assertThat(identity.to().role()).contains("bedrock:InvokeModel");
        assertThat(identity.answer()).isNull();
        assertThat(plan.openControls()).anyMatch(open -> open.contains("on bedrock"));
        assertThat(plan.toMarkdown()).contains("| control | on azure | on bedrock | mind |");
    }

    @Test
    void peopleFillInTheJsonAndKeepTheirAnswersWhenThePlanIsMadeAnew() {
        MigrationPlan plan = planner(inventory()).plan();
        assertThat(plan.unfilled()).containsExactly("owner", "successMetric", "rollbackTrigger", "businessOwner");
        assertThat(plan.answer("owner")).isNull();
        String json = plan.toJson();
        String filledJson = json.replaceFirst("(\"field\" : \"owner\",[^}]*\"answer\" : )null", "$1\"J. Miller\"")
                .replaceFirst("(\"id\" : \"keys\".*?\"answer\" : )null", "$1\"none are used\"");
        MigrationPlan filled = MigrationPlan.fromJson(filledJson);

        assertThat(filled.answer("owner")).isEqualTo("J. Miller");
        MigrationPlan anew = plan.withAnswersOf(filled);
        assertThat(anew.unfilled()).containsExactly("successMetric", "rollbackTrigger", "businessOwner");
        assertThat(anew.toMarkdown()).contains("| owner | who owns the move and may stop it, by name | J. Miller |");
    }

    @Test
    void thePlanComesBackFromJsonAndIsTheSameEachTime() {
        MigrationPlan plan = planner(inventory())
                .portability(report("{\"store\":true}"))
                .residency(List.of("eu"))
                .input(PlanInput.of("requests", "abc"))
                .plan();

        assertThat(MigrationPlan.fromJson(plan.toJson())).isEqualTo(plan);
        assertThat(MigrationPlan.fromJson(plan.toJson()).toMarkdown()).isEqualTo(plan.toMarkdown());
        assertThat(plan.catalogVersion()).isEqualTo("test-7");
        assertThat(plan.inputs())
                .extracting(PlanInput::sha256)
                .contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(plan.toMarkdown())
                .contains("| catalog | test-7 |")
                .contains("| day | 2026-11-21 |")
                .doesNotContain("parcel");
        assertThat(plan).hasToString("MigrationPlan[azure/gpt-4o-mini to bedrock/amazon.nova-lite-v1:0, CAREFUL]");
    }

    @Test
    void withoutACandidateThePlanSaysSo() {
        MigrationPlan plan = new MigrationPlanner(inventory(), CATALOG, DAY)
                .source(Cloud.OPENAI, "ft:gpt-4o-mini:acme::1")
                .plan();

        assertThat(plan.target()).isNull();
        assertThat(plan.cost()).isNull();
        assertThat(plan.toMarkdown())
                .startsWith("# Migration plan: openai/ft:gpt-4o-mini:acme::1 to nothing yet\n")
                .contains("There is no target yet.");
        assertThat(plan.comparison())
                .singleElement()
                .satisfies(row -> assertThat(row.lifecycle()).isEqualTo("unknown"));
        assertThat(MigrationPlan.fromJson(plan.toJson())).isEqualTo(plan);
    }

    @Test
    void aTargetOfOnesOwnChoiceNeedNotBeProposed() {
        MigrationPlan plan = new MigrationPlanner(inventory(), CATALOG, DAY)
                .source(SOURCE)
                .target(NOVA)
                .plan();

        assertThat(plan.comparison().get(1).reasons())
                .containsExactly("chosen by name; it is not among the candidates");
    }

    @Test
    void whatIsNoInventoryIsToldWithoutQuotingIt() {
        for (String wrong : List.of("secret", "[]", "{\"calls\":1}", "{\"calls\":\"x\",\"toFillIn\":[]}")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> planner(wrong).plan())
                    .withMessageStartingWith("inventory: ")
                    .withMessageNotContaining("secret");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> planner("{\"calls\":1,\"toFillIn\":[],\"from\":\"then\",\"to\":\"now\"}")
                        .plan())
                .withMessageContaining("moments");
    }

    @Test
    void aPlanOfALaterFormIsRefused() {
        String json = planner(inventory()).plan().toJson().replace("\"schema\" : 1", "\"schema\" : 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MigrationPlan.fromJson(json))
                .withMessageStartingWith("migration plan: ");
    }

    @Test
    void noModelIsNeededForAPlan() {
        ChatModel none = PortabilityTarget.of(CATALOG, NOVA).build().model();
        assertThat(none).isNull();
    }
}
