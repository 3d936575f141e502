package dev.portolan.evidence.recording.internal;

/** Where a place in one text lies in another that differs from it in the middle. */
record Cut(int length, String after, int prefix, int suffix) {

    Cut(String before, String after) {
        this(before.length(), after, common(before, after, false), common(before, after, true));
    }

    int at(int place) {
        if (place <= prefix) {
            return place;
        }
        int tail = Math.min(suffix, Math.min(length, after.length()) - prefix);
        if (place >= length - tail) {
            return place + after.length() - length;
        }
        long middle = (long) after.length() - tail - prefix;
        int found = prefix + (int) (middle * (place - prefix) / (length - tail - prefix));
        boolean halves = found > 0 && found < after.length() && Character.isLowSurrogate(after.charAt(found));
        return halves ? found - 1 : found;
    }

    private static int common(String one, String two, boolean backwards) {
        int most = Math.min(one.length(), two.length());
        int same = 0;
        while (same < most
                && (backwards
                        ? one.charAt(one.length() - 1 - same) == two.charAt(two.length() - 1 - same)
                        : one.charAt(same) == two.charAt(same))) {
            same++;
        }
        return same;
    }
}
