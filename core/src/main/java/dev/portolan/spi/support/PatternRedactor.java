package dev.portolan.spi.support;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Replaces what patterns find by the name of what it is. Immutable, thread-safe. */
public final class PatternRedactor implements Redactor {

    /**
     * One kind of find.
     *
     * @param pattern what finds it
     * @param hint where the pattern is worth trying, or {@code null} for everywhere
     * @param keepsFirstGroup whether the pattern's first group stays
     * @param name what stands in the find's place
     * @param really tells finds from what only looks like them
     */
    private record Rule(
            Pattern pattern, @Nullable Hint hint, boolean keepsFirstGroup, String name, Predicate<String> really) {

        boolean find(Matcher matcher, String text, int from) {
            if (hint == null) {
                return matcher.find();
            }
            int at = hint.next(text, from);
            return at >= 0 && matcher.find(at);
        }
    }

    /** Quantifiers are possessive or bounded, so that no text makes a pattern slow. */
    static final PatternRedactor STANDARD = new PatternRedactor(List.of(
            rule(
                    "-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|\\z)",
                    Hint.anyOf(false, "-----BEGIN "),
                    "[private key]"),
            rule("\\beyJ[\\w-]{8,}+\\.[\\w-]++(?:\\.[\\w-]*+)?", Hint.anyOf(false, "eyJ"), "[token]"),
            keepingFirstGroup(
                    "(?i)(\\bauthorization\\\\?[\"']?\\s{0,4}[:=]\\s{0,4}\\\\?[\"']?(?:[a-z]{1,10}\\s{1,4})?)[\\w.~+/=-]{4,}+",
                    Hint.assigned(19, "authorization"),
                    "[token]"),
            keepingFirstGroup("(?i)\\b(bearer\\s{1,4})[\\w.~+/=-]{16,}+", Hint.anyOf(true, "bearer"), "[token]"),
            rule(
                    "\\b(?:sk|pk|rk)[-_][\\w-]{16,}+",
                    Hint.anyOf(false, "sk-", "sk_", "pk-", "pk_", "rk-", "rk_"),
                    "[key]"),
            rule(
                    "\\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}+\\b",
                    Hint.anyOf(false, "AKIA", "ASIA", "ABIA", "ACCA"),
                    "[key]"),
            rule("\\bAIza[\\w-]{30,}+", Hint.anyOf(false, "AIza"), "[key]"),
            rule(
                    "\\b(?:gh[pousr]_|github_pat_|glpat-|hf_|gsk_|xai-|xox[abprs]-)[\\w-]{16,}+",
                    Hint.anyOf(
                            false,
                            "ghp_",
                            "gho_",
                            "ghu_",
                            "ghs_",
                            "ghr_",
                            "github_pat_",
                            "glpat-",
                            "hf_",
                            "gsk_",
                            "xai-",
                            "xox"),
                    "[key]"),
            keepingFirstGroup(
                    "(?i)(\\b(?:[\\w-]{0,40}[_-])?(?:api[_-]?key|apikey|secret|secret[_-]?(?:access[_-]?)?key|access[_-]?token"
                            + "|auth[_-]?token|token|password|passwd)\\\\?[\"']?\\s{0,4}[:=]\\s{0,4}\\\\?[\"']?)[^\\s\"',;&}\\[\\\\]{4,}+",
                    Hint.assigned(64, "key", "secret", "token", "password", "passwd"),
                    "[secret]"),
            rule(
                    "\\b[\\w.%+-]{1,64}+@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\\.){1,8}[A-Za-z]{2,24}\\b",
                    Hint.around('@', 64), "[e-mail]"),
            new Rule(
                    Pattern.compile("(?<![\\d.])\\d(?:[ -]?\\d){12,18}+(?!\\d)"),
                    Hint.digits(13),
                    false,
                    "[card]",
                    PatternRedactor::checkDigitFits),
            rule(
                    "(?<![\\w.+-])(?:\\+|00)[1-9]\\d{0,2}(?:[ ./-]?\\(?\\d{1,4}\\)?){2,6}+(?!\\w)"
                            + "|(?<![\\w.])0\\d{1,4}[ ./-]\\d{5,9}(?!\\w|[.,-]\\d)"
                            + "|(?<![\\w.])\\(?0?\\d{2,4}\\)?[ ./-]\\d{3,4}[ ./-]\\d{4,5}(?!\\w|[.,-]\\d)",
                    Hint.phone(12),
                    "[phone]")));

    private final List<Rule> rules;

    private PatternRedactor(List<Rule> rules) {
        this.rules = rules;
    }

    /**
     * A redactor of an application's own patterns.
     *
     * @param patterns what a find is called, such as {@code customer-number}, to the pattern that finds it
     * @return the redactor; a find is replaced by its name in square brackets
     */
    public static PatternRedactor of(Map<String, Pattern> patterns) {
        return new PatternRedactor(patterns.entrySet().stream()
                .map(entry -> new Rule(entry.getValue(), null, false, "[" + entry.getKey() + "]", found -> true))
                .toList());
    }

    private static Rule rule(String pattern, Hint hint, String name) {
        return new Rule(Pattern.compile(pattern), hint, false, name, found -> true);
    }

    private static Rule keepingFirstGroup(String pattern, Hint hint, String name) {
        return new Rule(Pattern.compile(pattern), hint, true, name, found -> true);
    }

    /** The same rules, each tried everywhere: slow, and by definition right. */
    PatternRedactor withoutHints() {
        return new PatternRedactor(rules.stream()
                .map(rule -> new Rule(rule.pattern(), null, rule.keepsFirstGroup(), rule.name(), rule.really()))
                .toList());
    }

    @Override
    public String redact(String text) {
        String left = text;
        for (Rule rule : rules) {
            left = apply(rule, left);
        }
        return left;
    }

    private static String apply(Rule rule, String text) {
        Matcher matcher = rule.pattern().matcher(text);
        if (!rule.find(matcher, text, 0)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int done = 0;
        do {
            if (rule.really().test(matcher.group())) {
                out.append(text, done, rule.keepsFirstGroup() ? matcher.end(1) : matcher.start())
                        .append(rule.name());
                done = matcher.end();
            }
        } while (rule.find(matcher, text, matcher.end()));
        return out.append(text, done, text.length()).toString();
    }

    /** The Luhn check of ISO/IEC 7812-1. */
    private static boolean checkDigitFits(String number) {
        int sum = 0;
        boolean twice = false;
        for (int i = number.length() - 1; i >= 0; i--) {
            int digit = Character.digit(number.charAt(i), 10);
            if (digit >= 0) {
                int counted = twice ? digit * 2 : digit;
                sum += counted > 9 ? counted - 9 : counted;
                twice = !twice;
            }
        }
        return sum % 10 == 0;
    }
}
