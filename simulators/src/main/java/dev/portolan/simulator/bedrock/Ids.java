package dev.portolan.simulator.bedrock;

import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Makes ids in Bedrock's forms. The first id of a simulator is the same in every run. Thread-safe. */
final class Ids {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final AtomicLong made = new AtomicLong();

    String request() {
        SplittableRandom random = next();
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    String toolUse() {
        return "tooluse_" + letters(22);
    }

    /** In Anthropic's own format the ids of calls are another kind. */
    String anthropicToolUse() {
        return "toolu_bdrk_01" + letters(22);
    }

    String anthropicMessage() {
        return "msg_bdrk_01" + letters(22);
    }

    private String letters(int length) {
        SplittableRandom random = next();
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private SplittableRandom next() {
        return new SplittableRandom(made.incrementAndGet());
    }
}
