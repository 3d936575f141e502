/** The main job: moves a workload from one cloud to another, and has it judged whether the new model does it as well. */
@NullMarked
package dev.portolan.example.triage;

import org.jspecify.annotations.NullMarked;
