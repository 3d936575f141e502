package dev.portolan.simulator.internal.openai;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Makes ids in OpenAI's forms. The first id of a simulator is the same in every run. Thread-safe. */
public final class Ids {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final AtomicLong made = new AtomicLong();

    String completion() {
        return "chatcmpl-" + letters(29);
    }

    String call() {
        return "call_" + letters(24);
    }

    public String request() {
        return "req_" + hex(32);
    }

    /** The form of a UUID. */
    public String uuid() {
        String hex = hex(32);
        return hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-" + hex.substring(12, 16) + "-"
                + hex.substring(16, 20) + "-" + hex.substring(20);
    }

    /** A thing of the Responses API: {@code resp}, {@code msg}, {@code rs} or {@code fc}. */
    String item(String prefix) {
        return prefix + "_" + hex(50);
    }

    private String letters(int length) {
        SplittableRandom random = new SplittableRandom(made.incrementAndGet());
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private String hex(int length) {
        SplittableRandom random = new SplittableRandom(made.incrementAndGet());
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(Character.forDigit(random.nextInt(16), 16));
        }
        return text.toString();
    }
}
