package dev.portolan.routing.budget;

import dev.portolan.routing.state.StateStoreException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is used up of one budget in one period: what was settled for good, and the share of each instance. An instance writes its own share
 * alone, and always whole, so that writing it twice changes nothing and no sum drifts.
 *
 * @param settled what instances have used that are gone for long
 * @param alerted the highest percentage that somebody was told of
 * @param shares of each instance
 */
record Shares(long settled, int alerted, List<Share> shares) {

    static final Shares NONE = new Shares(0, 0, List.of());

    private static final String HEAD = "budget/1";

    /**
     * One instance's share.
     *
     * @param instance whose
     * @param spent what it has used
     * @param reserved what its calls in flight may use
     * @param until the second of the epoch until which the reservation holds
     */
    record Share(String instance, long spent, long reserved, long until) {}

    Shares {
        shares = List.copyOf(shares);
    }

    /** Reads what a store has under a key. */
    static Shares parse(@Nullable String text) {
        if (text == null) {
            return NONE;
        }
        try {
            String[] lines = text.split("\n", -1);
            String[] head = fields(lines[0], 3);
            if (!head[0].equals(HEAD)) {
                throw broken(null);
            }
            List<Share> shares = new ArrayList<>(lines.length - 1);
            for (int i = 1; i < lines.length; i++) {
                String[] share = fields(lines[i], 4);
                shares.add(new Share(
                        share[0], Long.parseLong(share[1]), Long.parseLong(share[2]), Long.parseLong(share[3])));
            }
            return new Shares(Long.parseLong(head[1]), Integer.parseInt(head[2]), shares);
        } catch (NumberFormatException e) {
            throw broken(e);
        }
    }

    private static String[] fields(String line, int count) {
        String[] fields = line.split(" ", -1);
        if (fields.length != count) {
            throw broken(null);
        }
        return fields;
    }

    private static StateStoreException broken(@Nullable Throwable cause) {
        return new StateStoreException("what stands under a budget's key is not a budget's state", false, cause);
    }

    String text() {
        StringBuilder text = new StringBuilder(32 + 48 * shares.size())
                .append(HEAD)
                .append(' ')
                .append(settled)
                .append(' ')
                .append(alerted);
        for (Share share : shares) {
            text.append('\n')
                    .append(share.instance)
                    .append(' ')
                    .append(share.spent)
                    .append(' ')
                    .append(share.reserved)
                    .append(' ')
                    .append(share.until);
        }
        return text.toString();
    }

    @Nullable
    Share of(String instance) {
        for (Share share : shares) {
            if (share.instance.equals(instance)) {
                return share;
            }
        }
        return null;
    }

    long spent() {
        long sum = settled;
        for (Share share : shares) {
            sum = Units.plus(sum, share.spent);
        }
        return sum;
    }

    /** What is reserved at a second of the epoch; a reservation whose time is over is none. */
    long reserved(long now) {
        long sum = 0;
        for (Share share : shares) {
            sum = share.until > now ? Units.plus(sum, share.reserved) : sum;
        }
        return sum;
    }

    /** These, with an instance's share in place of what it had; shares of those gone before a second of the epoch are settled. */
    Shares with(Share own, long goneBefore) {
        long sum = settled;
        List<Share> left = new ArrayList<>(shares.size() + 1);
        for (Share share : shares) {
            if (share.instance.equals(own.instance)) {
                continue;
            }
            if (share.until < goneBefore) {
                sum = Units.plus(sum, share.spent);
            } else {
                left.add(share);
            }
        }
        left.add(own);
        return new Shares(sum, alerted, left);
    }

    Shares alerted(int percent) {
        return percent == alerted ? this : new Shares(settled, percent, shares);
    }
}
