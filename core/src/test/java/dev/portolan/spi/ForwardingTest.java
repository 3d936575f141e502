package dev.portolan.spi;

import static dev.portolan.spi.ScriptedModel.answer;
import static dev.portolan.spi.ScriptedModel.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.TokenCounter;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardingTest {

    private static final ChatRequest REQUEST =
            ChatRequest.builder().user("Hello").temperature(0.5).build();

    private static final class Plain extends ForwardingChatModel {
        Plain(ChatModel delegate) {
            super(delegate);
        }
    }

    private static final class PlainStream extends ForwardingChatStream {
        PlainStream(ChatStream delegate) {
            super(delegate);
        }
    }

    @Test
    void everyQuestionToADecoratorReachesTheModelInside() {
        ModelInfo info = ModelInfo.builder("acme", "o-1")
                .capability(Capability.TEMPERATURE, false)
                .build();
        ChatResponse response = answer("Hi");
        ScriptedModel inner = new ScriptedModel(info).then(response).thenStream(text("H"), response);
        Plain outer = new Plain(inner);

        assertThat(outer.chat(REQUEST)).isSameAs(response);
        assertThat(outer.stream(REQUEST).response()).isSameAs(response);
        assertThat(inner.requests).containsExactly(REQUEST, REQUEST);
        assertThat(inner.contexts).containsOnly(CallContext.EMPTY);
        assertThat(outer.info()).isSameAs(info);
        assertThat(outer.check(REQUEST))
                .singleElement()
                .satisfies(gap -> assertThat(gap.field()).isEqualTo("temperature"));
        assertThat(outer.tokenCounter()).isNull();
        assertThat(outer.toString()).startsWith("Plain[");
    }

    @Test
    void aTokenCounterInsideIsReachable() {
        TokenCounter counter = (request, context) -> 7;
        ForwardingChatModel inner = new ForwardingChatModel(new ScriptedModel()) {
            @Override
            public TokenCounter tokenCounter() {
                return counter;
            }
        };
        assertThat(new Plain(inner).tokenCounter()).isSameAs(counter);
    }

    @Test
    void eventsAndErrorsOfTheInnerStreamComeThrough() {
        LlmException broken = ErrorDetails.builder("broke off").toException(ErrorKind.STREAM_INTERRUPTED);
        ChatStream stream = new PlainStream(new ScriptedModel.ScriptedStream(List.of(text("a"), broken)));
        assertThat(stream.next()).isEqualTo(new ChatEvent.TextDelta("a", 0));
        assertThatThrownBy(stream::next).isSameAs(broken);
    }

    @Test
    void closingTheOuterStreamClosesTheInnerOne() {
        ScriptedModel.ScriptedStream inner = new ScriptedModel.ScriptedStream(List.of(text("a"), text("b")));
        ChatStream stream = new PlainStream(inner);
        stream.next();
        stream.close();
        assertThat(inner.aborts).isEqualTo(1);
        assertThat(stream.next()).isNull();
    }

    @Test
    void anInnerStreamClosedBySomebodyElseIsNoQuietEnd() {
        ScriptedModel.ScriptedStream inner = new ScriptedModel.ScriptedStream(List.of(text("a")));
        inner.close();
        assertThatIllegalStateException()
                .isThrownBy(new PlainStream(inner)::next)
                .withMessageContaining("closed by somebody else");
    }
}
