package dev.portolan.routing.budget;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ModelInfo;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.routing.state.StateStore;
import dev.portolan.routing.state.StateStoreException;
import dev.portolan.routing.state.StateStores;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what is used up of budgets, in a store that instances may share. Thread-safe.
 *
 * <p>Each instance keeps a share of its own under each budget's key and adds up all of them before it reserves, within one update of the
 * store: so no interleaving of calls, threads or instances lets more be reserved than there is. A share is always written whole, so that
 * writing it twice counts nothing twice.
 */
public final class Budgets {

    private static final Logger LOG = LoggerFactory.getLogger(Budgets.class);
    private static final ConcurrentMap<String, Budgets> SHARED = new ConcurrentHashMap<>();
    private static final long SWEEP_EVERY = 4096;
    private static final Duration IDLE = Duration.ofMinutes(30);

    private final StoreCalls calls;
    private final Clock clock;
    private final String instance = newInstance();
    private final ConcurrentMap<String, Account> accounts = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Budget> budgets = new ConcurrentHashMap<>();
    private final CopyOnWriteArraySet<BudgetListener> listeners = new CopyOnWriteArraySet<>();
    private final AtomicLong reservations = new AtomicLong();

    /**
     * Budgets in a store.
     *
     * @param store where they are counted; stays its owner's, who closes it
     */
    public Budgets(StateStore store) {
        this(store, Clock.systemUTC());
    }

    /**
     * Budgets by another clock, for tests.
     *
     * @param store where they are counted; stays its owner's, who closes it
     * @param clock tells which period it is and which reservations are over
     */
    public Budgets(StateStore store, Clock clock) {
        this.calls = new StoreCalls(store);
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    private static String newInstance() {
        byte[] bytes = new byte[6];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * The budgets that configured models count in.
     *
     * @param state the store's name, as {@link StateStores#named} has it; {@link StateStores#MEMORY} by default
     * @return the ones of the process
     * @throws IllegalArgumentException when there is no such store
     */
    public static Budgets shared(String state) {
        StateStore store = StateStores.named(state);
        return SHARED.compute(
                state, (name, known) -> known != null && known.calls.store() == store ? known : new Budgets(store));
    }

    /**
     * Adds somebody who hears of budgets that are used up. Adding again does nothing.
     *
     * @param listener who
     */
    public void listen(BudgetListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Where the budgets stand that calls of this instance were counted in lately, for all instances together.
     *
     * @return those of periods that are not over, sorted by name and owner; what was last known where the store cannot be asked
     */
    public List<BudgetStatus> status() {
        Instant now = clock.instant();
        List<BudgetStatus> all = new ArrayList<>();
        accounts.forEach((key, account) -> {
            Instant end = account.id().end();
            Budget budget = budgets.get(key);
            if (budget != null && (end == null || now.isBefore(end))) {
                all.add(account.status(budget, now));
            }
        });
        all.sort(Comparator.comparing(BudgetStatus::budget)
                .thenComparing(status -> status.owner().toString()));
        return List.copyOf(all);
    }

    /**
     * Where a budget stands for a call.
     *
     * @param budget the budget
     * @param model the name that is called
     * @param context what belongs to the call, such as its tenant
     * @return for all instances together; what was last known where the store cannot be asked
     */
    public BudgetStatus status(Budget budget, String model, CallContext context) {
        Instant now = clock.instant();
        return account(budget, AccountId.of(budget, model, context, now)).status(budget, now);
    }

    private Account account(Budget budget, AccountId id) {
        budgets.put(id.key(), budget);
        return accounts.computeIfAbsent(id.key(), key -> new Account(id, instance, calls));
    }

    /**
     * Reserves for a call of all budgets that cover it, or of none.
     *
     * @return what is reserved, or {@code null} when no budget covers the call
     * @throws LlmException of kind budget-exceeded
     */
    @Nullable
    Hold reserve(
            List<Budget> each,
            BudgetPolicy policy,
            String model,
            ModelInfo info,
            ChatRequest request,
            CallContext context) {
        Instant now = clock.instant();
        List<Hold.Part> parts = new ArrayList<>(each.size());
        Hold hold = new Hold(this, policy, parts);
        Map<String, CallCost> costs = new HashMap<>(4);
        try {
            for (Budget budget : each) {
                if (budget.covers(model, context)) {
                    String unit = String.valueOf(budget.currency());
                    CallCost cost = costs.computeIfAbsent(
                            unit, u -> new CallCost(policy, budget.currency(), info, request, now));
                    requirePrice(budget, cost);
                    parts.add(reserve(budget, AccountId.of(budget, model, context, now), cost, policy, now));
                }
            }
        } catch (LlmException e) {
            hold.release();
            throw e;
        }
        sweep(now);
        return parts.isEmpty() ? null : hold;
    }

    private static void requirePrice(Budget budget, CallCost cost) {
        String unpriced = cost.unpriced();
        if (unpriced != null) {
            throw ErrorDetails.builder("what " + unpriced + " costs in " + budget.currency()
                            + " is not known, and the budget \"" + budget.name() + "\" counts money")
                    .remedy("Add the price to the catalog by an overlay, set budget.unknown-price, or count tokens")
                    .toException(ErrorKind.BUDGET_EXCEEDED);
        }
    }

    private Hold.Part reserve(Budget budget, AccountId id, CallCost cost, BudgetPolicy policy, Instant now) {
        while (true) {
            Account account = account(budget, id);
            Account.Result result = account.reserve(cost.reservation(), budget, policy, now);
            if (result == null) {
                accounts.remove(id.key(), account);
                continue;
            }
            tell(budget, account, result, now);
            if (!result.admitted()) {
                throw refusal(budget, account, cost, result, now);
            }
            return new Hold.Part(budget, account, cost, result.until());
        }
    }

    private LlmException refusal(Budget budget, Account account, CallCost cost, Account.Result result, Instant now) {
        StateStoreException failure = result.failure();
        if (failure != null) {
            return ErrorDetails.builder("whether the budget \"" + budget.name() + "\" allows the call cannot be told: "
                            + failure.getMessage())
                    .remedy("See to the store, or set budget.on-store-failure=allow")
                    .toException(ErrorKind.BUDGET_EXCEEDED, failure);
        }
        if (account.firstRefusal()) {
            LOG.warn("The budget \"{}\" is used up{}: calls are refused", budget.name(), whose(account));
            notify(listener -> listener.refused(account.lastSeen(budget, now)));
        }
        Instant end = account.id().end();
        boolean ever = cost.reservation() <= budget.units();
        Duration wait = end == null || !ever ? null : Duration.between(now, end);
        return ErrorDetails.builder("the budget \"" + budget.name() + "\" (" + BudgetText.of(budget) + ") "
                        + (ever ? "has no room for the call" : "is less than the call may cost"))
                .retryAfter(wait)
                .remedy(
                        wait == null
                                ? "Raise the budget, or set a lower maxOutputTokens"
                                : "Wait until it begins anew at " + end + ", raise it, or set a lower maxOutputTokens")
                .toException(ErrorKind.BUDGET_EXCEEDED);
    }

    private static String whose(Account account) {
        return account.id().owner().isEmpty() ? "" : " for " + account.id().owner();
    }

    /** Counts what a call has used in place of what it had reserved. */
    void settle(Hold.Part part, long used, BudgetPolicy policy) {
        Instant now = clock.instant();
        Account account = part.account();
        while (true) {
            Account.Result result =
                    account.settle(part.cost().reservation(), part.until(), used, part.budget(), policy, now);
            if (result != null) {
                tell(part.budget(), account, result, now);
                return;
            }
            accounts.remove(account.id().key(), account);
            account = account(part.budget(), account.id());
        }
    }

    private void tell(Budget budget, Account account, Account.Result result, Instant now) {
        if (result.failure() != null) {
            LOG.warn(
                    "The store of the budget \"{}\" cannot be asked: {}",
                    budget.name(),
                    result.failure().getMessage());
        }
        if (result.alert() > 0) {
            LOG.warn("{} % of the budget \"{}\" are spent{}", result.alert(), budget.name(), whose(account));
            notify(listener -> listener.reached(account.lastSeen(budget, now), result.alert()));
        }
    }

    private void notify(Consumer<BudgetListener> event) {
        for (BudgetListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                LOG.warn("The listener {} failed; the call is not affected", listener.getClass(), e);
            }
        }
    }

    /** Forgets accounts that nobody uses any more, so that a long life with many tenants needs no more memory than a short one. */
    private void sweep(Instant now) {
        if (reservations.incrementAndGet() % SWEEP_EVERY == 0) {
            long idleBefore = now.minus(IDLE).getEpochSecond();
            accounts.forEach((key, account) -> {
                if (account.retire(idleBefore) && accounts.remove(key, account)) {
                    budgets.remove(key);
                }
            });
        }
    }
}
