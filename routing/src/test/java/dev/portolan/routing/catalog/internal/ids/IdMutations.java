package dev.portolan.routing.catalog.internal.ids;

import java.util.List;
import java.util.Random;

/** Ids that look like real ones and are not, drawn from a seed. */
final class IdMutations {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-._:/@~ABCQ ";
    private static final List<String> TAILS = List.of(
            "-5",
            "-2",
            "-1",
            ".1",
            "1",
            "0",
            "-v2",
            "-v1:0",
            "-v2:0",
            ":0",
            ":1",
            "-mini",
            "-pro",
            "-next",
            "-lite",
            "-latest",
            "-preview",
            "-preview-05-06",
            "-preview-09-2025",
            "-001",
            "-002",
            "@default",
            "@001",
            "@20260101",
            "@2411",
            "@2",
            "-2026-01-01",
            "-20260101",
            "-20269999",
            "-0613",
            "-0125",
            "-2512",
            "-maas",
            ":latest",
            ":70b",
            "-cloud",
            ":cloud",
            "-q8_0",
            "-instruct-q4_K_M",
            "-instruct",
            "-thinking",
            "-customtools",
            ":28k",
            ":acme::Ab12",
            "-x",
            "\u0000",
            "\ud83d\ude00",
            " ");
    private static final List<String> HEADS = List.of(
            "us.",
            "eu.",
            "global.",
            "us-gov.",
            "mars.",
            "models/",
            "publishers/google/models/",
            "publishers/anthropic/models/",
            "projects/p/locations/eu/publishers/meta/models/",
            "google/",
            "meta/",
            "library/",
            "acme/",
            "registry.ollama.ai/library/",
            "arn:aws:bedrock:us-east-1::foundation-model/",
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/",
            "arn:aws:bedrock:us-east-1:123456789012:custom-model/",
            "ft:",
            "FW-",
            "openai/",
            "bedrock/",
            "x",
            " ");

    private final List<String> known;
    private final Random random;

    IdMutations(List<String> known, long seed) {
        this.known = known;
        this.random = new Random(seed);
    }

    String next() {
        if (random.nextInt(10) == 0) {
            return noise(random.nextInt(40));
        }
        String id = known.get(random.nextInt(known.size()));
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            id = mutated(id);
        }
        return id;
    }

    private String mutated(String id) {
        int at = id.isEmpty() ? 0 : random.nextInt(id.length());
        return switch (random.nextInt(11)) {
            case 0 -> id.substring(0, at);
            case 1 -> id.substring(at);
            case 2 -> id.substring(0, at) + letter() + id.substring(at);
            case 3 -> id.isEmpty() ? id : id.substring(0, at) + id.substring(at + 1);
            case 4 -> id.isEmpty() ? id : id.substring(0, at) + letter() + id.substring(at + 1);
            case 5 -> bumped(id);
            case 6 -> HEADS.get(random.nextInt(HEADS.size())) + id;
            case 7 -> id.substring(0, at) + known.get(random.nextInt(known.size()));
            case 8 ->
                random.nextBoolean() ? id.toUpperCase(java.util.Locale.ROOT) : id.toLowerCase(java.util.Locale.ROOT);
            default -> id + TAILS.get(random.nextInt(TAILS.size()));
        };
    }

    /** One digit of it changed: another generation, size, day or version. */
    private String bumped(String id) {
        StringBuilder bumped = new StringBuilder(id);
        int digits = (int) id.chars().filter(Character::isDigit).count();
        int which = digits == 0 ? -1 : random.nextInt(digits);
        for (int i = 0; i < id.length(); i++) {
            if (Character.isDigit(id.charAt(i)) && which-- == 0) {
                bumped.setCharAt(i, (char) ('0' + random.nextInt(10)));
            }
        }
        return bumped.toString();
    }

    private String noise(int length) {
        StringBuilder noise = new StringBuilder();
        for (int i = 0; i < length; i++) {
            noise.append(random.nextInt(20) == 0 ? (char) random.nextInt(0x10000) : letter());
        }
        return noise.toString();
    }

    private char letter() {
        return LETTERS.charAt(random.nextInt(LETTERS.length()));
    }
}
