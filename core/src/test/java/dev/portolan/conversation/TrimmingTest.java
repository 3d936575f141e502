package dev.portolan.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TokenCounter;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.UserMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Messages here weigh one token each, unless a test says otherwise. */
class TrimmingTest {

    private static final TokenEstimate ONE_EACH = message -> 1;

    private static final Message SYSTEM = Message.system("Be brief");
    private static final Message ASK_1 = Message.user("first");
    private static final Message ANSWER_1 = Message.assistant("one");
    private static final Message ASK_2 = Message.user("second");
    private static final Message CALL_2 = call("a");
    private static final Message RESULT_2 = result("a");
    private static final Message ANSWER_2 = Message.assistant("two");
    private static final Message ASK_3 = Message.user("third");

    private static final Conversation TALK =
            Conversation.create("t").addAll(List.of(SYSTEM, ASK_1, ANSWER_1, ASK_2, CALL_2, RESULT_2, ANSWER_2, ASK_3));

    @Test
    void whatFitsStaysAsItIs() {
        TrimmedConversation trimmed = trimmed(8, TALK);

        assertThat(trimmed.conversation()).isSameAs(TALK);
        assertThat(trimmed.dropped()).isEmpty();
        assertThat(trimmed.tokens()).isEqualTo(8);
        assertThat(trimmed.fits()).isTrue();
        assertThat(trimmed.estimated()).isTrue();
    }

    @Test
    void theOldestExchangeGoesFirstAndIsTold() {
        TrimmedConversation trimmed = trimmed(7, TALK);

        assertThat(trimmed.conversation().messages()).containsExactly(SYSTEM, ASK_2, CALL_2, RESULT_2, ANSWER_2, ASK_3);
        assertThat(trimmed.dropped()).extracting(ConversationEntry::message).containsExactly(ASK_1, ANSWER_1);
        assertThat(trimmed.tokens()).isEqualTo(6);
        assertThat(trimmed.conversation().id()).isEqualTo("t");
    }

    @Test
    void aToolCallAndItsResultGoTogether() {
        assertThat(trimmed(5, TALK).conversation().messages()).containsExactly(SYSTEM, ASK_3);
    }

    @Test
    void theSystemTextAndTheLastWordsOfTheUserStayEvenWhenTheyAreTooMany() {
        TrimmedConversation trimmed = trimmed(1, TALK);

        assertThat(trimmed.conversation().messages()).containsExactly(SYSTEM, ASK_3);
        assertThat(trimmed.fits()).isFalse();
        assertThat(trimmed.tokens()).isEqualTo(2);
    }

    @Test
    void ofALastExchangeThatIsTooLargeTheOldestRoundsGo() {
        Conversation loop = Conversation.create()
                .addAll(List.of(ASK_1, call("a"), result("a"), call("b"), result("b"), call("c"), result("c")));

        TrimmedConversation trimmed = trimmed(5, loop);

        assertThat(trimmed.conversation().messages())
                .containsExactly(ASK_1, call("b"), result("b"), call("c"), result("c"));
        assertThat(trimmed(1, loop).conversation().messages()).containsExactly(ASK_1, call("c"), result("c"));
    }

    @Test
    void aPinnedAnswerKeepsItsRoundAndTheWordsThatLedToIt() {
        TrimmedConversation trimmed = trimmed(1, TALK.pin(5));

        assertThat(trimmed.conversation().messages()).containsExactly(SYSTEM, ASK_2, CALL_2, RESULT_2, ASK_3);
        assertThat(trimmed.dropped()).extracting(ConversationEntry::message).containsExactly(ASK_1, ANSWER_1, ANSWER_2);
    }

    @Test
    void pinnedWordsOfTheUserStayWithoutTheirAnswer() {
        assertThat(trimmed(1, TALK.pin(1)).conversation().messages()).containsExactly(SYSTEM, ASK_1, ASK_3);
    }

    @Test
    void aGreetingOfTheModelBeforeTheUserSpokeGoesFirst() {
        Conversation greeted = Conversation.create().addAll(List.of(ANSWER_1, ASK_2, ANSWER_2, ASK_3));

        assertThat(trimmed(3, greeted).conversation().messages()).containsExactly(ASK_2, ANSWER_2, ASK_3);
    }

    @Test
    void anEmptyConversationFits() {
        assertThat(trimmed(1, Conversation.create()).fits()).isTrue();
    }

    @Test
    void theVendorSCountDecidesWhenOneIsGiven() {
        AtomicInteger asked = new AtomicInteger();
        TokenCounter counter = (request, context) -> {
            asked.incrementAndGet();
            assertThat(request.seed()).isEqualTo(3);
            return 100L + request.messages().size();
        };

        TrimmedConversation trimmed = Trimming.to(107)
                .trim(TALK, ChatRequest.builder().user("-").seed(3L).build(), counter, CallContext.EMPTY);

        assertThat(trimmed.conversation().messages()).hasSize(6);
        assertThat(trimmed.tokens()).isEqualTo(106);
        assertThat(trimmed.estimated()).isFalse();
        assertThat(asked).hasValue(3);
    }

    @Test
    void aThousandExchangesAreCountedAFewTimes() {
        List<Message> many = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            many.add(ASK_1);
            many.add(ANSWER_1);
        }
        AtomicInteger asked = new AtomicInteger();

        TrimmedConversation trimmed = Trimming.to(501)
                .trim(
                        Conversation.create().addAll(many),
                        ChatRequest.of("-"),
                        (request, context) -> {
                            asked.incrementAndGet();
                            return request.messages().size();
                        },
                        CallContext.EMPTY);

        assertThat(trimmed.conversation().messages()).hasSize(500);
        assertThat(asked.get()).isLessThan(15);
    }

    @Test
    void aBudgetOfNothingIsRefused() {
        assertThatThrownBy(() -> Trimming.to(0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Whatever the history: nothing is lost or added, the order holds, no call parts from its result, the user begins. */
    @Test
    void anyTrimmedHistoryIsLegal() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            Conversation talk = randomTalk(random);
            TrimmedConversation trimmed = trimmed(1 + random.nextInt(30), talk);
            List<ConversationEntry> kept = trimmed.conversation().entries();
            assertThat(kept.size() + trimmed.dropped().size())
                    .as("seed %s", seed)
                    .isEqualTo(talk.entries().size());
            assertThat(talk.entries()).as("seed %s", seed).containsSubsequence(kept);
            assertThat(trimmed.dropped()).as("seed %s", seed).noneMatch(ConversationEntry::pinned);
            assertThat(trimmed.dropped())
                    .as("seed %s", seed)
                    .noneMatch(entry -> entry.message() instanceof SystemMessage);
            assertThat(orphans(kept)).as("seed %s", seed).isEmpty();
            assertThat(kept.stream()
                            .map(ConversationEntry::message)
                            .filter(message -> !(message instanceof SystemMessage))
                            .findFirst()
                            .orElseThrow())
                    .as("seed %s", seed)
                    .isInstanceOf(UserMessage.class);
        }
    }

    private static Conversation randomTalk(Random random) {
        List<ConversationEntry> entries = new ArrayList<>();
        int calls = 0;
        for (int i = 0; i < 1 + random.nextInt(6); i++) {
            if (random.nextInt(4) == 0) {
                entries.add(entry(SYSTEM, random));
            }
            entries.add(entry(Message.user("u" + i), random));
            for (int k = random.nextInt(3); k > 0; k--) {
                String id = "c" + calls++;
                entries.add(entry(call(id), random));
                entries.add(entry(result(id), random));
            }
            entries.add(entry(Message.assistant("a" + i), random));
        }
        return Conversation.create().withEntries(entries);
    }

    private static ConversationEntry entry(Message message, Random random) {
        return new ConversationEntry(message).withPinned(random.nextInt(12) == 0);
    }

    private static Set<String> orphans(List<ConversationEntry> entries) {
        Set<String> calls = new HashSet<>();
        Set<String> results = new HashSet<>();
        for (ConversationEntry entry : entries) {
            if (entry.message() instanceof AssistantMessage assistant) {
                assistant.toolCalls().forEach(call -> calls.add(call.id()));
            } else if (entry.message() instanceof ToolMessage tool) {
                tool.results().forEach(result -> results.add(result.callId()));
            }
        }
        Set<String> orphans = new HashSet<>(calls);
        orphans.addAll(results);
        calls.retainAll(results);
        orphans.removeAll(calls);
        return orphans;
    }

    @Test
    void theRuleOfThumbIsFourCharactersAToken() {
        assertThat(TokenEstimate.CHARACTERS.tokens(Message.user("12345678"))).isEqualTo(6);
        assertThat(TokenEstimate.CHARACTERS.tokens(new AssistantMessage(List.of(
                        new ReasoningPart("1234"), new RefusalPart("12345", null), new ToolCall("i", "ab", "{}")))))
                .isEqualTo(4 + 1 + 2 + 1);
        assertThat(TokenEstimate.CHARACTERS.tokens(result("a"))).isEqualTo(4 + 1);
    }

    @Test
    void mediaWeighAFixedNumberButTextDocumentsTheirText() {
        byte[] text = "12345678".getBytes(StandardCharsets.UTF_8);
        assertThat(TokenEstimate.CHARACTERS.tokens(
                        Message.user(new ImagePart(Media.of(text, "image/png"), null, null))))
                .isEqualTo(1_504);
        assertThat(TokenEstimate.CHARACTERS.tokens(
                        Message.user(new DocumentPart(Media.of(text, "text/plain"), null, null))))
                .isEqualTo(6);
    }

    @Test
    void aResultOfTrimmingShowsNothingOfWhatWasSaid() {
        assertThat(trimmed(1, TALK).toString())
                .isEqualTo(
                        "TrimmedConversation[Conversation[id=t, 2 messages], 6 dropped, 2 tokens by estimate, too many]");
    }

    private static TrimmedConversation trimmed(long budget, Conversation talk) {
        return Trimming.to(budget).estimatedBy(ONE_EACH).trim(talk);
    }

    private static Message call(String id) {
        return new AssistantMessage(List.of(new ToolCall(id, "depth", "{}")));
    }

    private static Message result(String id) {
        return Message.toolResults(ToolResult.of(new ToolCall(id, "depth", "{}"), "12 m"));
    }
}
