package dev.portolan.vertex;

import io.grpc.netty.shaded.io.netty.util.internal.logging.InternalLogger;
import io.grpc.netty.shaded.io.netty.util.internal.logging.InternalLoggerFactory;
import io.grpc.netty.shaded.io.netty.util.internal.logging.JdkLoggerFactory;
import io.grpc.netty.shaded.io.netty.util.internal.logging.Slf4JLoggerFactory;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.function.Function;

/**
 * Keeps tokens and prompts out of logs: gRPC's transport writes the headers and the first bytes of each message into a log when an
 * application sets that to its finest level, and has no setting against it. Its other logs stay as they are.
 */
final class FrameLogs {

    /** Nothing but frames is written by these names through Netty. */
    private static final Set<String> OF_FRAMES = Set.of(
            "io.grpc.netty.shaded.io.grpc.netty.NettyClientHandler",
            "io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler");

    private FrameLogs() {}

    /** From now on; more than once does no harm. An application's own way to make loggers is left alone. */
    static void silence() {
        InternalLoggerFactory present = InternalLoggerFactory.getDefaultFactory();
        if (present instanceof Slf4JLoggerFactory slf4j) {
            InternalLoggerFactory.setDefaultFactory(new Silencing(slf4j::newInstance));
        } else if (present instanceof JdkLoggerFactory jdk) {
            InternalLoggerFactory.setDefaultFactory(new Silencing(jdk::newInstance));
        }
    }

    private static final class Silencing extends InternalLoggerFactory {
        private final Function<String, InternalLogger> loggers;

        Silencing(Function<String, InternalLogger> loggers) {
            this.loggers = loggers;
        }

        @Override
        protected InternalLogger newInstance(String name) {
            return OF_FRAMES.contains(name) ? silent(name) : loggers.apply(name);
        }

        private static InternalLogger silent(String name) {
            return (InternalLogger) Proxy.newProxyInstance(
                    FrameLogs.class.getClassLoader(),
                    new Class<?>[] {InternalLogger.class},
                    (proxy, method, arguments) -> {
                        if (method.getReturnType() == boolean.class) {
                            return false;
                        }
                        return method.getReturnType() == String.class ? name : null;
                    });
        }
    }
}
