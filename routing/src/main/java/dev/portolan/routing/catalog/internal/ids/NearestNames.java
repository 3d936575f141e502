package dev.portolan.routing.catalog.internal.ids;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The known names that are spelled most alike. */
final class NearestNames {

    private NearestNames() {}

    private record Near(String name, int distance) {}

    /**
     * The nearest names, best first.
     *
     * @param given a name that is not among them
     * @param names the known ones
     * @param most how many at most
     * @return those near enough to have been meant: a third of the letters apart at most
     */
    static List<String> of(String given, Collection<String> names, int most) {
        String plain = plain(given);
        int limit = Math.max(2, plain.length() / 3);
        List<Near> near = new ArrayList<>();
        for (String name : names) {
            int distance = distance(plain, plain(name), limit);
            if (distance <= limit) {
                near.add(new Near(name, distance));
            }
        }
        near.sort(Comparator.comparingInt(Near::distance).thenComparing(Near::name));
        return near.stream().limit(most).map(Near::name).toList();
    }

    private static String plain(String name) {
        return name.replace('_', '-').toLowerCase(Locale.ROOT);
    }

    /** How many letters have to be put in, left out, changed or swapped with their neighbour; more than the limit when that is passed. */
    static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) > limit) {
            return limit + 1;
        }
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            int least = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
                least = Math.min(least, row[j]);
            }
            if (least > limit) {
                return limit + 1;
            }
            int[] spare = before;
            before = last;
            last = row;
            row = spare;
        }
        return last[b.length()];
    }
}
