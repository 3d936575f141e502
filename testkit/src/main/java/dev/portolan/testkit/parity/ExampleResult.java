package dev.portolan.testkit.parity;

import dev.portolan.evidence.dataset.Example;
import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.Trial;
import java.util.List;

/**
 * What all models made of one example.
 *
 * @param index its place in the dataset
 * @param example the example
 * @param source the source's trials
 * @param targets the trials of each target
 * @param control more trials of the source, possibly none
 */
record ExampleResult(int index, Example example, List<Trial> source, List<List<Trial>> targets, List<Trial> control) {

    PairResult pair(int target) {
        return new PairResult(example, source, targets.get(target), control);
    }
}
