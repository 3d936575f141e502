package dev.portolan.routing.rollout;

import dev.portolan.routing.rollout.judge.Arm;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Shows a rollout by JMX, as {@code dev.portolan:type=Rollout,name=<id>}, until it is closed. Whoever reaches the server gives orders: guard it as
 * one guards a deployment.
 */
public final class RolloutBean implements AutoCloseable {

    private final MBeanServer server;
    private final ObjectName name;

    /**
     * Shows a rollout on the platform's server.
     *
     * @param rollout the rollout
     * @throws IllegalStateException when such a bean is there already or the server refuses it
     */
    public RolloutBean(Rollout rollout) {
        this(rollout, ManagementFactory.getPlatformMBeanServer());
    }

    /**
     * Shows a rollout.
     *
     * @param rollout the rollout
     * @param server where
     * @throws IllegalStateException when such a bean is there already or the server refuses it
     */
    public RolloutBean(Rollout rollout, MBeanServer server) {
        this.server = Objects.requireNonNull(server, "server");
        try {
            this.name = new ObjectName("dev.portolan:type=Rollout,name="
                    + ObjectName.quote(rollout.plan().id()));
            server.registerMBean(new View(rollout), name);
        } catch (JMException e) {
            throw new IllegalStateException("The rollout " + rollout.plan().id() + " cannot be shown by JMX", e);
        }
    }

    /** Takes the bean away. */
    @Override
    public void close() {
        try {
            if (server.isRegistered(name)) {
                server.unregisterMBean(name);
            }
        } catch (JMException e) {
            throw new IllegalStateException("The bean " + name + " cannot be taken away", e);
        }
    }

    /** Asks the rollout anew for each question. */
    private record View(Rollout rollout) implements RolloutMXBean {

        @Override
        public String getStage() {
            return rollout.status().stage().id();
        }

        @Override
        public double getPercent() {
            return rollout.status().percent();
        }

        @Override
        public String getExplanation() {
            return rollout.explain();
        }

        @Override
        public long getRequests() {
            return rollout.status().requests();
        }

        @Override
        public long getErrors() {
            return rollout.status().evidence().errors(Arm.TARGET).hits();
        }

        @Override
        public String getStoreTrouble() {
            return Objects.requireNonNullElse(rollout.status().storeTrouble(), "");
        }

        @Override
        public void rollback(String actor, String reason) {
            rollout.rollback(actor, reason);
        }

        @Override
        public void hold(String actor, String reason) {
            rollout.hold(actor, reason);
        }

        @Override
        public void resume(String actor, String reason) {
            rollout.resume(actor, reason);
        }

        @Override
        public void promote(String actor, String reason) {
            rollout.promote(actor, reason);
        }

        @Override
        public void reset(String actor, String reason) {
            rollout.reset(actor, reason);
        }
    }
}
