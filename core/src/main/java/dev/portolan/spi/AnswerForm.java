package dev.portolan.spi;

import dev.portolan.chat.OutputMode;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How an answer of a schema comes, and how it becomes what was asked for.
 *
 * @param mode how it was asked for
 * @param tool the tool whose arguments are the answer, or {@code null} when the answer is text
 * @param restoring turns the wire's JSON into that of the original schema
 */
record AnswerForm(OutputMode mode, @Nullable String tool, UnaryOperator<String> restoring) {}
