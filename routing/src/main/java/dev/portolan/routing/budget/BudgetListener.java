package dev.portolan.routing.budget;

/**
 * Hears of budgets that are nearly or wholly used up. Listed in {@code META-INF/services/dev.portolan.routing.budget.BudgetListener}, or given
 * to {@link Budgets#listen}. Called on the thread that made the call; must be quick and thread-safe. What it throws is logged and changes
 * nothing.
 */
public interface BudgetListener {

    /**
     * So much of a budget is spent that somebody wanted to be told. Once for each percentage and period, by the instance whose call reached
     * it; when several are reached at once, the highest.
     *
     * @param status where the budget stands
     * @param percent the percentage of the limit
     */
    void reached(BudgetStatus status, int percent);

    /**
     * A call was refused since it might have gone over the budget. Once for each period and instance.
     *
     * @param status where the budget stands
     */
    default void refused(BudgetStatus status) {}
}
