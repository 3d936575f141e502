package dev.portolan.testkit.contract;

import java.lang.reflect.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;
import org.opentest4j.TestAbortedException;

/** Sets the bench up for the cases of a contract, takes it down after them, and keeps their outcomes. */
final class ContractExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback, ParameterResolver, TestWatcher {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(ContractExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        Object instance = context.getRequiredTestInstance();
        ContractBench bench;
        String name;
        if (instance instanceof ChatModelContract contract) {
            bench = contract.bench();
            name = contract.name();
        } else if (instance instanceof EmbeddingModelContract contract) {
            bench = contract.bench();
            name = contract.name();
        } else {
            throw new IllegalStateException("This extension belongs to the contracts alone");
        }
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        store.put(ContractBench.class, bench);
        store.put(ContractResults.class, new ContractResults(name));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        bench(context).reset();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        bench(context).close();
        results(context).write();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return ContractBench.class.isAssignableFrom(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return bench(context);
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        record(context, ContractResults.Outcome.PASSED, null);
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        String reason = cause instanceof TestAbortedException ? cause.getMessage() : null;
        record(
                context,
                ContractResults.Outcome.SKIPPED,
                reason == null ? null : reason.replace("Assumption failed: ", ""));
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        record(context, ContractResults.Outcome.FAILED, null);
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        record(context, ContractResults.Outcome.SKIPPED, reason.orElse("disabled"));
    }

    /** Tests that an author adds to the class are no part of the contract. */
    private static void record(ExtensionContext context, ContractResults.Outcome outcome, @Nullable String reason) {
        Method method = context.getRequiredTestMethod();
        Class<?> topic = method.getDeclaringClass();
        if (topic.isInterface() && topic.getPackage() == ContractExtension.class.getPackage()) {
            results(context).add(topic.getSimpleName().replace("Cases", ""), method.getName(), outcome, reason);
        }
    }

    private static ContractBench bench(ExtensionContext context) {
        return stored(context, ContractBench.class);
    }

    private static ContractResults results(ExtensionContext context) {
        return stored(context, ContractResults.class);
    }

    private static <T> T stored(ExtensionContext context, Class<T> type) {
        T value = context.getStore(NAMESPACE).get(type, type);
        if (value == null) {
            throw new IllegalStateException("The contract was not set up");
        }
        return value;
    }
}
