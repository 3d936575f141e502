package dev.portolan.routing.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Usage;
import dev.portolan.error.BudgetExceeded;
import dev.portolan.error.LlmException;
import dev.portolan.routing.state.InMemoryStateStore;
import dev.portolan.routing.state.StateChange;
import dev.portolan.routing.state.StateStore;
import dev.portolan.routing.state.StateStoreException;
import dev.portolan.routing.state.StoredEvent;
import dev.portolan.routing.state.StoredState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Counting: who is let in, what stands afterwards, over threads, instances, periods and a store that fails. */
class BudgetsTest {

    /** Nine tokens of input at the estimate, none added, and 91 of output: a hundred. */
    private static final ChatRequest REQUEST =
            ChatRequest.builder().user("Hello, reader!!").maxOutputTokens(91).build();

    private static final BudgetPolicy POLICY = BudgetPolicy.builder().margin(0).build();

    private final HandClock clock = new HandClock("2026-11-22T10:00:00Z");
    private final InMemoryStateStore store = new InMemoryStateStore(clock);
    private final Budget day =
            Budget.parse("day", "1000 tokens per day by tenant").build();

    private static CallContext tenant(String name) {
        return CallContext.builder().tenant(name).build();
    }

    private BudgetedChatModel model(Costly costly, Budgets ledger, Budget... budgets) {
        return new BudgetedChatModel(costly, "assistant", List.of(budgets), POLICY, ledger);
    }

    private static long spent(Budgets ledger, Budget budget, CallContext context) {
        return ledger.status(budget, "assistant", context).spent().longValueExact();
    }

    private static long reserved(Budgets ledger, Budget budget, CallContext context) {
        return ledger.status(budget, "assistant", context).reserved().longValueExact();
    }

    @Test
    void whatACallUsedTakesThePlaceOfWhatItReserved() {
        Budgets ledger = new Budgets(store, clock);
        Costly costly = new Costly("one");
        costly.answering(() -> {
            assertThat(reserved(ledger, day, tenant("acme"))).isEqualTo(100);
            return costly.response(Usage.of(7, 23));
        });

        model(costly, ledger, day).chat(REQUEST, tenant("acme"));

        assertThat(spent(ledger, day, tenant("acme"))).isEqualTo(30);
        assertThat(reserved(ledger, day, tenant("acme"))).isZero();
        assertThat(spent(ledger, day, tenant("other"))).isZero();
    }

    @Test
    void aCallWithoutRoomIsNotMadeAndNamesBudgetAndEndOfPeriod() {
        Budgets ledger = new Budgets(store, clock);
        Costly costly = new Costly("one").using(9, 91);
        BudgetedChatModel model = model(costly, ledger, day);
        for (int i = 0; i < 10; i++) {
            model.chat(REQUEST, tenant("acme"));
        }

        assertThatThrownBy(() -> model.chat(REQUEST, tenant("acme")))
                .isInstanceOfSatisfying(BudgetExceeded.class, e -> {
                    assertThat(e).hasMessageContaining("\"day\"").hasMessageContaining("1000 tokens per day");
                    assertThat(e.retryAfter()).isEqualTo(Duration.ofHours(14));
                });
        assertThat(costly.calls).hasValue(10);
        model.chat(REQUEST, tenant("other"));

        clock.to("2026-11-23T00:00:00Z");
        model.chat(REQUEST, tenant("acme"));
        assertThat(spent(ledger, day, tenant("acme"))).isEqualTo(100);
    }

    @Test
    void aCallThatNeverFitsIsToldSoWithoutATimeToWait() {
        Budget small = Budget.parse("small", "99 tokens per day").build();
        assertThatThrownBy(() -> model(new Costly("one"), new Budgets(store, clock), small)
                        .chat(REQUEST))
                .isInstanceOfSatisfying(
                        LlmException.class, e -> assertThat(e.retryAfter()).isNull())
                .hasMessageContaining("less than the call may cost");
    }

    @Test
    void ofSeveralBudgetsAllHaveRoomOrNothingIsReserved() {
        Budgets ledger = new Budgets(store, clock);
        Budget feature =
                Budget.parse("feature", "150 tokens in total by feature").build();
        Costly costly = new Costly("one").using(9, 91);
        BudgetedChatModel model = model(costly, ledger, day, feature);
        CallContext context =
                CallContext.builder().tenant("acme").feature("chat").build();
        model.chat(REQUEST, context);

        assertThatThrownBy(() -> model.chat(REQUEST, context)).hasMessageContaining("\"feature\"");

        assertThat(costly.calls).hasValue(1);
        assertThat(reserved(ledger, day, context)).isZero();
        assertThat(spent(ledger, day, context)).isEqualTo(100);
        assertThat(ledger.status()).extracting(BudgetStatus::budget).containsExactly("day", "feature");
        assertThat(ledger.status().get(1).remaining()).isEqualByComparingTo("50");
        assertThat(ledger.status().get(1).periodEnd()).isNull();
    }

    @Test
    void aBudgetForOneTenantLeavesOthersAlone() {
        Budget acme = Budget.parse("acme", "100 tokens per day for tenant=acme").build();
        Costly costly = new Costly("one").using(9, 91);
        BudgetedChatModel model = model(costly, new Budgets(store, clock), acme);

        model.chat(REQUEST, tenant("acme"));
        model.chat(REQUEST, tenant("other"));
        model.chat(REQUEST, tenant("other"));

        assertThatThrownBy(() -> model.chat(REQUEST, tenant("acme"))).isInstanceOf(BudgetExceeded.class);
    }

    /** Two instances, many threads: of a thousand calls exactly as many are made as the budget has room for. */
    @Test
    void aThousandConcurrentCallsNeverOverspendByOneRequest() throws Exception {
        Budget limit = Budget.parse("limit", "30000 tokens per day").build();
        CountDownLatch all = new CountDownLatch(1);
        Costly costly = new Costly("one").using(9, 91);
        List<Budgets> instances = List.of(new Budgets(store, clock), new Budgets(store, clock));
        AtomicInteger refused = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(40);
        try {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                BudgetedChatModel model = model(costly, instances.get(i % 2), limit);
                calls.add(threads.submit(() -> {
                    all.await();
                    try {
                        model.chat(REQUEST);
                    } catch (BudgetExceeded e) {
                        refused.incrementAndGet();
                    }
                    return null;
                }));
            }
            all.countDown();
            for (Future<?> call : calls) {
                call.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(costly.calls).hasValue(300);
        assertThat(refused).hasValue(700);
        assertThat(spent(instances.get(0), limit, CallContext.EMPTY)).isEqualTo(30_000);
        assertThat(reserved(instances.get(0), limit, CallContext.EMPTY)).isZero();
    }

    /** Between the reading and the writing of one instance another one takes the last of the budget. */
    @Test
    void anInstanceThatComesBetweenIsSeen() {
        Budget limit = Budget.parse("limit", "100 tokens per day").build();
        Costly costly = new Costly("one").using(9, 91);
        BudgetedChatModel other = model(costly, new Budgets(store, clock), limit);
        AtomicInteger asked = new AtomicInteger();
        Budgets late = new Budgets(
                new Forwarding(store) {
                    @Override
                    public Outcome update(String key, StateChange change) {
                        if (asked.getAndIncrement() == 0) {
                            // computed on what stood before, and then overtaken: a store asks again
                            assertThat(change.next(read(key))).isNotNull();
                            other.chat(REQUEST);
                        }
                        return super.update(key, change);
                    }
                },
                clock);

        assertThatThrownBy(() -> model(costly, late, limit).chat(REQUEST)).isInstanceOf(BudgetExceeded.class);
        assertThat(costly.calls).hasValue(1);
        assertThat(spent(late, limit, CallContext.EMPTY)).isEqualTo(100);
    }

    @Test
    void whatADeadInstanceHadReservedIsFreeWhenItsLeaseIsOver() {
        Budget limit = Budget.parse("limit", "100 tokens in total").build();
        BudgetedChatModel dead = model(new Costly("one"), new Budgets(store, clock), limit);
        assertThat(dead.reserve(REQUEST, CallContext.EMPTY)).isNotNull(); // and never heard of again
        BudgetedChatModel alive = model(new Costly("one").using(9, 91), new Budgets(store, clock), limit);

        clock.pass(Duration.ofMinutes(14));
        assertThatThrownBy(() -> alive.chat(REQUEST)).isInstanceOf(BudgetExceeded.class);
        clock.pass(Duration.ofMinutes(1));
        alive.chat(REQUEST);
    }

    @Test
    void aCallThatOutlivesItsLeaseIsCountedAllTheSame() {
        Budgets ledger = new Budgets(store, clock);
        Hold late = Objects.requireNonNull(model(new Costly("one"), ledger, day).reserve(REQUEST, tenant("acme")));
        clock.pass(Duration.ofMinutes(20));
        model(new Costly("one").using(9, 91), ledger, day).chat(REQUEST, tenant("acme"));

        late.answered(new Costly("one").response(Usage.of(1, 1)));

        assertThat(spent(ledger, day, tenant("acme"))).isEqualTo(102);
        assertThat(reserved(ledger, day, tenant("acme"))).isZero();
    }

    /** Others put the share of a silent instance away for good; when it comes back, it must not count it again. */
    @Test
    void anInstanceThatWasSilentForLongDoesNotCountTwice() {
        Budget limit = Budget.parse("limit", "1000 tokens in total").build();
        Budgets silent = new Budgets(store, clock);
        Budgets busy = new Budgets(store, clock);
        Costly costly = new Costly("one").using(9, 91);
        model(costly, silent, limit).chat(REQUEST);

        clock.pass(Duration.ofHours(3));
        model(costly, busy, limit).chat(REQUEST);
        assertThat(spent(busy, limit, CallContext.EMPTY)).isEqualTo(200);
        model(costly, silent, limit).chat(REQUEST);
        model(costly, silent, limit).chat(REQUEST);

        assertThat(spent(busy, limit, CallContext.EMPTY)).isEqualTo(400);
    }

    @Test
    void accountsThatNobodyUsesAreForgottenAndFoundAgainInTheStore() {
        Budgets ledger = new Budgets(store, clock);
        Budget total =
                Budget.parse("total", "1000000000 tokens in total by tenant").build();
        BudgetedChatModel model = model(new Costly("one").using(9, 91), ledger, total);
        model.chat(REQUEST, tenant("acme"));
        clock.pass(Duration.ofMinutes(40));
        for (int i = 0; i < 4096; i++) {
            model.chat(REQUEST, tenant("busy"));
        }
        assertThat(ledger.status()).extracting(BudgetStatus::owner).hasSize(1);

        model.chat(REQUEST, tenant("acme"));

        assertThat(spent(ledger, total, tenant("acme"))).isEqualTo(200);
    }

    @Test
    void somebodyIsToldOnceForEachPercentageAndPeriodInTheFleet() {
        List<String> told = new ArrayList<>();
        BudgetListener listener = new BudgetListener() {
            @Override
            public void reached(BudgetStatus status, int percent) {
                told.add(percent + " of " + status.spent());
                throw new IllegalStateException("changes nothing");
            }

            @Override
            public void refused(BudgetStatus status) {
                told.add("refused");
            }
        };
        Budget watched =
                Budget.parse("watched", "400 tokens per day").alertAt(50, 75).build();
        List<Budgets> instances = List.of(new Budgets(store, clock), new Budgets(store, clock));
        instances.forEach(each -> each.listen(listener));
        Costly costly = new Costly("one").using(9, 91);
        for (int day = 0; day < 2; day++) {
            for (int i = 0; i < 4; i++) {
                model(costly, instances.get(i % 2), watched).chat(REQUEST);
            }
            assertThatThrownBy(() -> model(costly, instances.get(0), watched).chat(REQUEST))
                    .isInstanceOf(BudgetExceeded.class);
            assertThatThrownBy(() -> model(costly, instances.get(0), watched).chat(REQUEST))
                    .isInstanceOf(BudgetExceeded.class);
            assertThat(told).containsExactly("50 of 200", "75 of 300", "refused");
            told.clear();
            clock.pass(Duration.ofDays(1));
        }
    }

    @Test
    void aStoreThatCannotBeAskedRefusesCallsUnlessTheyAreAllowed() {
        Broken broken = new Broken(store);
        Budgets ledger = new Budgets(broken, clock);
        Costly costly = new Costly("one").using(9, 91);
        broken.down = true;
        assertThatThrownBy(() -> model(costly, ledger, day).chat(REQUEST, tenant("acme")))
                .isInstanceOf(BudgetExceeded.class)
                .hasMessageContaining("out of order")
                .hasCauseInstanceOf(StateStoreException.class);

        BudgetPolicy allowing = BudgetPolicy.builder()
                .margin(0)
                .onStoreFailure(BudgetPolicy.OnStoreFailure.ALLOW)
                .build();
        BudgetedChatModel model = new BudgetedChatModel(costly, "assistant", List.of(day), allowing, ledger);
        for (int i = 0; i < 10; i++) {
            model.chat(REQUEST, tenant("acme"));
        }
        assertThatThrownBy(() -> model.chat(REQUEST, tenant("acme"))).isInstanceOf(BudgetExceeded.class);
        assertThat(costly.calls).hasValue(10);

        broken.down = false;
        assertThatThrownBy(() -> model.chat(REQUEST, tenant("acme"))).isInstanceOf(BudgetExceeded.class);
        assertThat(spent(new Budgets(store, clock), day, tenant("acme"))).isEqualTo(1000);
    }

    @Test
    void anUpdateThatMayHaveBeenMadeIsNotCountedTwice() {
        Broken broken = new Broken(store);
        Budgets ledger = new Budgets(broken, clock);
        Costly costly = new Costly("one");
        costly.answering(() -> {
            broken.after = true; // what is settled arrives, and its answer is lost
            return costly.response(Usage.of(9, 91));
        });
        model(costly, ledger, day).chat(REQUEST, tenant("acme"));
        broken.after = false;
        costly.using(9, 91);
        model(costly, ledger, day).chat(REQUEST, tenant("acme"));

        assertThat(spent(ledger, day, tenant("acme"))).isEqualTo(200);
        assertThat(reserved(ledger, day, tenant("acme"))).isZero();
    }

    @Test
    void aStoreThatHangsIsNotWaitedForLong() {
        CountDownLatch never = new CountDownLatch(1);
        Budgets ledger = new Budgets(
                new Forwarding(store) {
                    @Override
                    public Outcome update(String key, StateChange change) {
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            throw new StateStoreException("interrupted", false, e);
                        }
                        return super.update(key, change);
                    }
                },
                clock);
        BudgetPolicy hasty =
                BudgetPolicy.builder().storeWait(Duration.ofMillis(20)).build();

        assertThatThrownBy(() -> new BudgetedChatModel(new Costly("one"), "assistant", List.of(day), hasty, ledger)
                        .chat(REQUEST))
                .isInstanceOf(BudgetExceeded.class)
                .hasMessageContaining("within 20 ms");
        never.countDown();
        assertThat(spent(new Budgets(store, clock), day, CallContext.EMPTY)).isZero();
    }

    @Test
    void whatIsNoBudgetsStateIsNotTakenForOne() {
        Budgets ledger = new Budgets(store, clock);
        String key =
                AccountId.of(day, "assistant", tenant("acme"), clock.instant()).key();
        for (String text : List.of("", "nonsense 1 2", "budget/1 x 0", "budget/1 0 0\na 1")) {
            store.update(key, current -> new StateChange.Next(text));
            assertThatThrownBy(() -> model(new Costly("one"), ledger, day).chat(REQUEST, tenant("acme")))
                    .isInstanceOf(BudgetExceeded.class);
            assertThat(spent(ledger, day, tenant("acme"))).isZero();
        }
    }

    /** A store that hands on. */
    private static class Forwarding implements StateStore {
        private final StateStore inner;

        Forwarding(StateStore inner) {
            this.inner = inner;
        }

        @Override
        public @Nullable StoredState read(String key) {
            return inner.read(key);
        }

        @Override
        public Outcome update(String key, StateChange change) {
            return inner.update(key, change);
        }

        @Override
        public List<StoredEvent> events(String key, long after, int limit) {
            return inner.events(key, after, limit);
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    private static final class Broken extends Forwarding {
        private volatile boolean down;
        private volatile boolean after;

        Broken(StateStore inner) {
            super(inner);
        }

        @Override
        public Outcome update(String key, StateChange change) {
            if (down) {
                throw new StateStoreException("out of order", false, null);
            }
            Outcome outcome = super.update(key, change);
            if (after) {
                throw new StateStoreException("the connection broke", true, null);
            }
            return outcome;
        }
    }
}
