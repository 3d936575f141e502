package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.simulator.internal.Omissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How models that are asked with one text name what they take and say. */
enum PromptAnswer {
    /** See https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-meta.html. */
    LLAMA(PromptMarks.HEADERS) {
        @Override
        Names names() {
            return new Names("prompt", "", "max_gen_len", "top_p", "none", List.of("images", "temperature"));
        }

        @Override
        ObjectNode whole(Outcome outcome, Omissions omissions) {
            ObjectNode body = NODES.objectNode().put("generation", outcome.text());
            if (!omissions.usage()) {
                body.put("prompt_token_count", outcome.tokens().input())
                        .put("generation_token_count", outcome.tokens().output());
            }
            return body.put("stop_reason", omissions.finish() ? null : reason(outcome, "stop", "length"));
        }

        @Override
        ObjectNode chunk(String text, boolean first, Outcome outcome) {
            ObjectNode chunk = NODES.objectNode().put("generation", text);
            if (first) {
                chunk.put("prompt_token_count", outcome.tokens().input());
            } else {
                chunk.putNull("prompt_token_count");
            }
            return chunk.put("generation_token_count", 1).putNull("stop_reason");
        }

        @Override
        ObjectNode last(Outcome outcome) {
            return chunk("", false, outcome)
                    .put("generation_token_count", outcome.tokens().output())
                    .put("stop_reason", reason(outcome, "stop", "length"));
        }
    },
    /** See https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-mistral-text-completion.html. */
    MISTRAL(PromptMarks.INSTRUCTIONS) {
        @Override
        Names names() {
            return new Names("prompt", "", "max_tokens", "top_p", "stop", List.of("top_k", "temperature"));
        }

        @Override
        ObjectNode whole(Outcome outcome, Omissions omissions) {
            return output(outcome.text(), omissions.finish() ? null : reason(outcome, "stop", "length"));
        }

        @Override
        ObjectNode chunk(String text, boolean first, Outcome outcome) {
            return output(text, null);
        }

        @Override
        ObjectNode last(Outcome outcome) {
            return output("", reason(outcome, "stop", "length"));
        }

        private ObjectNode output(@Nullable String text, @Nullable String reason) {
            ObjectNode body = NODES.objectNode();
            body.putArray("outputs").addObject().put("text", text).put("stop_reason", reason);
            return body;
        }
    },
    /** See https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-text.html. */
    TITAN(PromptMarks.NAMES) {
        @Override
        Names names() {
            return new Names(
                    "inputText",
                    "textGenerationConfig",
                    "maxTokenCount",
                    "topP",
                    "stopSequences",
                    List.of("textGenerationConfig"));
        }

        @Override
        ObjectNode whole(Outcome outcome, Omissions omissions) {
            ObjectNode body = NODES.objectNode();
            if (!omissions.usage()) {
                body.put("inputTextTokenCount", outcome.tokens().input());
            }
            ObjectNode result = body.putArray("results").addObject();
            result.put("tokenCount", outcome.tokens().output()).put("outputText", outcome.text());
            result.put("completionReason", omissions.finish() ? null : reason(outcome, "FINISH", "LENGTH"));
            return body;
        }

        @Override
        ObjectNode chunk(String text, boolean first, Outcome outcome) {
            ObjectNode chunk = NODES.objectNode().put("outputText", text).put("index", 0);
            chunk.putNull("totalOutputTextTokenCount").putNull("completionReason");
            if (first) {
                chunk.put("inputTextTokenCount", outcome.tokens().input());
            } else {
                chunk.putNull("inputTextTokenCount");
            }
            return chunk;
        }

        @Override
        ObjectNode last(Outcome outcome) {
            return chunk("", false, outcome)
                    .put("totalOutputTextTokenCount", outcome.tokens().output())
                    .put("completionReason", reason(outcome, "FINISH", "LENGTH"));
        }
    },
    /** See https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-cohere-command.html. */
    COHERE(PromptMarks.NAMES) {
        @Override
        Names names() {
            return new Names(
                    "prompt",
                    "",
                    "max_tokens",
                    "p",
                    "stop_sequences",
                    List.of(
                            "k",
                            "temperature",
                            "stream",
                            "return_likelihoods",
                            "num_generations",
                            "logit_bias",
                            "truncate"));
        }

        @Override
        ObjectNode whole(Outcome outcome, Omissions omissions) {
            ObjectNode body = NODES.objectNode();
            ObjectNode generation = body.putArray("generations").addObject();
            generation.put("finish_reason", omissions.finish() ? null : reason(outcome, "COMPLETE", "MAX_TOKENS"));
            generation.put("text", outcome.text());
            return body;
        }

        @Override
        ObjectNode chunk(String text, boolean first, Outcome outcome) {
            return NODES.objectNode()
                    .put("text", text)
                    .put("is_finished", false)
                    .put("index", 0);
        }

        @Override
        ObjectNode last(Outcome outcome) {
            return NODES.objectNode()
                    .put("is_finished", true)
                    .put("finish_reason", reason(outcome, "COMPLETE", "MAX_TOKENS"));
        }
    },
    /** See https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-jurassic2.html. */
    JURASSIC(PromptMarks.NAMES) {
        @Override
        Names names() {
            return new Names(
                    "prompt",
                    "",
                    "maxTokens",
                    "topP",
                    "stopSequences",
                    List.of("temperature", "countPenalty", "presencePenalty", "frequencyPenalty"));
        }

        @Override
        ObjectNode whole(Outcome outcome, Omissions omissions) {
            ObjectNode body = NODES.objectNode().put("id", 1234);
            body.putObject("prompt").put("text", "").putArray("tokens");
            ObjectNode completion = body.putArray("completions").addObject();
            completion.putObject("data").put("text", outcome.text()).putArray("tokens");
            completion
                    .putObject("finishReason")
                    .put("reason", omissions.finish() ? null : reason(outcome, "endoftext", "length"));
            return body;
        }

        @Override
        boolean streams() {
            return false;
        }

        @Override
        ObjectNode chunk(String text, boolean first, Outcome outcome) {
            throw new IllegalStateException("This format has no streams");
        }

        @Override
        ObjectNode last(Outcome outcome) {
            throw new IllegalStateException("This format has no streams");
        }
    };

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /**
     * The names of a format's members.
     *
     * @param prompt the text
     * @param sampling where the settings stand, empty for beside the text
     * @param maxTokens how long the answer may be
     * @param topP the share of probability
     * @param stop the stop sequences
     * @param others more members of the body
     */
    record Names(String prompt, String sampling, String maxTokens, String topP, String stop, List<String> others) {

        /** Everything that may stand in the body. */
        List<String> members() {
            List<String> members = new ArrayList<>(others);
            members.add(prompt);
            if (sampling.isEmpty()) {
                members.addAll(List.of(maxTokens, topP, stop));
            }
            return members;
        }
    }

    private final PromptMarks marks;

    PromptAnswer(PromptMarks marks) {
        this.marks = marks;
    }

    PromptMarks marks() {
        return marks;
    }

    abstract Names names();

    boolean streams() {
        return true;
    }

    /** The whole answer. */
    abstract ObjectNode whole(Outcome outcome, Omissions omissions);

    /** A chunk of text. */
    abstract ObjectNode chunk(String text, boolean first, Outcome outcome);

    /** The chunk that tells why the answer ended. */
    abstract ObjectNode last(Outcome outcome);

    static String reason(Outcome outcome, String stop, String length) {
        return switch (outcome.answer().finish()) {
            case LENGTH -> length;
            case CONTENT_FILTER -> "content_filtered";
            default -> stop;
        };
    }
}
