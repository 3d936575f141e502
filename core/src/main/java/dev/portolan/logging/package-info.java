/**
 * One line in the log for each call, when asked for: {@link dev.portolan.logging.LoggingChatModel}, on the SLF4J logger {@code
 * dev.portolan.call}. Prompts and answers are logged only with {@link dev.portolan.logging.LogDetail#BODIES}, redacted and
 * cut.
 */
@NullMarked
package dev.portolan.logging;

import org.jspecify.annotations.NullMarked;
