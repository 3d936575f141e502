package dev.portolan.cli;

import dev.portolan.Portolan;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code portolan doctor}: what stands behind each name, and whether it answers. */
@Command(
        name = "doctor",
        description =
                "Shows for each configured model who it is, where it is, with what kind of credentials, its limits, and"
                        + " whether it answers a test call of a few tokens. Never shows a key.",
        footer = {"", "Exit codes: 0 when every model answers, 1 when one does not, 2 wrong usage or configuration."},
        mixinStandardHelpOptions = true,
        versionProvider = PortolanCommand.Version.class)
final class DoctorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOptions configuration;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Only these models; all unless given.")
    private List<String> names = List.of();

    @Option(names = "--no-call", description = "Make no test calls.")
    private boolean silent;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "How long a test call may take; ${DEFAULT-VALUE}.")
    private String timeout;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    DoctorCommand() {}

    @Override
    public Integer call() {
        Duration limit = Suite.duration("--timeout", timeout);
        PrintWriter out = spec.commandLine().getOut();
        boolean healthy = true;
        try (Portolan portolan = configuration.load()) {
            List<String> asked = names.isEmpty() ? List.copyOf(portolan.names()) : names;
            if (asked.isEmpty()) {
                throw new IllegalArgumentException(
                        "No model is configured. Write portolan.properties here, or name a file by --config.");
            }
            for (String name : asked) {
                Diagnosis diagnosis = new Diagnosis(portolan, name);
                diagnosis.lines().forEach(out::println);
                if (!silent) {
                    TestCall call = TestCall.of(portolan, name, limit);
                    call.lines().forEach(out::println);
                    healthy &= call.answered();
                }
                out.println();
                out.flush();
            }
        }
        return healthy ? ExitCode.PASS : ExitCode.FAIL;
    }
}
