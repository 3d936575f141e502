package dev.portolan.routing.complexity;

/** Is told each word and each pair of neighbouring words of a text, once each as far as {@link TextScan} can tell. */
@FunctionalInterface
interface GramVisitor {

    /** Two to this power buckets. */
    int BITS = 18;

    /** How many buckets there are. */
    int BUCKETS = 1 << BITS;

    /**
     * A word or a pair.
     *
     * @param bucket its place, from 0 to {@link #BUCKETS} less one
     * @param pair whether it is a pair
     */
    void gram(int bucket, boolean pair);
}
