package dev.portolan.testkit.parity;

import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.parity.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Works out a {@link Preflight}. */
final class PreflightCheck {

    private final RunSettings settings;
    private final List<String> notes = new ArrayList<>();

    PreflightCheck(RunSettings settings) {
        this.settings = settings;
    }

    Preflight make() {
        int calls = settings.calls();
        int known = known();
        double margin = margin();
        VerdictForecast forecast =
                new VerdictForecast(settings.dataset().examples().size(), settings.repeats(), margin);
        CostForecast cost = new CostForecast(settings, notes);
        double left = calls == 0 ? 0 : (double) (calls - known) / calls;
        return new Preflight(
                settings.dataset().examples().size(),
                settings.repeats(),
                margin,
                calls,
                known,
                cost.money(left),
                settings.currency().getCurrencyCode(),
                cost.time(left),
                forecast.odds(),
                forecast.moreForPower(),
                notes);
    }

    /** Of the guards that can be judged; the gate's own where nothing guards. */
    private double margin() {
        return settings.checks().stream()
                .map(Check::name)
                .filter(name -> settings.gate().role(name) == Role.GUARD)
                .mapToDouble(settings.gate()::margin)
                .min()
                .orElse(settings.gate().margin(""));
    }

    private int known() {
        if (settings.mode() == RunMode.REPLAY) {
            return settings.calls();
        }
        int recorded = settings.mode() == RunMode.AUTO
                ? SubjectModels.newest(settings.mode(), settings.recordings())
                        .list()
                        .size()
                : 0;
        return Math.min(settings.calls(), Math.max(recorded, journaled()));
    }

    private int journaled() {
        Path file = settings.journal();
        Map<String, CallResult> journal = file == null ? Map.of() : Journal.read(file);
        if (journal.isEmpty()) {
            return 0;
        }
        int found = 0;
        for (Subject subject : Stream.concat(Stream.of(settings.source()), settings.targets().stream())
                .toList()) {
            SidePlan plan = SidePlan.of(subject, settings.dataset());
            for (int example = 0; example < settings.dataset().examples().size(); example++) {
                for (int repeat = 0; repeat < settings.repeats(); repeat++) {
                    found += journaled(journal, plan, example, repeat, false);
                    if (settings.noiseFloor() && subject == settings.source()) {
                        found += journaled(journal, plan, example, repeat, true);
                    }
                }
            }
        }
        return found;
    }

    private int journaled(Map<String, CallResult> journal, SidePlan plan, int example, int repeat, boolean control) {
        String key = plan.key(example, plan.label(example, control, repeat), settings.streaming());
        return journal.containsKey(key) ? 1 : 0;
    }
}
