package dev.portolan.swap;

import dev.portolan.tool.ToolAudit;
import dev.portolan.tool.ToolAuditEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes each event as a line, which is on the disk before the loop goes on. */
record FileAudit(Path file) implements ToolAudit {

    @Override
    public void record(ToolAuditEvent event) {
        String line = String.join(
                " ",
                String.valueOf(event.step()),
                event.callId(),
                event.tool(),
                String.valueOf(event.owner()),
                String.valueOf(event.permission()),
                event.argumentsDigest(),
                String.valueOf(event.decision()),
                String.valueOf(event.actor()),
                String.valueOf(event.outcome()));
        try {
            Files.writeString(
                    file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.DSYNC);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
