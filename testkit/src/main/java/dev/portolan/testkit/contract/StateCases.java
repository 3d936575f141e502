package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.VendorState;
import dev.portolan.error.LlmException;
import dev.portolan.simulator.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Thoughts, and what a vendor wants back unchanged: to its origin, and to nobody else. */
interface StateCases {

    String FOREIGN = "f0reign-state-7f3a";

    @Test
    default void thoughtsAreApartFromTheText(Bench bench) {
        bench.needs(WireFeature.REASONING_TEXT);
        bench.says(Reply.text("Forty-two.").withReasoning("Six times nine, or so."));
        bench.onEachPath(path -> {
            ChatResponse response = bench.ask(path, ChatRequest.of("What is it?"));

            assertThat(response.text()).isEqualTo("Forty-two.");
            assertThat(response.message().parts())
                    .anySatisfy(part -> assertThat(part)
                            .isInstanceOfSatisfying(
                                    ReasoningPart.class,
                                    reasoning -> assertThat(reasoning.text()).contains("Six times nine")));
        });
    }

    @Test
    default void whatTheVendorWantsBackIsSentBack(Bench bench) {
        bench.says(Reply.text("Forty-two.").withReasoning("Six times nine, or so."));
        bench.onEachPath(path -> {
            ChatResponse first = bench.ask(path, ChatRequest.of("What is it?"));
            List<String> held = first.message().parts().stream()
                    .map(Part::vendorState)
                    .filter(Objects::nonNull)
                    .flatMap(state -> secretsOf(state).stream())
                    .toList();
            assumeTrue(!held.isEmpty(), "the answer holds nothing that the vendor wants back");

            bench.ask(
                    path,
                    ChatRequest.builder()
                            .user("What is it?")
                            .add(first.message())
                            .user("Are you sure?")
                            .build());

            assertThat(bench.lastReceived().body()).contains(held);
        });
    }

    /** What is long enough to be found again: ids, signatures, encrypted thoughts. */
    private static List<String> secretsOf(VendorState state) {
        List<String> found = new ArrayList<>();
        collect(Json.parse(state.json()), found);
        return found;
    }

    private static void collect(JsonNode node, List<String> found) {
        if (node.isTextual() && node.textValue().matches("[A-Za-z0-9_+/=.-]{16,}")) {
            found.add(node.textValue());
        }
        node.forEach(inner -> collect(inner, found));
    }

    @Test
    default void theStateOfAnotherVendorIsLeftOutAndTold(Bench bench) {
        bench.wire();
        VendorState state = new VendorState("another-vendor", "{\"signature\":\"" + FOREIGN + "\"}");
        ChatRequest request = ChatRequest.builder()
                .user("What is it?")
                .add(new AssistantMessage(
                        List.of(new ReasoningPart("Six times nine.", state), new TextPart("Forty-two."))))
                .user("Are you sure?")
                .build();
        bench.onEachPath(path -> {
            ChatResponse response = bench.ask(path, request);

            assertThat(bench.lastReceived().body()).contains("Forty-two.").doesNotContain(FOREIGN);
            assertThat(response.warnings()).as("warnings").isNotEmpty();
        });
    }

    @Test
    default void theStateOfAnotherVendorOnATextDoesNotTakeTheTextWithIt(Bench bench) {
        bench.wire();
        VendorState state = new VendorState("another-vendor", "{\"id\":\"" + FOREIGN + "\"}");
        ChatRequest request = ChatRequest.builder()
                .user("What is it?")
                .add(new AssistantMessage(List.of(new TextPart("Forty-two.", state)), state))
                .user("Are you sure?")
                .build();
        bench.onEachPath(path -> {
            bench.ask(path, request);

            assertThat(bench.lastReceived().body()).contains("Forty-two.").doesNotContain(FOREIGN);
        });
    }

    @Test
    default void aPartThatOnlyAnotherVendorKnowsIsNeverDroppedInSilence(Bench bench) {
        bench.wire();
        ChatRequest request = ChatRequest.builder()
                .user("What is it?")
                .add(new AssistantMessage(List.of(
                        new OtherPart("mystery", new VendorState("another-vendor", "{\"type\":\"" + FOREIGN + "\"}")),
                        new TextPart("Forty-two."))))
                .user("Are you sure?")
                .build();
        bench.onEachPath(path -> {
            ChatResponse response;
            try {
                response = bench.ask(path, request);
            } catch (LlmException refused) {
                Twins.nothingSent(bench);
                return;
            }
            assertThat(bench.lastReceived().body()).doesNotContain(FOREIGN);
            assertThat(response.warnings()).as("warnings").isNotEmpty();
        });
    }
}
