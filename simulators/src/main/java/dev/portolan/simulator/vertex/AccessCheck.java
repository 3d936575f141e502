package dev.portolan.simulator.vertex;

import com.google.rpc.Code;
import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.internal.SimulatorOptions;
import io.grpc.Metadata;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Who may call what: the token, the routing header, the project, the location, the model. */
final class AccessCheck {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> ROUTING =
            Metadata.Key.of("x-goog-request-params", Metadata.ASCII_STRING_MARSHALLER);
    private static final String SCHEME = "Bearer ";

    private final SimulatorOptions options;
    private final @Nullable String project;
    private final @Nullable String location;

    AccessCheck(SimulatorOptions options, @Nullable String project, @Nullable String location) {
        this.options = options;
        this.project = project;
        this.location = location;
    }

    void require(Metadata headers, String method, String resource) {
        requireToken(headers.get(AUTHORIZATION), method);
        String routing = headers.get(ROUTING);
        if (routing == null || !routes(routing, resource)) {
            throw unroutable(method);
        }
        ModelPath path = ModelPath.of(resource);
        if (project != null && !project.equals(path.project())) {
            throw VertexErrors.of(ErrorKind.PERMISSION, null, method, resource);
        }
        if (location != null && !location.equals(path.location())) {
            throw unroutable(method);
        }
        if (!options.models().isEmpty() && !options.models().contains(path.model())) {
            throw path.notFound();
        }
    }

    private void requireToken(@Nullable String authorization, String method) {
        if (options.apiKeys().isEmpty()) {
            return;
        }
        if (authorization == null || !authorization.startsWith(SCHEME)) {
            throw VertexErrors.unauthenticated("CREDENTIALS_MISSING", method);
        }
        if (!options.apiKeys().contains(authorization.substring(SCHEME.length()).trim())) {
            throw VertexErrors.unauthenticated("ACCESS_TOKEN_TYPE_UNSUPPORTED", method);
        }
    }

    /** A call finds its region by this header, not by the message. */
    private static boolean routes(String routing, String resource) {
        for (String pair : routing.split("&", -1)) {
            String value = pair.substring(pair.indexOf('=') + 1);
            if (URLDecoder.decode(value, StandardCharsets.UTF_8).equals(resource)) {
                return true;
            }
        }
        return false;
    }

    private static VertexError unroutable(String method) {
        return new VertexError(
                Code.INVALID_ARGUMENT,
                "Invalid resource field value in the request.",
                VertexError.info("RESOURCE_PROJECT_INVALID", method));
    }
}
