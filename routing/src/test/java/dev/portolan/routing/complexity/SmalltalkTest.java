package dev.portolan.routing.complexity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmalltalkTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hi",
                "Hello there!",
                "Thanks a lot :-)",
                "Thanks, that helps. Bye!",
                "How's it going?",
                "Guten Morgen!",
                "Vielen Dank",
                "Merci beaucoup !",
                "\u00a1Hola! \u00bfQu\u00e9 tal?",
                "\u4f60\u597d\uff01",
                "\u3042\u308a\u304c\u3068\u3046\u3054\u3056\u3044\u307e\u3059",
                "\u0421\u043f\u0430\u0441\u0438\u0431\u043e",
                "\uac10\uc0ac\ud569\ub2c8\ub2e4"
            })
    void courtesiesAreTrivial(String text) {
        assertThat(Smalltalk.kind(ChatRequest.of(text))).isEqualTo(RequestKind.TRIVIAL);
        assertThat(Smalltalk.kind(after(text))).isEqualTo(RequestKind.TRIVIAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yes",
                "Yes, please go on.",
                "go on",
                "OK",
                "Ja, mach weiter",
                "oui, continuez",
                "s\u00ed, adelante",
                "\u7ee7\u7eed",
                "\u043f\u0440\u043e\u0434\u043e\u043b\u0436\u0430\u0439",
                "thanks, next one please",
                "Looks good to me \ud83d\udc4d"
            })
    void nodsFollowWhatCameBefore(String text) {
        assertThat(Smalltalk.kind(after(text))).isEqualTo(RequestKind.FOLLOW_UP);
        assertThat(Smalltalk.kind(ChatRequest.of(text))).isEqualTo(RequestKind.TRIVIAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "?!",
                "Hi, prove Fermat's last theorem",
                "yes and deploy it",
                "thanks but the third step is wrong because x is negative",
                "Hello world in Rust",
                "no no no no no no no no no no no no no no no no no no"
            })
    void anyWordMoreIsATask(String text) {
        assertThat(Smalltalk.kind(after(text))).isEqualTo(RequestKind.TASK);
    }

    @Test
    void aPictureIsNoSmalltalk() {
        ChatRequest request = ChatRequest.builder()
                .add(Message.user(new TextPart("hi"), new ImagePart(Media.of(URI.create("https://example.com/a.png")))))
                .build();
        assertThat(Smalltalk.kind(request)).isEqualTo(RequestKind.TASK);
    }

    @Test
    void aToolResultIsStillTheTask() {
        ToolCall call = new ToolCall("1", "look", "{}");
        ChatRequest request = ChatRequest.builder()
                .user("yes")
                .add(Message.assistant("I look."))
                .add(Message.toolResults(ToolResult.of(call, "found")))
                .build();
        assertThat(Smalltalk.kind(request)).isEqualTo(RequestKind.TASK);
    }

    private static ChatRequest after(String text) {
        return ChatRequest.builder()
                .user("Plan the migration of our billing.")
                .add(Message.assistant("Here is a plan. Shall I go on?"))
                .user(text)
                .build();
    }
}
