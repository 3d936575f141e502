package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.AudioPart;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.Part;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.VideoPart;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Images, documents, sound and film. */
interface MediaCases {

    /** One transparent pixel. */
    Media PIXEL = Media.ofBase64(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
            "image/png");

    Media PAGE = Media.of(
            "%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n".getBytes(StandardCharsets.US_ASCII), "application/pdf");

    Media SOUND = Media.of("RIFF$\0\0\0WAVEfmt ".getBytes(StandardCharsets.US_ASCII), "audio/wav");

    Media FILM = Media.of("\0\0\0\u0018ftypmp42".getBytes(StandardCharsets.US_ASCII), "video/mp4");

    /** A message with something to look at. */
    private static ChatRequest with(Part part) {
        return ChatRequest.builder()
                .add(Message.user(new TextPart("What is this?"), part))
                .build();
    }

    private static <P extends Part> P sent(Bench bench, Class<P> type) {
        List<P> found = bench.sentRequest().messages().stream()
                .flatMap(message -> message.parts().stream())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
        assertThat(found).as("parts of the kind that arrived").hasSize(1);
        return found.get(0);
    }

    @Test
    default void anImageArrivesByteForByte(Bench bench) {
        bench.wire();
        bench.needs(Capability.IMAGE_INPUT);
        bench.onEachPath(path -> {
            bench.ask(path, with(new ImagePart(PIXEL)));

            assertThat(sent(bench, ImagePart.class).media()).isEqualTo(PIXEL);
        });
    }

    @Test
    default void anAddressOfAnImageIsPassedOnAndNotFetched(Bench bench) {
        bench.wire();
        bench.needs(Capability.IMAGE_INPUT, Capability.IMAGE_URL_INPUT);
        // Nobody answers there: who fetched it would fail.
        URI address = URI.create("https://images.invalid/harbour.png");
        bench.ask(with(new ImagePart(Media.of(address))));

        assertThat(sent(bench, ImagePart.class).media())
                .isInstanceOfSatisfying(
                        Media.Url.class, url -> assertThat(url.url()).isEqualTo(address));
    }

    @Test
    default void partsOfAMessageStayInOrder(Bench bench) {
        bench.wire();
        bench.needs(WireFeature.MEDIA_ORDER);
        bench.needs(Capability.IMAGE_INPUT);
        bench.ask(ChatRequest.builder()
                .add(Message.user(new TextPart("Before."), new ImagePart(PIXEL), new TextPart("After.")))
                .build());

        assertThat(bench.sentRequest().messages().get(0).parts().stream().map(Object::getClass))
                .containsExactly(TextPart.class, ImagePart.class, TextPart.class);
    }

    @Test
    default void aDocumentArrivesByteForByte(Bench bench) {
        bench.wire();
        bench.needs(Capability.DOCUMENT_INPUT);
        bench.ask(with(new DocumentPart(PAGE, "tides.pdf")));

        DocumentPart document = sent(bench, DocumentPart.class);
        assertThat(document.media()).isEqualTo(PAGE);
        if (bench.has(WireFeature.DOCUMENT_NAMES)) {
            assertThat(document.name()).startsWith("tides");
        }
    }

    @Test
    default void soundArrivesByteForByte(Bench bench) {
        bench.wire();
        bench.needs(Capability.AUDIO_INPUT);
        bench.ask(with(new AudioPart(SOUND)));

        assertThat(sent(bench, AudioPart.class).media()).isEqualTo(SOUND);
    }

    @Test
    default void filmArrivesByteForByte(Bench bench) {
        bench.wire();
        bench.needs(Capability.VIDEO_INPUT);
        bench.ask(with(new VideoPart(FILM)));

        assertThat(sent(bench, VideoPart.class).media()).isEqualTo(FILM);
    }

    @Test
    default void anImageIsRefusedByAModelThatSeesNone(Bench bench) {
        Twins.refused(bench, bench.modelWithout(Capability.IMAGE_INPUT), with(new ImagePart(PIXEL)), "messages[0]");
    }

    @Test
    default void anAddressOfAnImageIsRefusedWhereOnlyBytesAreTaken(Bench bench) {
        Twins.refused(
                bench,
                bench.modelWithout(Capability.IMAGE_URL_INPUT),
                with(new ImagePart(Media.of(URI.create("https://images.invalid/harbour.png")))),
                "messages[0]");
    }

    @Test
    default void aDocumentIsRefusedByAModelThatReadsNone(Bench bench) {
        Twins.refused(
                bench,
                bench.modelWithout(Capability.DOCUMENT_INPUT),
                with(new DocumentPart(PAGE, "tides.pdf")),
                "messages[0]");
    }

    @Test
    default void soundIsRefusedByAModelThatHearsNone(Bench bench) {
        Twins.refused(bench, bench.modelWithout(Capability.AUDIO_INPUT), with(new AudioPart(SOUND)), "messages[0]");
    }

    @Test
    default void filmIsRefusedByAModelThatSeesNone(Bench bench) {
        Twins.refused(bench, bench.modelWithout(Capability.VIDEO_INPUT), with(new VideoPart(FILM)), "messages[0]");
    }
}
