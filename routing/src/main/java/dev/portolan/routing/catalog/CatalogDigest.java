package dev.portolan.routing.catalog;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The digest of a catalog's file: SHA-256 over its content without the member {@code digest}, as JSON in UTF-8 with the members of each
 * object in the order of their names and no white space between. Formatting and order do not change it; any fact does, those that this
 * version of the library does not know included.
 */
final class CatalogDigest {

    static final String KEY = "digest";

    private CatalogDigest() {}

    static String of(ObjectNode document) {
        MessageDigest sha;
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), sha);
                JsonGenerator json = Json.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            for (Map.Entry<String, JsonNode> member : sorted(document).entrySet()) {
                if (!member.getKey().equals(KEY)) {
                    json.writeFieldName(member.getKey());
                    write(member.getValue(), json);
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "sha256:" + HexFormat.of().formatHex(sha.digest());
    }

    private static Map<String, JsonNode> sorted(JsonNode object) {
        Map<String, JsonNode> members = new TreeMap<>();
        object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        return members;
    }

    private static void write(JsonNode node, JsonGenerator json) throws IOException {
        if (node.isObject()) {
            json.writeStartObject();
            for (Map.Entry<String, JsonNode> member : sorted(node).entrySet()) {
                json.writeFieldName(member.getKey());
                write(member.getValue(), json);
            }
            json.writeEndObject();
        } else if (node.isArray()) {
            json.writeStartArray();
            for (Iterator<JsonNode> items = node.elements(); items.hasNext(); ) {
                write(items.next(), json);
            }
            json.writeEndArray();
        } else {
            json.writeTree(node);
        }
    }
}
