package dev.portolan.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTest {

    private static final byte[] BYTES = {1, 2, 3, 4};

    @Test
    void bytesAreCopiedInAndOut() {
        byte[] given = BYTES.clone();
        Media.Inline media = Media.of(given, "Image/PNG");
        given[0] = 9;
        media.bytes()[1] = 9;

        assertThat(media.bytes()).containsExactly(1, 2, 3, 4);
        assertThat(media.mediaType()).isEqualTo("image/png");
        assertThat(media.size()).isEqualTo(4);
        assertThat(media).hasToString("Inline[image/png, 4 bytes]");
    }

    @Test
    void equalTypeAndBytesAreEqualMedia() {
        assertThat(Media.of(BYTES, "image/png"))
                .isEqualTo(Media.ofBase64("AQIDBA==", "image/png"))
                .hasSameHashCodeAs(Media.ofBase64("AQIDBA==", "image/png"))
                .isNotEqualTo(Media.of(BYTES, "image/jpeg"))
                .isNotEqualTo(Media.of(new byte[] {1, 2, 3}, "image/png"))
                .isNotEqualTo("AQIDBA==");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AQIDBA==", "AQIDBA", "AQID\r\nBA==\n", "AQ ID BA=="})
    void base64IsReadAsVendorsWriteIt(String base64) {
        Media.Inline media = Media.ofBase64(base64, "image/png");
        assertThat(media.bytes()).containsExactly(1, 2, 3, 4);
        assertThat(media.base64()).isEqualTo("AQIDBA==");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "ultra-marine!", "AQIDBA=", "A", "data:image/png;base64,AQIDBA=="})
    void whatIsNoBase64IsRefusedWithoutQuotingIt(String base64) {
        assertThatThrownBy(() -> Media.ofBase64(base64, "image/png"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Media")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "png", "/png"})
    void aTypeLooksLikeOne(String type) {
        assertThatThrownBy(() -> Media.of(BYTES, type)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Media.Url(URI.create("https://example.com"), type))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Media.FileReference("file-1", type)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noBytesAreNoMedia() {
        assertThatThrownBy(() -> Media.of(new byte[0], "image/png"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "a.png, image/png",
        "A.JPG, image/jpeg",
        "a.jpeg, image/jpeg",
        "a.gif, image/gif",
        "a.webp, image/webp",
        "a.heic, image/heic",
        "a.pdf, application/pdf",
        "a.mp3, audio/mpeg",
        "a.wav, audio/wav",
        "a.ogg, audio/ogg",
        "a.flac, audio/flac",
        "a.mp4, video/mp4",
        "a.webm, video/webm",
        "a.mov, video/quicktime",
        "a.txt, text/plain",
        "notes.v2.md, text/markdown",
        "a.csv, text/csv",
        "a.json, application/json",
        "a.docx, application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "a.xlsx, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    })
    void theTypeOfAFileFollowsFromItsName(String name, String type, @TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve(name), BYTES);
        assertThat(Media.of(file)).isEqualTo(Media.of(BYTES, type));
    }

    @Test
    void aFileMustTellItsTypeExistAndHoldSomething(@TempDir Path folder) throws Exception {
        Path nameless = Files.write(folder.resolve("picture"), BYTES);
        Path empty = Files.write(folder.resolve("empty.png"), new byte[0]);

        assertThatThrownBy(() -> Media.of(nameless))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Media.of(bytes, mediaType)");
        assertThatThrownBy(() -> Media.of(folder.resolve("gone.png"))).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> Media.of(empty)).hasMessageContaining("no bytes");
    }

    @Test
    void anAddressIsAbsoluteAndShowsItsHostOnly() {
        Media.Url url = Media.of(URI.create("https://user:pw@bucket.example.com/secret.png?signature=abc"));
        assertThat(url).hasToString("Url[https://bucket.example.com/...]");
        assertThat(url.mediaType()).isNull();
        assertThat(new Media.Url(url.url(), "Image/PNG").mediaType()).isEqualTo("image/png");
        assertThatThrownBy(() -> Media.of(URI.create("/secret.png")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("url must be absolute");
    }

    @Test
    void aFileReferenceHasAnId() {
        assertThat(new Media.FileReference("file-1", "Application/PDF").mediaType())
                .isEqualTo("application/pdf");
        assertThatThrownBy(() -> new Media.FileReference(" ", null)).isInstanceOf(IllegalArgumentException.class);
    }
}
