package dev.portolan.simulator.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenPiecesTest {

    @Test
    void wordsTakeTheSpaceBeforeThem() {
        assertThat(TokenPieces.of("It's a rhododendron, no. 12345!"))
                .containsExactly("It", "'", "s", " a", " rhododen", "dron", ",", " no", ".", " ", "123", "45", "!");
    }

    @Test
    void scriptsBeyondTheAlphabetsTakeATokenALetter() {
        assertThat(TokenPieces.of("日本 語")).containsExactly("日", "本", " 語");
        assertThat(TokenPieces.of("a😀b")).containsExactly("a", "😀", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "  two  spaces ", "{\"a\":[1,2]}\n", "Ünïcödé Ελληνικά 😀😀", "😀"})
    void thePiecesTogetherAreTheText(String text) {
        assertThat(String.join("", TokenPieces.of(text))).isEqualTo(text);
        assertThat(TokenPieces.of(text)).doesNotContain("").hasSize(TokenPieces.count(text));
    }
}
