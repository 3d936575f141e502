package dev.portolan.routing.portability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.VendorState;
import dev.portolan.schema.JsonSchema;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is found in requests alone. */
class PortabilityTest {

    private static final UncallableModel NEXT = UncallableModel.lacking(
            "bedrock", "large-1", Capability.TOP_K, Capability.SEED, Capability.LOGPROBS, Capability.VIDEO_INPUT);

    private static ChatRequest.Builder asking() {
        return ChatRequest.builder().system("You sort mail.").user("The parcel of Jane Doe is late.");
    }

    private static PortabilityReport report(ChatRequest... requests) {
        return Portability.check(List.of(requests), NEXT);
    }

    private static PortabilityFinding finding(PortabilityReport report, String code) {
        return report.findings().stream()
                .filter(finding -> finding.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + code + " in " + report.toText()));
    }

    @Test
    void aSettingThatTheTargetLacksIsFoundOnceWithTheNumberOfRequests() {
        PortabilityReport report = report(
                asking().build(),
                asking().topK(40).temperature(0.2).build(),
                asking().topK(10).seed(7L).build());

        PortabilityFinding topK = report.of(PortabilityArea.SETTINGS).get(0);
        assertThat(topK.field()).isEqualTo("topK");
        assertThat(topK.severity()).isEqualTo(Severity.CHANGES);
        assertThat(topK.code()).isEqualTo("left-out");
        assertThat(topK.requests()).isEqualTo(2);
        assertThat(topK.example()).isEqualTo("1");
        assertThat(topK.message()).isEqualTo("does not support top k");
        assertThat(report.of(PortabilityArea.SETTINGS))
                .extracting(PortabilityFinding::field)
                .containsExactly("topK", "seed");
        assertThat(report.blocks()).isFalse();
    }

    @Test
    void aSchemaIsJudgedByTheNamedRulesOfTheDialect() {
        JsonSchema open = JsonSchema.of("{\"type\":\"object\",\"additionalProperties\":true,\"properties\":"
                + "{\"name\":{\"type\":\"string\",\"minLength\":1}},\"required\":[\"name\"]}");
        JsonSchema closed = JsonSchema.of(open.json().replace("true", "false"));
        PortabilityReport report = report(
                asking().tools(List.of(new Tool("find", "finds", closed, true))).build(),
                asking().outputFormat(OutputFormat.schema("answer", open)).build());

        assertThat(report.of(PortabilityArea.SCHEMAS))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.rules()).isNotEmpty())
                .flatExtracting(PortabilityFinding::rules)
                .contains("AC1");
        PortabilityFinding length = report.of(PortabilityArea.SCHEMAS).stream()
                .filter(finding ->
                        "tools.find".equals(finding.field()) && finding.rules().contains("AC1"))
                .findFirst()
                .orElseThrow();
        assertThat(length.severity()).isEqualTo(Severity.CHANGES);
        assertThat(length.remedy()).contains("original schema");
    }

    @Test
    void tooManyToolsBlockAndPlacesInListsAreOneCause() {
        List<Tool> tools = new ArrayList<>();
        for (String name : List.of("a", "b", "crm.find contact")) {
            tools.add(Tool.of(name, "does", "{\"type\":\"object\",\"properties\":{}}"));
        }
        PortabilityReport report = report(
                asking().tools(tools).build(),
                asking().add(Message.user(new dev.portolan.chat.VideoPart(Media.of(new byte[] {1}, "video/mp4"), null)))
                        .build(),
                asking().user("more")
                        .add(Message.user(new dev.portolan.chat.VideoPart(Media.of(new byte[] {1}, "video/mp4"), null)))
                        .build());

        PortabilityFinding count = report.of(PortabilityArea.TOOLS).get(0);
        assertThat(count.severity()).isEqualTo(Severity.BLOCKS);
        assertThat(count.message()).contains("at most 2 tools");
        assertThat(finding(report, "tool-name-rewritten").field()).isEqualTo("tools.crm.find contact");
        assertThat(report.of(PortabilityArea.MEDIA)).singleElement().satisfies(film -> {
            assertThat(film.field()).isEqualTo("messages[*].parts[*]");
            assertThat(film.requests()).isEqualTo(2);
            assertThat(film.severity()).isEqualTo(Severity.BLOCKS);
        });
        assertThat(report.blocks()).isTrue();
    }

    @Test
    void aConversationThatLiesAtTheVendorBlocks() {
        PortabilityReport report = report(asking().vendorOptions(
                        "openai",
                        "{\"previous_response_id\":\"resp_68\",\"store\":true,\"metadata\":{\"user\":\"jane\"},\"n\":1,"
                                + "\"verbosity\":\"low\",\"secret key of ours\":1,\"modalities\":[\"text\"],\"background\":false}")
                .build());

        PortabilityFinding stored = finding(report, "stored-conversation");
        assertThat(stored.severity()).isEqualTo(Severity.BLOCKS);
        assertThat(stored.area()).isEqualTo(PortabilityArea.CONVERSATION_STATE);
        assertThat(stored.field()).isEqualTo("vendorOptions.openai.previous_response_id");
        assertThat(finding(report, "stored-answers").severity()).isEqualTo(Severity.CHANGES);
        assertThat(finding(report, "vendor-labels").severity()).isEqualTo(Severity.INFORMS);
        assertThat(report.findings())
                .filteredOn(finding -> finding.code().equals("vendor-option"))
                .extracting(PortabilityFinding::field)
                .containsExactlyInAnyOrder("vendorOptions.openai.verbosity", "vendorOptions.openai.(other)");
        assertThat(report.findings()).noneMatch(finding -> finding.code().equals("several-answers"));
        assertThat(report.findings()).noneMatch(finding -> finding.code().equals("spoken-answer"));
        assertThat(report.findings()).noneMatch(finding -> finding.code().equals("background-answer"));
        assertThat(report.toJson())
                .doesNotContain("resp_68")
                .doesNotContain("jane")
                .doesNotContain("secret key");
    }

    @Test
    void toolsThatTheVendorRunsBlockByTheirType() {
        PortabilityReport report = report(
                asking().vendorOptions(
                                "openai",
                                "{\"tools\":[{\"type\":\"web_search\"},{\"type\":\"code_interpreter\",\"container\":{}},"
                                        + "{\"type\":\"custom\",\"name\":\"sql\"}]}")
                        .build(),
                asking().vendorOptions("openai", "{\"tools\":[{\"type\":\"web_search\"}]}")
                        .build(),
                asking().vendorOptions("vertex", "{\"tools\":[{\"googleSearch\":{}}]}")
                        .build(),
                asking().vendorOptions("azure", "{\"data_sources\":[]}").build(),
                asking().add(new AssistantMessage(List.of(new ToolCall("ws_1", "web_search", "{}", false, true, null))))
                        .build());

        assertThat(report.of(PortabilityArea.HOSTED_TOOLS))
                .allMatch(finding -> finding.severity() == Severity.BLOCKS)
                .extracting(finding -> finding.message() + " " + finding.requests())
                .anyMatch(text -> text.startsWith("the vendor runs the tool web_search;") && text.endsWith(" 2"))
                .anyMatch(text -> text.startsWith("the vendor runs the tool code_interpreter;"))
                .anyMatch(text -> text.startsWith("the vendor runs the tool googleSearch;"))
                .anyMatch(text -> text.startsWith("the vendor searches or retrieves itself"))
                .anyMatch(text -> text.startsWith("the vendor ran tools itself in the history"));
        assertThat(finding(report, "vendor-tool").area()).isEqualTo(PortabilityArea.TOOLS);
    }

    @Test
    void theTargetsOwnOptionsAreLeftToACall() {
        PortabilityReport report = report(asking().vendorOptions("bedrock", "{\"additionalModelRequestFields\":{}}")
                .build());

        assertThat(report.of(PortabilityArea.SETTINGS)).isEmpty();
        assertThat(report.unjudged())
                .anyMatch(open ->
                        open.area() == PortabilityArea.SETTINGS && open.reason().contains("bedrock"));
        assertThat(report.clear()).doesNotContain(PortabilityArea.SETTINGS);
    }

    @Test
    void stateOfAnotherVendorInTheHistoryIsTold() {
        VendorState foreign = new VendorState("openai/responses", "{\"encrypted_content\":\"x\"}");
        VendorState own = new VendorState("bedrock/claude", "{}");
        PortabilityReport report = report(
                asking().add(new AssistantMessage(List.of(new ReasoningPart("hm", foreign), new TextPart("Late."))))
                        .user("And now?")
                        .build(),
                asking().add(new AssistantMessage(List.of(new ReasoningPart("hm", own))))
                        .user("And now?")
                        .build(),
                asking().add(new AssistantMessage(List.of(new OtherPart("item_reference", foreign))))
                        .user("And now?")
                        .build());

        assertThat(finding(report, "vendor-state").requests()).isEqualTo(1);
        assertThat(finding(report, "vendor-state").message()).contains("state of openai");
        assertThat(finding(report, "vendor-part").severity()).isEqualTo(Severity.CHANGES);
    }

    @Test
    void filesThatLieAtAVendorBlock() {
        PortabilityReport report = report(
                asking().add(Message.user(new DocumentPart(new Media.FileReference("file-1", null), "a.pdf")))
                        .build(),
                asking().add(Message.user(new ImagePart(Media.of(new byte[] {1}, "image/png"))))
                        .build());

        assertThat(finding(report, "vendor-file").requests()).isEqualTo(1);
        assertThat(report.toJson()).doesNotContain("file-1");
    }

    @Test
    void systemTextInTheMiddleMovesOnWiresWithOnePlaceForIt() {
        ChatRequest late = asking().add(new SystemMessage(List.of(new TextPart("Answer in French from now on."))))
                .user("And now?")
                .build();

        assertThat(finding(report(late), "system-text-moves").area()).isEqualTo(PortabilityArea.SYSTEM_MESSAGES);
        assertThat(Portability.check(List.of(late), UncallableModel.lacking("azure", "gpt-4.1"))
                        .of(PortabilityArea.SYSTEM_MESSAGES))
                .isEmpty();
        assertThat(report(asking().build()).clear()).contains(PortabilityArea.SYSTEM_MESSAGES);
    }

    @Test
    void requestsThatDoNotFitBlockWithTheFiguresOfTheWorkload() {
        PortabilityReport fits = report(asking().build());
        PortabilityReport tight = report(asking().user("x".repeat(3600)).build());
        PortabilityReport over = report(
                asking().build(),
                asking().user("x".repeat(3600)).maxOutputTokens(500).build());

        assertThat(finding(fits, "context-fits").message())
                .contains("estimated")
                .contains("takes 1000");
        assertThat(finding(tight, "context-tight").severity()).isEqualTo(Severity.CHANGES);
        PortabilityFinding tooSmall = finding(over, "context-too-small");
        assertThat(tooSmall.severity()).isEqualTo(Severity.BLOCKS);
        assertThat(tooSmall.requests()).isEqualTo(1);
        assertThat(tooSmall.example()).isEqualTo("1");
    }

    @Test
    void whatRequestsDoNotShowIsListedAndNotPassedOver() {
        PortabilityReport report = report(asking().build());

        assertThat(report.unjudged())
                .extracting(UnjudgedArea::area)
                .contains(
                        PortabilityArea.PROMPTS,
                        PortabilityArea.STREAMING,
                        PortabilityArea.EMBEDDINGS,
                        PortabilityArea.RATE_LIMITS,
                        PortabilityArea.TIMEOUTS,
                        PortabilityArea.ERRORS,
                        PortabilityArea.RESIDENCY,
                        PortabilityArea.PRICE,
                        PortabilityArea.LIFECYCLE);
        for (PortabilityArea area : PortabilityArea.values()) {
            assertThat(report.clear().contains(area)
                            || !report.of(area).isEmpty()
                            || report.unjudged().stream().anyMatch(open -> open.area() == area))
                    .as(area.title())
                    .isTrue();
        }
    }

    @Test
    void aCapabilityThatNobodyKnowsIsNoAgreement() {
        PortabilityReport report =
                report(asking().outputFormat(OutputFormat.JSON).build());

        assertThat(report.unjudged())
                .anyMatch(open ->
                        open.area() == PortabilityArea.SCHEMAS && open.reason().contains("json output"));
    }

    @Test
    void theReportComesBackFromJsonAndHoldsNoPrompt() {
        PortabilityReport report = report(asking().topK(3).build());

        assertThat(PortabilityReport.fromJson(report.toJson())).isEqualTo(report);
        for (String text : List.of(report.toJson(), report.toMarkdown(), report.toText())) {
            assertThat(text).doesNotContain("Jane").contains("top k");
        }
        assertThat(report.toMarkdown())
                .startsWith("# Portability: bedrock/large-1\n")
                .contains("| CHANGES | settings | 1 of 1 (first: 0) | topK: does not support top k |");
        assertThat(report.toText())
                .contains("CHANGES  settings, 1 of 1 (first: 0)\n         topK: does not support top k\n");
    }

    @Test
    void textThatIsNoReportIsToldWithItsPlace() {
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> PortabilityReport.fromJson("{\"target\":\"a\",\n\"requests\":\"secret\"}"))
                .withMessageContaining("line 2")
                .withMessageContaining("/requests")
                .withMessageNotContaining("secret");
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> PortabilityReport.fromJson("null"))
                .withMessage("portability report: is null");
    }
}
