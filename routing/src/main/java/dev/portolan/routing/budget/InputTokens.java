package dev.portolan.routing.budget;

import dev.portolan.conversation.TokenEstimate;

/** Guesses tokens rather too high: a token for every three characters of plain ASCII, one for each other character. */
final class InputTokens {

    static final TokenEstimate GENEROUS = TokenEstimate.of(InputTokens::of);

    private InputTokens() {}

    static long of(String text) {
        int other = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                other++;
            }
        }
        return other + (text.length() - other + 2L) / 3;
    }
}
