package dev.portolan.simulator.vertex;

import com.google.cloud.aiplatform.v1.Content;
import com.google.cloud.aiplatform.v1.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * What a conversation must be like: who speaks when, results where there were calls, signatures where there was thought. See
 * https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/function-calling.
 */
final class TurnRules {

    private static final String MORE =
            " Learn more: https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/gemini";

    private final List<Content> contents;

    private TurnRules(List<Content> contents) {
        this.contents = contents;
    }

    static void require(List<Content> contents, ModelPath path) {
        if (contents.isEmpty()) {
            throw VertexError.invalid(
                    "Unable to submit request because at least one contents field is required." + MORE);
        }
        TurnRules rules = new TurnRules(contents);
        rules.requireParts();
        rules.requireOrder();
        rules.requireSignatures(path);
    }

    private void requireParts() {
        for (Content content : contents) {
            String role = content.getRole();
            // A single content may leave its role out.
            if (!role.equals("user") && !role.equals("model") && !(role.isEmpty() && contents.size() == 1)) {
                throw VertexError.invalid("Please use a valid role: user, model.");
            }
            if (content.getPartsCount() == 0) {
                throw VertexError.invalid(
                        "Unable to submit request because it must include at least one parts field, which describes"
                                + " the prompt input." + MORE);
            }
            for (Part part : content.getPartsList()) {
                if (part.hasText()
                        && part.getText().isEmpty()
                        && part.getThoughtSignature().isEmpty()) {
                    throw VertexError.invalid(
                            "Unable to submit request because it has an empty text parameter. Add a value to the"
                                    + " parameter and try again." + MORE);
                }
            }
        }
    }

    private void requireOrder() {
        List<String> open = new ArrayList<>();
        boolean model = true;
        boolean results = false;
        for (Content content : contents) {
            List<String> responses = content.getPartsList().stream()
                    .filter(Part::hasFunctionResponse)
                    .map(part -> part.getFunctionResponse().getName())
                    .toList();
            boolean nowModel = content.getRole().equals("model");
            if (nowModel == model && results == !responses.isEmpty()) {
                throw VertexError.invalid("Please ensure that multiturn requests alternate between user and model.");
            }
            requireResults(open, responses);
            open = content.getPartsList().stream()
                    .filter(Part::hasFunctionCall)
                    .map(part -> part.getFunctionCall().getName())
                    .toList();
            model = nowModel;
            results = !responses.isEmpty();
        }
        if (model) {
            throw VertexError.invalid(
                    "Please ensure that multiturn requests end with a user role or a function response.");
        }
    }

    private static void requireResults(List<String> calls, List<String> responses) {
        if (calls.isEmpty() && !responses.isEmpty()) {
            throw VertexError.invalid(
                    "Please ensure that function response turn comes immediately after a function call turn.");
        }
        if (calls.size() != responses.size()) {
            throw VertexError.invalid(
                    "Please ensure that the number of function response parts is equal to the number of function call"
                            + " parts of the function call turn.");
        }
        List<String> unmatched = new ArrayList<>(responses);
        calls.forEach(unmatched::remove);
        if (!unmatched.isEmpty()) {
            throw VertexError.invalid("Please ensure that the name of each function response is that of a function"
                    + " call of the function call turn: " + unmatched.get(0));
        }
    }

    /** The first call of each step of the turn that is going on must have its signature; a foreign one is no good. */
    private void requireSignatures(ModelPath path) {
        int turn = 0;
        for (int i = 0; i < contents.size(); i++) {
            boolean said = contents.get(i).getPartsList().stream().anyMatch(Part::hasText);
            turn = !contents.get(i).getRole().equals("model") && said ? i : turn;
        }
        for (int i = 0; i < contents.size(); i++) {
            boolean first = true;
            for (Part part : contents.get(i).getPartsList()) {
                boolean signed = !part.getThoughtSignature().isEmpty();
                if (signed && !Signatures.valid(part.getThoughtSignature())) {
                    throw VertexError.invalid("Corrupted thought signature.");
                }
                if (part.hasFunctionCall()) {
                    if (first && !signed && i > turn && path.needsSignatures()) {
                        throw VertexError.invalid("Unable to submit request because function call `default_api:"
                                + part.getFunctionCall().getName() + "` in the " + (i + 1)
                                + ". content block is missing a `thought_signature`. Learn more:"
                                + " https://docs.cloud.google.com/vertex-ai/generative-ai/docs/thought-signatures");
                    }
                    first = false;
                }
            }
        }
    }
}
