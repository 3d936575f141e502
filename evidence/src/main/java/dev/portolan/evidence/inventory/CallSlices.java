package dev.portolan.evidence.inventory;

import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Message;
import dev.portolan.chat.OutputFormat;
import dev.portolan.evidence.dataset.LoggedCall;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The slices that a call belongs to by what was asked and what came of it. A sample that has none of a slice says nothing about it. */
final class CallSlices {

    private CallSlices() {}

    static Set<String> of(LoggedCall call) {
        Set<String> slices = new TreeSet<>();
        call.request().tools().forEach(tool -> slices.add("tool:" + tool.name()));
        if (call.request().outputFormat() instanceof OutputFormat.Schema schema) {
            slices.add("schema:" + schema.name());
        }
        call.request().prompts().forEach(prompt -> slices.add("prompt:" + PromptTally.name(prompt)));
        for (Message message : call.request().messages()) {
            message.parts().stream()
                    .map(Counting::modality)
                    .filter(kind -> !kind.equals("text"))
                    .forEach(kind -> slices.add("media:" + kind));
        }
        if (Boolean.TRUE.equals(call.trace().streamed())) {
            slices.add("shape:stream");
        }
        ChatResponse response = call.response();
        if (response != null) {
            response.toolCalls().forEach(made -> slices.add("called:" + made.name()));
            FinishReason.Kind end = response.finishReason().kind();
            if (end != FinishReason.Kind.STOP && end != FinishReason.Kind.TOOL_CALLS) {
                slices.add("finish:" + end.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            }
        }
        if (call.trace().error() != null) {
            slices.add("error:" + call.trace().error().id());
        }
        return slices;
    }
}
