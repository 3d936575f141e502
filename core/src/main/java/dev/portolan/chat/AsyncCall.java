package dev.portolan.chat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A blocking call run by an executor. However the future ends, the call ends with it. */
final class AsyncCall extends CompletableFuture<ChatResponse> {

    private final Cancellation own = new Cancellation();

    private AsyncCall() {}

    static CompletableFuture<ChatResponse> start(
            ChatModel model, ChatRequest request, CallContext context, Executor executor) {
        AsyncCall call = new AsyncCall();
        Cancellation callers = context.cancellation();
        Cancellation.@Nullable Registration link = callers == null ? null : callers.onCancel(call.own::cancel);
        // Also for orTimeout and completeExceptionally, which cancel nothing by themselves.
        var unused = call.whenComplete((response, failure) -> {
            if (link != null) {
                link.close();
            }
            call.own.cancel();
        });
        CallContext linked = context.toBuilder().cancellation(call.own).build();
        try {
            executor.execute(() -> call.run(model, request, linked));
        } catch (RuntimeException e) {
            call.completeExceptionally(e);
            throw e;
        }
        return call;
    }

    private void run(ChatModel model, ChatRequest request, CallContext context) {
        if (isDone()) {
            return;
        }
        try {
            complete(model.chat(request, context));
        } catch (RuntimeException | Error e) {
            completeExceptionally(e);
        }
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
