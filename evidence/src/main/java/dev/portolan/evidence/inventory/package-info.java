/**
 * What a workload is: which models, settings, prompts, tools and media it uses, what it takes and how it fails, as its traffic shows;
 * and what traffic cannot show, to be filled in by people.
 */
@NullMarked
package dev.portolan.evidence.inventory;

import org.jspecify.annotations.NullMarked;
