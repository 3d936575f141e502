/**
 * Functions of the application that a model may call: what they are ({@link dev.portolan.tool.Toolbox}), the loop that runs them
 * ({@link dev.portolan.tool.ToolLoop}), who allows a call ({@link dev.portolan.tool.ToolGate}) and what is kept of it ({@link
 * dev.portolan.tool.ToolAudit}, {@link dev.portolan.tool.ToolJournal}).
 */
@NullMarked
package dev.portolan.tool;

import org.jspecify.annotations.NullMarked;
