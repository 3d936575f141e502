package dev.portolan.azure;

import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the model that is said to stand behind a deployment against the one that answers first. Capabilities, prices and
 * schema rules follow the former, so a mistake there shows nowhere else. Thread-safe.
 */
final class DeploymentCheck {

    /** The code of the warning. */
    static final String CODE = "other-base-model";

    private static final Logger LOG = LoggerFactory.getLogger(DeploymentCheck.class);
    private static final Pattern VERSION = Pattern.compile("-(\\d{4}-\\d{2}-\\d{2}|\\d{4}|\\d{8})$");

    private final String deployment;
    private final String expected;
    private final AtomicBoolean answered = new AtomicBoolean();

    DeploymentCheck(String deployment, String expected) {
        this.deployment = deployment;
        this.expected = expected;
    }

    /** The response, with a warning when it is the first and comes from another model. */
    ChatResponse check(ChatResponse response) {
        String model = response.model();
        if (model.isEmpty() || !answered.compareAndSet(false, true) || same(expected, model)) {
            return response;
        }
        String message = "Deployment " + deployment + " answers with model " + model + ", not " + expected
                + ": set base-model to what stands behind it, since capabilities and prices follow that";
        LOG.warn(message);
        List<Warning> warnings = new ArrayList<>(response.warnings());
        warnings.add(new Warning(CODE, null, message));
        return response.toBuilder().warnings(warnings).build();
    }

    /** Whether an answer of one model may come where another was said: a version may be added, but not be another. */
    static boolean same(String expected, String found) {
        String left = plain(expected);
        String right = plain(found);
        return left.equals(right)
                || left.equals(VERSION.matcher(right).replaceFirst(""))
                || right.equals(VERSION.matcher(left).replaceFirst(""));
    }

    /** {@code gpt-35-turbo} is how Azure writes {@code gpt-3.5-turbo}; other makers' models may carry their maker. */
    private static String plain(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('/') + 1).replace("gpt-35-", "gpt-3.5-");
    }
}
