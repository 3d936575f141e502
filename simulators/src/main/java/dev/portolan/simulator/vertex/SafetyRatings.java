package dev.portolan.simulator.vertex;

import com.google.cloud.aiplatform.v1.HarmCategory;
import com.google.cloud.aiplatform.v1.SafetyRating;
import java.util.ArrayList;
import java.util.List;

/** How harmful a text is found to be: not at all, or, when it was blocked, in one way. */
final class SafetyRatings {

    private static final List<HarmCategory> CATEGORIES = List.of(
            HarmCategory.HARM_CATEGORY_HATE_SPEECH,
            HarmCategory.HARM_CATEGORY_DANGEROUS_CONTENT,
            HarmCategory.HARM_CATEGORY_HARASSMENT,
            HarmCategory.HARM_CATEGORY_SEXUALLY_EXPLICIT);

    private SafetyRatings() {}

    static List<SafetyRating> of(boolean blocked) {
        List<SafetyRating> ratings = new ArrayList<>();
        for (HarmCategory category : CATEGORIES) {
            boolean high = blocked && category == HarmCategory.HARM_CATEGORY_DANGEROUS_CONTENT;
            ratings.add(SafetyRating.newBuilder()
                    .setCategory(category)
                    .setProbability(high ? SafetyRating.HarmProbability.HIGH : SafetyRating.HarmProbability.NEGLIGIBLE)
                    .setProbabilityScore(high ? 0.92f : 0.02f)
                    .setSeverity(
                            high
                                    ? SafetyRating.HarmSeverity.HARM_SEVERITY_HIGH
                                    : SafetyRating.HarmSeverity.HARM_SEVERITY_NEGLIGIBLE)
                    .setSeverityScore(high ? 0.81f : 0.01f)
                    .setBlocked(high)
                    .build());
        }
        return ratings;
    }
}
