package dev.portolan.routing.catalog.internal.ids;

import dev.portolan.routing.catalog.Cloud;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether one id may stand for another, said once more and otherwise than the rules say it: each cloud's decoration as one expression, and
 * what is left must be equal letter by letter. A rule that takes away too much is caught, since nothing but these forms is allowed.
 */
final class IdOracle {

    private static final String DAY = "(?:20[2-4][0-9])-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12][0-9]|3[01])";
    private static final Pattern DATED = Pattern.compile("(?<name>.+)-" + DAY);
    private static final Pattern AZURE =
            Pattern.compile("(?<name>[^@]+)(?:[@-]" + DAY + "|[@-][0-9]{4}(?:-preview)?|@[0-9]{1,2})");
    private static final Pattern BEDROCK_PLACE = Pattern.compile(
            "(?:arn:aws[a-z-]*:bedrock:[a-z0-9-]*:[0-9]*:(?:foundation-model|inference-profile|custom-model)/)?"
                    + "(?:(?:us-gov|us|eu|apac|jp|au|in|ca|global)\\.(?=[a-z0-9-]+\\.))?(?<name>[^/]+)(?:/[^/]+)?");
    private static final Pattern BEDROCK_VERSION =
            Pattern.compile("(?<name>.+?)(?:-" + DAY + ")?(?:-v(?<v>[0-9]+))?(?::(?<m>[0-9]+))?(?::[0-9]+k)?");
    private static final Pattern VERTEX = Pattern.compile(
            "(?:(?:projects/[^/]+/locations/[^/]+/)?publishers/(?<p>[^/]+)/models/|(?<q>[^/]+)/)?(?<name>[^/@]+?)(?:-maas)?"
                    + "(?:@(?<version>default|[0-9]{8}|[0-9]{3}|[0-9]{4}(?:-[0-9]{3})?))?");
    private static final Pattern GEMINI =
            Pattern.compile("(?<name>gemini-.+?)(?:-[0-9]{3})?(?:-preview(?:-[0-9]{2}-[0-9]{2,4})?)?(?:-customtools)?");
    private static final Pattern OLLAMA = Pattern.compile("(?:(?:[^/]+/)?library/)?(?<name>[^/:]+)(?::(?<tag>[^:]+))?");
    private static final Pattern TAG = Pattern.compile(
            "(?<size>.+?)(?:-(?:instruct|it|chat))?(?:-(?:q[2-8][a-z0-9_]*|b?fp?16|mxfp4|nvfp4|fp8))?(?:-cloud)?");

    private IdOracle() {}

    static boolean same(Cloud cloud, String asked, String known) {
        if (asked.equals(known)) {
            return true;
        }
        return switch (cloud) {
            case OPENAI -> openai(asked, known);
            case AZURE -> azure(asked, known);
            case BEDROCK -> bedrock(asked, known);
            case VERTEX -> vertex(asked, known);
            case GOOGLE -> gemini(strip(asked, "models/"), known);
            case ANTHROPIC ->
                cut(DATED, asked).equals(known)
                        || (asked.startsWith("claude-3-")
                                && asked.endsWith("-latest")
                                && cut(DATED, known).equals(asked.substring(0, asked.length() - "-latest".length())));
            case QWEN -> cut(DATED, asked).equals(known);
            case MISTRAL -> asked.startsWith("ft:" + known + ":");
            case DEEPSEEK, SELF_HOSTED -> false;
            case OLLAMA -> ollama(asked, known);
        };
    }

    private static String cut(Pattern form, String id) {
        Matcher matcher = form.matcher(id);
        return matcher.matches() ? matcher.group("name") : id;
    }

    private static String strip(String id, String prefix) {
        return id.startsWith(prefix) ? id.substring(prefix.length()) : id;
    }

    private static boolean openai(String asked, String known) {
        String base = asked.startsWith("ft:") && asked.indexOf(':', 3) > 0
                ? asked.substring(3, asked.indexOf(':', 3))
                : asked;
        return base.equals(known)
                || cut(DATED, base).equals(known)
                || (known.matches("gpt-(4|3\\.5)(-turbo|-32k|-16k|-instruct)*")
                        && base.matches(Pattern.quote(known) + "-[01][0-9]{3}"));
    }

    private static boolean azure(String asked, String known) {
        String name = asked.toLowerCase(Locale.ROOT).replaceFirst("^gpt-3\\.5", "gpt-35");
        String wanted = known.toLowerCase(Locale.ROOT).replaceFirst("^gpt-3\\.5", "gpt-35");
        return name.equals(wanted) || cut(AZURE, name).equals(wanted);
    }

    private static boolean bedrock(String asked, String known) {
        Matcher a = BEDROCK_VERSION.matcher(cut(BEDROCK_PLACE, asked));
        Matcher k = BEDROCK_VERSION.matcher(cut(BEDROCK_PLACE, known));
        if (!a.matches() || !k.matches() || !a.group("name").equals(k.group("name"))) {
            return false;
        }
        boolean unnumbered = a.group("v") == null && a.group("m") == null;
        boolean dated = cut(BEDROCK_PLACE, asked).matches(".*-" + DAY + "(-v.*|:.*)?");
        String version =
                (a.group("v") == null ? "1" : a.group("v")) + ":" + (a.group("m") == null ? "0" : a.group("m"));
        String held = (k.group("v") == null ? "1" : k.group("v")) + ":" + (k.group("m") == null ? "0" : k.group("m"));
        return unnumbered ? held.equals("1:0") || known.matches(".*-" + DAY + "-v.*") : dated || version.equals(held);
    }

    private static boolean vertex(String asked, String known) {
        Matcher a = VERTEX.matcher(asked);
        Matcher k = VERTEX.matcher(known);
        if (!a.matches() || !k.matches()) {
            return false;
        }
        String name = a.group("name");
        String wanted = k.group("name");
        String version = a.group("version");
        if (name.equals(wanted) || gemini(name, wanted)) {
            // a version of the catalog's own id may differ only by the day of a snapshot, or be left out or written
            // otherwise
            String held = k.group("version");
            return held == null
                    || version == null
                    || version.equals(held)
                    || version.length() == 8
                    || version.startsWith(held);
        }
        return version != null && (name + "-" + version.substring(0, Math.min(4, version.length()))).equals(wanted);
    }

    private static boolean gemini(String asked, String known) {
        return cut(GEMINI, asked).equals(known)
                || cut(GEMINI, asked).equals(strip(known, "models/").replaceFirst("-preview$", ""))
                        && asked.contains("-preview");
    }

    private static boolean ollama(String asked, String known) {
        Matcher a = OLLAMA.matcher(asked.toLowerCase(Locale.ROOT));
        Matcher k = OLLAMA.matcher(known.toLowerCase(Locale.ROOT));
        if (!a.matches() || !k.matches() || !a.group("name").equals(k.group("name"))) {
            return false;
        }
        String tag = a.group("tag") == null ? "latest" : a.group("tag");
        String held = k.group("tag") == null ? "latest" : k.group("tag");
        Matcher size = TAG.matcher(tag);
        return tag.equals(held)
                || (tag.equals("cloud") && held.equals("latest"))
                || (size.matches() && size.group("size").equals(held));
    }
}
