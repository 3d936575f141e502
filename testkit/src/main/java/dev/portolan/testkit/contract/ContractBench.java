package dev.portolan.testkit.contract;

/** What the extension of all contracts looks after. */
interface ContractBench extends AutoCloseable {

    /** As if nothing had happened before. */
    void reset();

    @Override
    void close();
}
