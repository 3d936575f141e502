package dev.portolan.config.internal;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The valid name that is spelled most alike. */
final class Nearest {

    private Nearest() {}

    /** The nearest of the names, or {@code null} when even that one is too far off to have been meant. */
    static @Nullable String of(String given, Collection<String> names) {
        String best = null;
        int least = Math.max(2, given.length() / 3) + 1;
        for (String name : names) {
            // A name in another case or in quotes is the same name to the one who wrote it.
            int distance = Math.min(distance(given, name), distance(plain(given), plain(name)) + 1);
            if (distance < least || (distance == least && best != null && name.compareTo(best) < 0)) {
                best = name;
                least = distance;
            }
        }
        return best;
    }

    private static String plain(String name) {
        return name.replace("\"", "").replace('_', '-').toLowerCase(Locale.ROOT);
    }

    /** How many letters have to be put in, left out, changed or swapped with their neighbour. */
    static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
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
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            int[] spare = before;
            before = last;
            last = row;
            row = spare;
        }
        return last[b.length()];
    }
}
