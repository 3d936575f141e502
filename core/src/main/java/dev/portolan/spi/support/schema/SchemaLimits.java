package dev.portolan.spi.support.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How large a schema may be for a vendor. Zero means no limit.
 *
 * @param code the rule's code
 * @param properties the properties in all objects together
 * @param depth how deep objects nest; the root is 1
 * @param characters of names of properties and definitions, of enum values and constants, together
 * @param enumValues in all enums together
 * @param longEnum from how many values on an enum's characters are counted by themselves
 * @param longEnumCharacters how many characters such an enum may have
 */
public record SchemaLimits(
        String code, int properties, int depth, int characters, int enumValues, int longEnum, int longEnumCharacters) {

    SchemaRule rule() {
        return new SchemaRule(
                code,
                "refuses what is larger than " + properties + " properties, " + depth + " levels of objects, "
                        + characters + " characters in names and values, " + enumValues + " enum values",
                ignored -> {});
    }

    void check(SchemaPlace place) {
        place.at(rule());
        Size size = new Size();
        size.add(place.document(), 1);
        refuse(place, "properties", size.properties, properties, "properties");
        refuse(place, "properties", size.depth, depth, "levels of objects");
        refuse(place, "properties", size.characters, characters, "characters in names and values");
        refuse(place, "enum", size.enumValues, enumValues, "enum values");
        refuse(place, "enum", size.longestEnum, longEnumCharacters, "characters in one enum of more than " + longEnum);
    }

    private static void refuse(SchemaPlace place, String keyword, int found, int most, String what) {
        if (most > 0 && found > most) {
            place.refuse(keyword, "The schema has " + found + " " + what + ", and " + most + " are allowed");
        }
    }

    private final class Size {
        private int properties;
        private int depth;
        private int characters;
        private int enumValues;
        private int longestEnum;

        void add(ObjectNode schema, int level) {
            boolean object = schema.has("properties");
            if (object) {
                depth = Math.max(depth, level);
            }
            for (String keyword : new String[] {"properties", "$defs", "definitions"}) {
                JsonNode named = schema.path(keyword);
                if (keyword.equals("properties")) {
                    properties += named.size();
                }
                named.fieldNames().forEachRemaining(name -> characters += name.length());
            }
            addValues(schema);
            for (Subschemas.Found inner : Subschemas.of(schema)) {
                if (inner.schema() instanceof ObjectNode next) {
                    add(next, inner.path().startsWith("/$defs/") ? level : object ? level + 1 : level);
                }
            }
        }

        private void addValues(ObjectNode schema) {
            JsonNode values = schema.path("enum");
            int length = 0;
            for (JsonNode value : values) {
                length += value.asText().length();
            }
            enumValues += values.size();
            if (values.size() > longEnum) {
                longestEnum = Math.max(longestEnum, length);
            }
            characters += length + schema.path("const").asText().length();
        }
    }
}
