package dev.portolan.routing.catalog.internal.overlay;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The valid word that is spelled most alike. */
final class NearestWord {

    private NearestWord() {}

    /** The nearest of the words, the first of several, or {@code null} when even that one is too far off to have been meant. */
    static @Nullable String of(String given, Collection<String> words) {
        String wanted = plain(given);
        int least = Math.max(2, wanted.length() / 3) + 1;
        String best = null;
        for (String word : words) {
            int distance = distance(wanted, plain(word), least);
            if (distance < least) {
                best = word;
                least = distance;
            }
        }
        return best;
    }

    private static String plain(String word) {
        return word.replace('_', '-').toLowerCase(Locale.ROOT);
    }

    /** How many letters have to be put in, left out or changed; stops counting beyond the limit. */
    private static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) > limit) {
            return limit + 1;
        }
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(last[j], row[j - 1]) + 1);
            }
            int[] spare = last;
            last = row;
            row = spare;
        }
        return last[b.length()];
    }
}
