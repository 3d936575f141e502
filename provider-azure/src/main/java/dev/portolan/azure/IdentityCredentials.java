package dev.portolan.azure;

import com.azure.core.credential.TokenCredential;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/**
 * The default chain of {@code com.azure:azure-identity}, which is no dependency of this module: it is heavy, and keys do without
 * it. So it is found by name.
 *
 * @see <a href="https://learn.microsoft.com/java/api/com.azure.identity.defaultazurecredentialbuilder">DefaultAzureCredential</a>
 */
final class IdentityCredentials {

    static final String BUILDER = "com.azure.identity.DefaultAzureCredentialBuilder";

    private IdentityCredentials() {}

    static TokenCredential create(
            ClassLoader loader, String authorityHost, @Nullable String tenantId, @Nullable String clientId) {
        try {
            Object builder = Class.forName(BUILDER, true, loader)
                    .getDeclaredConstructor()
                    .newInstance();
            set(builder, "authorityHost", authorityHost);
            set(builder, "tenantId", tenantId);
            set(builder, "managedIdentityClientId", clientId);
            return (TokenCredential) builder.getClass().getMethod("build").invoke(builder);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "auth=entra needs com.azure:azure-identity on the class path (exclude azure-core-http-netty from it); or"
                            + " give AzureConnection a TokenCredential of your own in code",
                    e);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    "auth=entra: azure-identity refuses its settings: "
                            + e.getTargetException().getMessage(),
                    e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "auth=entra: this version of com.azure:azure-identity is not understood; use 1.10 or newer", e);
        }
    }

    private static void set(Object builder, String method, @Nullable String value) throws ReflectiveOperationException {
        if (value != null) {
            builder.getClass().getMethod(method, String.class).invoke(builder, value);
        }
    }
}
