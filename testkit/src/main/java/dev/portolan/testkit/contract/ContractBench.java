package dev.portolan.testkit.contract;

/** What the extension of all contracts looks after. It is no {@code AutoCloseable}: JUnit's store would close it a second time. */
interface ContractBench {

    /** As if nothing had happened before. */
    void reset();

    /** Ends it; called once. */
    void close();
}
