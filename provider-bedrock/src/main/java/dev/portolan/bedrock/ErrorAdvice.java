package dev.portolan.bedrock;

import dev.portolan.error.ErrorKind;

/** What happened, and what to do about it, in our words. */
final class ErrorAdvice {

    private ErrorAdvice() {}

    static String summary(ErrorKind kind) {
        return switch (kind.id()) {
            case "authentication" -> "AWS does not accept the credentials";
            case "permission" -> "The credentials may not use the model";
            case "model-not-found" -> "Bedrock has no such model here";
            case "unsupported-feature" -> "The model does not take what the request asks for";
            case "context-length" -> "Prompt and answer do not fit the model's context window";
            case "content-filtered" -> "The vendor blocked the prompt";
            case "rate-limited" -> "Too many requests or tokens at this moment";
            case "quota-exhausted" -> "A quota of the account is used up";
            case "unavailable" -> "The model or the service failed or is overloaded";
            case "timeout" -> "The model took too long, and the service gave up waiting";
            default -> "Bedrock found the request wrong";
        };
    }

    static String remedy(ErrorKind kind, String name, String words) {
        if (words.contains("on-demand throughput")) {
            return "This model is called by an inference profile: set model to its id, such as us.<model>, or to its ARN";
        }
        return switch (kind.id()) {
            case "authentication" ->
                name.startsWith("expired")
                        ? "The session has ended: give fresh credentials"
                        : "Check auth and its settings, the clock of this machine and that the key is active";
            case "permission" ->
                "Grant the model on the model access page of the console in this region, and allow bedrock:InvokeModel"
                        + " (and bedrock:InvokeModelWithResponseStream for streams) on the model and the inference profile";
            case "model-not-found" ->
                "Check model and region; a model past its end of life is gone, and newer ones need an inference profile";
            case "unsupported-feature", "invalid-request" -> "See vendorMessage() for the vendor's words";
            case "context-length" -> "Shorten the conversation or choose a model with a larger window";
            case "content-filtered" -> "Change the prompt; asking again does not help";
            case "rate-limited" ->
                "Wait, use a cross-region inference profile, or ask for a higher limit in Service Quotas";
            case "quota-exhausted" -> "Ask for a higher limit in Service Quotas, or use another region or model";
            case "timeout" -> "Ask for a shorter answer or stream it";
            default ->
                name.equals("modelnotready") ? "The model is being loaded: try again in a while" : "Try again later";
        };
    }
}
