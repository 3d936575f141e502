package dev.portolan.bedrock;

import dev.portolan.chat.AudioPart;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.Part;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VideoPart;
import java.util.List;

/** What Claude takes by InvokeModel as media: bytes, where Converse knows addresses in S3 too. */
final class InvokeMedia {

    private InvokeMedia() {}

    /** Fails before anything is sent when a message holds an address or the name of a file. */
    static void requireBytes(List<Message> messages) {
        messages.forEach(message -> requireBytesIn(message.parts()));
    }

    private static void requireBytesIn(List<Part> parts) {
        for (Part part : parts) {
            if (part instanceof ImagePart image) {
                require(image.media());
            } else if (part instanceof DocumentPart document) {
                require(document.media());
            } else if (part instanceof VideoPart video) {
                require(video.media());
            } else if (part instanceof AudioPart audio) {
                require(audio.media());
            } else if (part instanceof ToolResult result) {
                requireBytesIn(result.content());
            }
        }
    }

    private static void require(Media media) {
        if (!(media instanceof Media.Inline)) {
            throw MediaBlocks.unsupported("messages", "the model takes media as bytes only in its own format");
        }
    }
}
