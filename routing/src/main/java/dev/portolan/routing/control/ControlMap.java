package dev.portolan.routing.control;

import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.control.Control.Side;
import dev.portolan.routing.internal.RecordJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All controls, as data: what answers what when a workload changes its cloud, and what nobody can answer but those who own it. Immutable.
 */
public final class ControlMap {

    private static final String RESOURCE = "controls.json";

    private final LocalDate asOf;
    private final List<Control> controls;

    private ControlMap(LocalDate asOf, List<Control> controls) {
        this.asOf = asOf;
        this.controls = List.copyOf(controls);
    }

    /** Read when somebody asks for it. */
    private static final class Bundled {
        private static final ControlMap MAP = read();

        private static ControlMap read() {
            try (InputStream in = ControlMap.class.getResourceAsStream(RESOURCE)) {
                return parse(new String(Objects.requireNonNull(in, RESOURCE).readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(RESOURCE + " cannot be read", e);
            }
        }
    }

    /** The file's own form: sources by name. */
    private record File(int schema, LocalDate asOf, Map<String, String> sources, List<Control> controls) {}

    /**
     * The map that comes with the library.
     *
     * @return the map
     */
    public static ControlMap bundled() {
        return Bundled.MAP;
    }

    /**
     * A map of one's own.
     *
     * @param json as the library's own, whose form {@code docs/migration.md} describes
     * @return the map
     * @throws IllegalArgumentException when it is none, of another schema, or names a source that it does not list
     */
    public static ControlMap parse(String json) {
        File file = RecordJson.read(json, File.class, "control map");
        if (file.schema() != 1) {
            throw new IllegalArgumentException("control map: schema " + file.schema() + " is not known, only 1 is");
        }
        List<Control> controls = new ArrayList<>();
        for (Control control : file.controls()) {
            control.clouds().keySet().forEach(Cloud::of);
            Map<String, Side> sides = new java.util.TreeMap<>(control.clouds());
            sides.replaceAll((cloud, side) -> withAddresses(side, file.sources()));
            controls.add(new Control(control.id(), control.title(), control.question(), sides));
        }
        return new ControlMap(file.asOf(), controls);
    }

    private static Side withAddresses(Side side, Map<String, String> sources) {
        List<String> addresses = side.sources().stream()
                .map(name -> {
                    String address = sources.get(name);
                    if (address == null) {
                        throw new IllegalArgumentException("control map: there is no source " + name);
                    }
                    return address;
                })
                .toList();
        return new Side(side.role(), side.policy(), side.log(), side.setting(), side.mind(), addresses);
    }

    /**
     * When the documents were read.
     *
     * @return the day
     */
    public LocalDate asOf() {
        return asOf;
    }

    /**
     * All controls.
     *
     * @return unmodifiable, in the order of the file
     */
    public List<Control> controls() {
        return controls;
    }

    /**
     * A control by its name.
     *
     * @param id such as {@code content-filter}
     * @return the control
     * @throws IllegalArgumentException when there is none; the message lists those that there are
     */
    public Control control(String id) {
        for (Control control : controls) {
            if (control.id().equals(id)) {
                return control;
            }
        }
        throw new IllegalArgumentException("There is no control \"" + id + "\"; known are "
                + String.join(", ", controls.stream().map(Control::id).toList()));
    }

    /**
     * What the map cannot answer for a pair of clouds: what it does not know of either. The questions that only people can answer are
     * {@link Control#question()} of each.
     *
     * @param from where the workload runs, or {@code null} when it is not known
     * @param to where it is to move
     * @return sentences, in the order of the controls
     */
    public List<String> unanswered(@Nullable Cloud from, Cloud to) {
        List<String> open = new ArrayList<>();
        for (Control control : controls) {
            if (from != null && from != to) {
                missing(control, from, open);
            }
            missing(control, to, open);
        }
        return open;
    }

    private static void missing(Control control, Cloud cloud, List<String> open) {
        Side side = control.on(cloud);
        if (side == null) {
            open.add(control.title() + ": how it is done on " + cloud.id() + " is not known");
            return;
        }
        List<String> lacks = new ArrayList<>();
        if (side.role() == null) {
            lacks.add("which role");
        }
        if (side.policy() == null) {
            lacks.add("which policy");
        }
        if (side.log() == null) {
            lacks.add("which log proves it");
        }
        if (!lacks.isEmpty()) {
            open.add(control.title() + " on " + cloud.id() + ": " + String.join(", ", lacks) + "?");
        }
    }

    @Override
    public String toString() {
        return "ControlMap[" + controls.size() + " controls, " + asOf + "]";
    }
}
