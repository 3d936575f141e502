package dev.portolan.routing.catalog.generator;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record of the collected facts: a model id on a cloud. A key that is missing is not known. */
record Fact(JsonNode node) {

    String cloud() {
        return need("cloud");
    }

    String id() {
        return need("id");
    }

    String canonical() {
        return need("canonical");
    }

    String need(String key) {
        String value = text(key);
        if (value == null) {
            throw new IllegalArgumentException(
                    "A fact lacks " + key + ": " + node.path("cloud") + " " + node.path("id"));
        }
        return value;
    }

    @Nullable
    String text(String key) {
        JsonNode value = node.get(key);
        return value == null || value.isNull() ? null : value.asText();
    }

    @Nullable
    Boolean flag(String key) {
        JsonNode value = node.get(key);
        return value == null || !value.isBoolean() ? null : value.booleanValue();
    }

    @Nullable
    Long count(String key) {
        JsonNode value = node.get(key);
        return value == null || !value.isNumber() ? null : value.longValue();
    }

    /** A day; a month alone is none. */
    @Nullable
    LocalDate day(String key) {
        String value = text(key);
        return value == null || value.length() == 7 ? null : LocalDate.parse(value);
    }

    /** A number, without needless zeros. */
    @Nullable
    BigDecimal decimal(String key) {
        JsonNode value = node.get(key);
        return value == null || !value.isNumber() ? null : plain(value.decimalValue());
    }

    static BigDecimal plain(BigDecimal value) {
        return new BigDecimal(value.stripTrailingZeros().toPlainString());
    }

    List<String> texts(String key) {
        List<String> all = new ArrayList<>();
        node.path(key).forEach(item -> all.add(item.asText()));
        return all;
    }

    List<Fact> facts(String key) {
        List<Fact> all = new ArrayList<>();
        node.path(key).forEach(item -> all.add(new Fact(item)));
        return all;
    }

    boolean retired() {
        return "retired".equals(text("lifecycle"));
    }
}
