package dev.portolan.evidence.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VideoPart;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JudgeRequestTest {

    private static Media media(String type) {
        return Media.of(new byte[] {1}, type);
    }

    @Test
    void theJudgeSeesTheConversationWithItsRolesAndWhatWasAttached() {
        ToolCall call = Seen.call("find", "{\"id\":1}");
        ChatRequest request = ChatRequest.builder()
                .system("Be brief")
                .add(Message.user(
                        new TextPart("Look"),
                        new ImagePart(media("image/png")),
                        new DocumentPart(media("application/pdf"), "a.pdf"),
                        new AudioPart(media("audio/wav")),
                        new VideoPart(media("video/mp4"))))
                .add(new AssistantMessage(List.of(call)))
                .add(Message.toolResults(ToolResult.of(call, "found it")))
                .build();
        Seen.Model judge = Seen.Model.saying("{\"reason\":\"fine\",\"class\":\"comply\"}");

        RefusalDetector.standard().judge(judge).detect(request, Seen.answer("Ask a lawyer."));

        String seen = judge.asked.get(0).messages().stream().map(Message::text).collect(Collectors.joining());
        assertThat(seen)
                .contains("\"system\"", "\"user\"", "\"assistant\"", "\"tool\"")
                .contains("\"find\"", "found it")
                .contains("ImagePart", "DocumentPart", "AudioPart", "VideoPart")
                .doesNotContain("TextPart");
    }
}
