package dev.portolan.example.triage;

import dev.portolan.testkit.parity.Preflight;
import dev.portolan.testkit.parity.PreflightApproval;
import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;

/** Shows what a run would take. Asks before calls that cost money; simulated ones cost nothing. */
final class Approval implements PreflightApproval {

    private final PrintStream out;

    Approval(PrintStream out) {
        this.out = out;
    }

    @Override
    @SuppressWarnings("SystemConsoleNull") // where there is always a console, one without a terminal reads nothing
    public boolean approves(Preflight preflight) {
        out.println();
        out.println(preflight.summary());
        out.println();
        if (System.getProperty("portolan.profile") == null && System.getenv("PORTOLAN_PROFILE") == null) {
            return true;
        }
        if (Boolean.getBoolean("triage.yes")) {
            return true;
        }
        Console console = System.console();
        String answer = console == null ? null : console.readLine("Go ahead? [y/N] ");
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
}
