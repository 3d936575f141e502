package dev.portolan.cli;

import dev.portolan.config.ModelDescription;
import java.util.SortedMap;
import java.util.SortedSet;

/** With what kind of credentials a connection calls; never what they are. */
final class CredentialKind {

    private CredentialKind() {}

    static String of(ModelDescription model) {
        SortedSet<String> secrets = model.secrets();
        SortedMap<String, String> settings = model.settings();
        String way = settings.get("auth");
        String set = secrets.isEmpty() ? "" : String.join(", ", secrets) + " set";
        if (way != null) {
            return "auth=" + way + (set.isEmpty() ? "" : ", " + set);
        }
        return secrets.isEmpty() ? withoutSecret(model.provider()) : set;
    }

    private static String withoutSecret(String provider) {
        return switch (provider) {
            case "bedrock" -> "the AWS SDK's default chain";
            case "vertex" -> "application default credentials";
            default -> "none";
        };
    }
}
