package dev.portolan.tool;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a {@link ToolLoop} was built with. */
record LoopSettings(
        Toolbox toolbox,
        ToolGate gate,
        ToolAudit audit,
        @Nullable ToolJournal journal,
        UnknownOutcome unknownOutcome,
        DuplicateCalls duplicates,
        BiFunction<ToolDefinition, Throwable, String> failureText,
        @Nullable Executor executor,
        int parallelism,
        int maxRounds,
        Clock clock,
        LongSupplier nanoClock) {

    Executor threads() {
        return executor == null ? ToolThreads.shared() : executor;
    }
}
