package dev.portolan.cli;

import dev.portolan.testkit.parity.Preflight;
import dev.portolan.testkit.parity.PreflightApproval;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;

/** Shows what a run would take, and asks a person at a terminal. Where there is none, only {@code --yes} lets it go on. */
final class ConsoleApproval implements PreflightApproval {

    private final PrintWriter out;
    private final boolean yes;

    ConsoleApproval(PrintWriter out, boolean yes) {
        this.out = out;
        this.yes = yes;
    }

    @Override
    @SuppressWarnings("SystemConsoleNull") // where there is always a console, one without a terminal reads nothing
    public boolean approves(Preflight preflight) {
        out.println(preflight.summary());
        out.println();
        out.flush();
        if (yes) {
            return true;
        }
        Console console = System.console();
        if (console == null) {
            out.println("There is no terminal to ask at: --yes goes ahead.");
            out.flush();
            return false;
        }
        String answer = console.readLine("Go ahead? [y/N] ");
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
}
