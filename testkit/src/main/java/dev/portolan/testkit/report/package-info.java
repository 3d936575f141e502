/**
 * Reports of comparisons for people and build servers: one HTML file, Markdown for a pull request, JUnit XML, JSON; and files for
 * people who review answers.
 *
 * <p>{@link dev.portolan.testkit.report.ReportFiles} writes all of them. Whatever comes from a model is data in them, never markup.
 * Reports quote prompts and answers: keep them as you keep those.
 */
@NullMarked
package dev.portolan.testkit.report;

import org.jspecify.annotations.NullMarked;
