package dev.portolan.routing.complexity.training;

import dev.portolan.chat.ChatRequest;
import dev.portolan.routing.complexity.TrainingTap;
import java.util.Map;

/**
 * What a weak and a strong model made of the same request.
 *
 * @param id {@code source:} and a hash of the question
 * @param source where it is from
 * @param category its task within the source
 * @param request the request
 * @param sample the request as the scorer reads it
 * @param length characters of the prompt and of the tools' schemas
 * @param weak the weak model's score, from 0 to 1
 * @param strong the strong model's score
 * @param others what other models made of it, by name; empty where it is not known
 */
record Outcome(
        String id,
        String source,
        String category,
        ChatRequest request,
        TrainingTap.Sample sample,
        int length,
        double weak,
        double strong,
        Map<String, Double> others) {

    /** By how much the strong model did better. */
    double gain() {
        return strong - weak;
    }

    /**
     * Which fifth of its source it is in: the first 16 digits of the hash in the id as an unsigned number, multiplied by an odd constant, the upper
     * bits modulo 5. A question that stands in two sources is in the same fifth of both.
     */
    int fifth() {
        int start = id.indexOf(':') + 1;
        long hash = Long.parseUnsignedLong(id.substring(start, start + 16), 16);
        return (int) ((hash * 0x9e3779b97f4a7c15L >>> 40) % 5);
    }
}
