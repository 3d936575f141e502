package dev.portolan.tool;

import dev.portolan.chat.Part;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.schema.JsonBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What a tool gave back, as a result for the model. */
final class ResultContent {

    private ResultContent() {}

    /**
     * The result of a call. Text stays as it is; parts are taken over; a {@link ToolResult} is made one of this call; nothing is
     * no content; a future is waited for; everything else is written as JSON.
     */
    static ToolResult of(ToolCall call, @Nullable Object value) throws ExecutionException, InterruptedException {
        if (value instanceof Future<?> future) {
            return of(call, waitFor(future));
        }
        if (value instanceof Optional<?> optional) {
            return of(call, optional.orElse(null));
        }
        if (value instanceof ToolResult result) {
            return ResultIds.of(call, result);
        }
        return new ToolResult(call.id(), call.name(), parts(value), false, null);
    }

    private static @Nullable Object waitFor(Future<?> future) throws ExecutionException, InterruptedException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        }
    }

    private static List<Part> parts(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof CharSequence text) {
            return List.of(new TextPart(text.toString()));
        }
        if (value instanceof Part part) {
            return List.of(part);
        }
        if (value instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(Part.class::isInstance)) {
            List<Part> parts = new ArrayList<>();
            list.forEach(part -> parts.add((Part) part));
            return parts;
        }
        return List.of(new TextPart(JsonBinding.write(value, value.getClass())));
    }
}
