package dev.portolan.routing.drill;

import java.util.List;

/**
 * What a drill found.
 *
 * @param routers each router that was looked at
 */
public record DrillReport(List<RouterDrill> routers) {

    /**
     * Checks the components.
     *
     * @param routers as above; copied
     */
    public DrillReport {
        routers = List.copyOf(routers);
    }

    /**
     * Whether something was drilled and all of it is proved.
     *
     * @return false also when no router was drilled, since then nothing is proved
     */
    public boolean passed() {
        return routers.stream().anyMatch(router -> router.skipped() == null)
                && routers.stream().allMatch(RouterDrill::passed);
    }

    /**
     * What is wrong.
     *
     * @return lines for people; empty when nothing is, or nothing was drilled
     */
    public List<String> problems() {
        return routers.stream().flatMap(router -> router.problems().stream()).toList();
    }
}
